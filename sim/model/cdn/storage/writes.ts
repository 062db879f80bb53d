/** New objects that come in beside what is asked for: each is written to the disks of one group. */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Choice } from '../../../part/choice.ts';
import { bytes, rate } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';
import type { NodeContext } from '../../node/node.ts';
import type { Layout } from './layout.ts';
import type { Operations, Worker } from './operations.ts';
import type { StorageMeters } from './storage-meters.ts';

const MS_PER_SECOND = 1000;

export const writeParams = z.strictObject({
  rate: rate({ above: 0 }).describe('objects a second, as many independent people upload them'),
  size: varying(bytes, '1MB').describe('bytes of one object (assumption)'),
  acknowledge: z
    .enum(['all', 'majority', 'needed'])
    .default('all')
    .describe(
      'fragments on disk before it counts as written: all; those needed to read it and half of the rest; or those needed',
    ),
});

export interface WriteSettings {
  readonly rate: number;
  readonly size: Choice<Distribution>;
  readonly acknowledge: 'all' | 'majority' | 'needed';
}

export class Writes implements Worker {
  readonly abandons = 'nothing';
  readonly #context: NodeContext;
  readonly #settings: WriteSettings;
  readonly #operations: Operations;
  readonly #layout: Layout;
  readonly #meters: StorageMeters;
  readonly #size: Distribution;
  readonly #random: Random;
  readonly #id: number;
  readonly #arrive: HandlerId;
  /** When each operation began, and its bytes. */
  readonly #writing = new Map<number, { readonly bytes: number; readonly sinceMs: number }>();

  constructor(
    context: NodeContext,
    settings: WriteSettings,
    operations: Operations,
    layout: Layout,
    meters: StorageMeters,
  ) {
    const { simulator, streams } = context.world;
    this.#context = context;
    this.#settings = settings;
    this.#operations = operations;
    this.#layout = layout;
    this.#meters = meters;
    this.#size = settings.size.make();
    this.#random = streams.stream(`${context.name}/writes`);
    this.#id = operations.hire(this);
    this.#arrive = simulator.handler(() => this.#write(), 'object to be written');
    this.#plan();
  }

  done(operation: number): void {
    const { recorder, writeMs } = this.#meters;
    const { sinceMs } = this.#writing.get(operation)!;
    recorder.record(writeMs, this.#context.world.simulator.nowMs - sinceMs, sinceMs);
    this.#end(operation);
  }

  broken(operation: number): void {
    this.#begin(operation);
  }

  moved(bytes: number): void {
    const { recorder, deviceWriteBytes } = this.#meters;
    recorder.add(deviceWriteBytes, bytes, this.#context.world.simulator.nowMs);
  }

  /** A crash: what is not written yet fails. */
  clear(): void {
    for (const operation of this.#operations.openOf(this.#id)) {
      this.#operations.letGo(operation, 'waiting');
      this.#fail(operation);
    }
  }

  #plan(): void {
    const gapMs = this.#random.exponential(MS_PER_SECOND / this.#settings.rate);
    this.#context.world.simulator.after(gapMs, this.#arrive);
  }

  #write(): void {
    this.#plan();
    const { exchange, simulator } = this.#context.world;
    const bytes = Math.max(1, Math.round(this.#size.sample(this.#random)));
    const group = this.#random.below(this.#layout.placement.groups);
    this.#meters.recorder.add(this.#meters.writes, 1, simulator.nowMs);
    const operation = this.#operations.open(this.#id, group);
    this.#writing.set(operation, { bytes, sinceMs: simulator.nowMs });
    if (exchange.up[this.#context.id] === 0) this.#fail(operation);
    else this.#begin(operation);
  }

  #begin(operation: number): void {
    const { placement, redundancy, there } = this.#layout;
    const group = this.#operations.subject[operation]!;
    const { bytes } = this.#writing.get(operation)!;
    const count = this.#layout.list(group);
    const wanted = this.#acknowledged();
    if (count < redundancy.needed) {
      this.#fail(operation);
      return;
    }
    // With disks that are down, those that are left are all there are.
    this.#operations.run(operation, Math.min(wanted, count));
    for (let place = 0; place < count; place += 1) {
      const disk = placement.diskOf(group, there[place]!);
      this.#operations.fork(operation, there[place]!, disk, bytes / redundancy.needed);
    }
  }

  #acknowledged(): number {
    const { fragments, needed } = this.#layout.redundancy;
    if (this.#settings.acknowledge === 'all') return fragments;
    if (this.#settings.acknowledge === 'needed') return needed;
    return needed + Math.ceil((fragments - needed) / 2);
  }

  #fail(operation: number): void {
    const { recorder, failedWrites } = this.#meters;
    recorder.add(failedWrites, 1, this.#context.world.simulator.nowMs);
    this.#end(operation);
  }

  #end(operation: number): void {
    this.#writing.delete(operation);
    this.#operations.close(operation);
  }
}
