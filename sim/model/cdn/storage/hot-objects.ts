/**
 * Objects that are asked for more than a rate get whole copies on more disks, for as long as they are.
 * A copy costs a read of the object and its writes; it ends when the rate falls to half.
 */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { count, duration, rate } from '../../../part/units.ts';
import type { NodeContext } from '../../node/node.ts';
import type { Layout } from './layout.ts';
import type { Operations, Worker } from './operations.ts';
import type { StorageMeters } from './storage-meters.ts';

const MS_PER_SECOND = 1000;

export const hotParams = z.strictObject({
  above: rate({ above: 0 }).describe('reads of one object a second from which it is hot'),
  copies: count({ min: 1, max: 64 })
    .prefault(3)
    .describe('whole copies that it gets beside its own'),
  window: duration({ above: 0 })
    .prefault('10s')
    .describe(
      'over which reads are counted; copies end after one below half the rate (assumption)',
    ),
});

export type HotSettings = z.output<typeof hotParams>;

/** An object on its way to its copies. */
interface Copying {
  readonly object: number;
  readonly bytes: number;
  /** Disks that are to have it; none before it has been read. */
  disks: number[];
}

export class HotObjects implements Worker {
  readonly #context: NodeContext;
  readonly #settings: HotSettings;
  readonly #operations: Operations;
  readonly #meters: StorageMeters;
  readonly #random: Random;
  readonly #id: number;
  readonly #threshold: number;
  #layout!: Layout;
  /** Reads of each object in this window. */
  readonly #reads = new Map<number, number>();
  #windowEndMs: number;
  /** Disks with a whole copy, of hot objects; and what is being copied, by operation. */
  readonly #copies = new Map<number, number[]>();
  readonly #copying = new Map<number, Copying>();
  readonly #begun = new Set<number>();

  constructor(
    context: NodeContext,
    settings: HotSettings,
    operations: Operations,
    meters: StorageMeters,
    random: Random,
  ) {
    this.#context = context;
    this.#settings = settings;
    this.#operations = operations;
    this.#meters = meters;
    this.#random = random;
    this.#id = operations.hire(this);
    this.#windowEndMs = settings.window;
    this.#threshold = Math.max(1, (settings.above * settings.window) / MS_PER_SECOND);
  }

  /** Says where fragments are. */
  meet(layout: Layout): void {
    this.#layout = layout;
  }

  /** Lists the disks that have a whole copy of an object and work. @returns how many. */
  list(object: number, layout: Layout): number {
    const disks = this.#copies.get(object);
    if (disks === undefined) return 0;
    let listed = 0;
    for (const disk of disks) if (layout.devices.up[disk] === 1) layout.there[listed++] = disk;
    if (layout.redundancy.needed > 1 || listed === 0) return listed;
    const { placement } = layout;
    const group = placement.groupOf(object);
    for (let fragment = 0; fragment < placement.fragments; fragment += 1) {
      const disk = placement.diskOf(group, fragment);
      if (layout.canRead(group, fragment) && !disks.includes(disk)) layout.there[listed++] = disk;
    }
    return listed;
  }

  /** An object is being read. */
  asked(object: number, bytes: number): void {
    const { nowMs } = this.#context.world.simulator;
    if (nowMs >= this.#windowEndMs) this.#turn(nowMs);
    const reads = (this.#reads.get(object) ?? 0) + 1;
    this.#reads.set(object, reads);
    if (reads >= this.#threshold && !this.#begun.has(object)) this.#copy(object, bytes);
  }

  done(operation: number): void {
    const copying = this.#copying.get(operation)!;
    if (copying.disks.length === 0) {
      this.#write(operation, copying);
      return;
    }
    const { recorder, hotObjects } = this.#meters;
    this.#copying.delete(operation);
    this.#operations.close(operation);
    if (!this.#begun.has(copying.object)) return;
    this.#copies.set(copying.object, copying.disks);
    recorder.changeLevel(hotObjects, 1, this.#context.world.simulator.nowMs);
  }

  broken(operation: number): void {
    const copying = this.#copying.get(operation)!;
    copying.disks = [];
    this.#read(operation, copying);
  }

  moved(bytes: number): void {
    const { recorder, copyBytes } = this.#meters;
    recorder.add(copyBytes, bytes, this.#context.world.simulator.nowMs);
  }

  /** What a disk had is lost with it. */
  failed(disk: number): void {
    for (const disks of this.#copies.values()) {
      const place = disks.indexOf(disk);
      if (place >= 0) disks.splice(place, 1);
    }
  }

  #copy(object: number, bytes: number): void {
    this.#begun.add(object);
    const operation = this.#operations.open(this.#id, object);
    const copying: Copying = { object, bytes, disks: [] };
    this.#copying.set(operation, copying);
    this.#read(operation, copying);
  }

  #read(operation: number, { object, bytes }: Copying): void {
    const { placement, redundancy, chosen } = this.#layout;
    const group = placement.groupOf(object);
    const sources = this.#layout.choose(group, 0);
    if (sources === 0) {
      this.#giveUp(operation, object);
      return;
    }
    this.#operations.run(operation, sources);
    for (let source = 0; source < sources; source += 1) {
      const fragment = chosen[source]!;
      const disk = placement.diskOf(group, fragment);
      this.#operations.fork(operation, fragment, disk, bytes / redundancy.needed);
    }
  }

  /** On disks that work and have none of its fragments, or on any when there are no such. */
  #write(operation: number, copying: Copying): void {
    const { devices, placement, redundancy } = this.#layout;
    const group = placement.groupOf(copying.object);
    const working = Array.from(devices.up.keys()).filter((disk) => devices.up[disk] === 1);
    const free = working.filter((disk) => !placement.holdsAny(group, disk));
    const pool = redundancy.needed > 1 && free.length === 0 ? working : free;
    while (copying.disks.length < this.#settings.copies && pool.length > 0) {
      copying.disks.push(...pool.splice(this.#random.below(pool.length), 1));
    }
    if (copying.disks.length === 0) {
      this.#giveUp(operation, copying.object);
      return;
    }
    this.#operations.run(operation, copying.disks.length);
    for (const disk of copying.disks) this.#operations.fork(operation, 0, disk, copying.bytes);
  }

  /** It may be tried again in another window. */
  #giveUp(operation: number, object: number): void {
    this.#copying.delete(operation);
    this.#operations.close(operation);
    this.#begun.delete(object);
  }

  /** A window is over: objects that have cooled lose their copies. */
  #turn(nowMs: number): void {
    const { recorder, hotObjects } = this.#meters;
    for (const object of this.#begun) {
      if ((this.#reads.get(object) ?? 0) >= this.#threshold / 2) continue;
      this.#begun.delete(object);
      if (this.#copies.delete(object)) recorder.changeLevel(hotObjects, -1, nowMs);
    }
    this.#reads.clear();
    const { window } = this.#settings;
    this.#windowEndMs += window * Math.max(1, Math.ceil((nowMs - this.#windowEndMs + 1) / window));
  }
}
