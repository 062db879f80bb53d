/** Reads of objects for calls: from as many fragments as it takes, wherever they are. */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { NodeContext } from '../../node/node.ts';
import type { HotObjects } from './hot-objects.ts';
import type { Layout } from './layout.ts';
import type { Operations, Worker } from './operations.ts';
import type { StorageMeters } from './storage-meters.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

export interface ReadSettings {
  /** Fragments asked beyond those that are needed. */
  readonly extra: number;
  /** Bits a second at which objects are decoded. */
  readonly decode: number;
}

export class Reads implements Worker {
  readonly #context: NodeContext;
  readonly #operations: Operations;
  readonly #layout: Layout;
  readonly #meters: StorageMeters;
  readonly #settings: ReadSettings;
  readonly #hot: HotObjects | undefined;
  readonly #id: number;
  readonly #decoded: HandlerId;
  /** What was begun before the last crash ends unheard. */
  #era = 0;
  /** By operation. */
  #askedMs = new Float64Array(0);
  #isDecoding = new Uint8Array(0);
  readonly #answer: (call: number) => void;

  /** @param answer replies to a call whose object has been read. */
  constructor(
    context: NodeContext,
    operations: Operations,
    layout: Layout,
    meters: StorageMeters,
    settings: ReadSettings,
    hot: HotObjects | undefined,
    answer: (call: number) => void,
  ) {
    this.#context = context;
    this.#operations = operations;
    this.#layout = layout;
    this.#meters = meters;
    this.#settings = settings;
    this.#hot = hot;
    this.#answer = answer;
    this.#id = operations.hire(this);
    this.#decoded = context.world.simulator.handler((operation, era) => {
      if (era === this.#era) this.#finish(operation);
    }, 'object decoded');
  }

  read(call: number): void {
    const { calls, simulator } = this.#context.world;
    const { nowMs } = simulator;
    this.#meters.recorder.add(this.#meters.reads, 1, nowMs);
    this.#hot?.asked(calls.object[call]!, calls.wholeBytes(call));
    const operation = this.#operations.open(this.#id, call);
    if (operation >= this.#askedMs.length) {
      this.#askedMs = grown(this.#askedMs, 2 * operation + 64);
      this.#isDecoding = grown(this.#isDecoding, 2 * operation + 64);
    }
    this.#askedMs[operation] = nowMs;
    this.#isDecoding[operation] = 0;
    this.#begin(operation);
  }

  done(operation: number): void {
    const { recorder, decoded } = this.#meters;
    const { calls, simulator } = this.#context.world;
    if (this.#operations.highest[operation]! < this.#layout.redundancy.plain) {
      this.#finish(operation);
      return;
    }
    recorder.add(decoded, 1, simulator.nowMs);
    const bits = calls.bytes[this.#operations.subject[operation]!]! * BITS_PER_BYTE;
    this.#isDecoding[operation] = 1;
    const delayMs = (bits / this.#settings.decode) * MS_PER_SECOND;
    simulator.after(delayMs, this.#decoded, operation, this.#era);
  }

  broken(operation: number): void {
    this.#operations.highest[operation] = -1;
    this.#begin(operation);
  }

  moved(bytes: number, isWanted: boolean): void {
    const { recorder, deviceReadBytes, wastedBytes } = this.#meters;
    const { nowMs } = this.#context.world.simulator;
    recorder.add(deviceReadBytes, bytes, nowMs);
    if (!isWanted) recorder.add(wastedBytes, bytes, nowMs);
  }

  /** All reads under way fail. */
  clear(): void {
    this.#era += 1;
    for (const operation of this.#operations.openOf(this.#id)) {
      const call = this.#operations.subject[operation]!;
      if (this.#isDecoding[operation] === 0) this.#operations.letGo(operation, 'waiting');
      this.#operations.close(operation);
      this.#context.world.exchange.reply(call, 0, true);
    }
  }

  #begin(operation: number): void {
    const { calls } = this.#context.world;
    const call = this.#operations.subject[operation]!;
    const object = calls.object[call]!;
    const isHot = this.#hot !== undefined && this.#hot.list(object, this.#layout) > 0;
    if (isHot) this.#readCopy(operation, calls.bytes[call]!, object);
    else this.#readFragments(operation, calls.bytes[call]!, object);
  }

  #readFragments(operation: number, bytes: number, object: number): void {
    const { redundancy, placement, chosen } = this.#layout;
    const { recorder, degraded } = this.#meters;
    const group = placement.groupOf(object);
    const sources = this.#layout.choose(group, this.#settings.extra);
    const { nowMs } = this.#context.world.simulator;
    if (sources === 0) {
      this.#fail(operation);
      return;
    }
    if (this.#layout.isDegraded(group)) recorder.add(degraded, 1, nowMs);
    this.#operations.run(operation, redundancy.needed);
    for (let source = 0; source < sources; source += 1) {
      const fragment = chosen[source]!;
      const disk = placement.diskOf(group, fragment);
      this.#operations.fork(operation, fragment, disk, bytes / redundancy.needed);
    }
  }

  /** From one disk that has all of it; `there` has them. */
  #readCopy(operation: number, bytes: number, object: number): void {
    const { recorder, hotReads } = this.#meters;
    const count = this.#hot!.list(object, this.#layout);
    const sources = this.#layout.chooseDisks(count, 1 + this.#settings.extra);
    recorder.add(hotReads, 1, this.#context.world.simulator.nowMs);
    this.#operations.run(operation, 1);
    for (let source = 0; source < sources; source += 1) {
      this.#operations.fork(operation, -1, this.#layout.chosen[source]!, bytes);
    }
  }

  #fail(operation: number): void {
    const { recorder, unreadable } = this.#meters;
    const { exchange, simulator } = this.#context.world;
    recorder.add(unreadable, 1, simulator.nowMs);
    const call = this.#operations.subject[operation]!;
    this.#operations.close(operation);
    exchange.reply(call, 0, true);
  }

  #finish(operation: number): void {
    const { recorder, readMs, readBytes } = this.#meters;
    const { calls, simulator } = this.#context.world;
    const call = this.#operations.subject[operation]!;
    const askedMs = this.#askedMs[operation]!;
    recorder.record(readMs, simulator.nowMs - askedMs, askedMs);
    recorder.add(readBytes, calls.bytes[call]!, askedMs);
    this.#operations.close(operation);
    this.#answer(call);
  }
}
