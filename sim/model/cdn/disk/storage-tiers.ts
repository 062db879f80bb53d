/**
 * A cache whose objects lie on a disk, and in memory those of them that were asked for last. Memory
 * holds copies only (inclusive): what leaves the disk leaves memory, what the disk gives enters it, and so
 * does what comes from the parent, which is in memory as it passes. So do nginx, with the page cache of its
 * system, and Apache Traffic Server. Index and headers are in memory, so that an answer without bytes
 * reads nothing; writing happens in the background, and takes nothing from reads: an assumption.
 */
import { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { bytes } from '../../../part/units.ts';
import { capacityWith } from '../../cache/eviction/policy.ts';
import { FOREVER } from '../../cache/freshness.ts';
import { ObjectStore } from '../../cache/store.ts';
import { NO_CALL } from '../../node/calls.ts';
import type { NodeContext } from '../../node/node.ts';
import { onlinePolicy, type PolicyChoice } from '../online-policy.ts';
import { inOrder } from '../waiting-calls.ts';
import type { Disk } from './disk.ts';
import { DiskMeters } from './disk-meters.ts';
import { DiskReads } from './disk-reads.ts';
import { disks } from './index.ts';

export const tierParams = z.strictObject({
  memory: bytes().describe('bytes of objects that are in memory too; 0B: none'),
  policy: onlinePolicy('lru').describe('which object leaves memory when that is full'),
  disk: choiceOf(disks, 'nvme').describe('what the capacity lies on'),
});

export interface TierSettings {
  readonly memory: number;
  readonly policy: PolicyChoice;
  readonly disk: Choice<Disk>;
}

export class StorageTiers {
  readonly #context: NodeContext;
  readonly #settings: TierSettings;
  readonly #overheadBytes: number;
  readonly #disk: () => ObjectStore;
  readonly #meters: DiskMeters;
  readonly #reads: DiskReads;
  /** The calls that wait for an object to be read, last come first: the newest of each. */
  readonly #reading = new Map<number, number>();
  /** Undefined without memory. */
  memory: ObjectStore | undefined;

  /** @param disk what the cache has now. */
  constructor(
    context: NodeContext,
    settings: TierSettings,
    overheadBytes: number,
    disk: () => ObjectStore,
  ) {
    const { world, name } = context;
    this.#context = context;
    this.#settings = settings;
    this.#overheadBytes = overheadBytes;
    this.#disk = disk;
    const drive = settings.disk.make();
    this.#meters = new DiskMeters(context, drive.reads);
    this.#reads = new DiskReads(world.simulator, drive, world.streams.stream(`${name}/disk`), {
      bytesOf: (object) => world.calls.bytes[this.#reading.get(object)!]!,
      done: (object) => this.#read(object),
    });
    this.#empty();
  }

  /** One line for people. */
  get detail(): string {
    const { disk, memory, policy } = this.#settings;
    return memory > 0 ? `${disk.name}, ${policy.name} in memory` : disk.name;
  }

  /** Answers a call with a copy that is here, now or when it has been read. */
  serve(call: number, generatedAtMs: number, version: number): void {
    const { calls, exchange } = this.#context.world;
    const object = calls.object[call]!;
    const sizeBytes = calls.bytes[call]!;
    const needsNoBytes = calls.known[call] === version;
    const isInMemory = needsNoBytes || this.#isInMemory(object, calls.wholeBytes(call));
    this.#meters.served(isInMemory, sizeBytes, calls.startMs[call]!);
    if (isInMemory) {
      exchange.reply(call, generatedAtMs, false, version);
      return;
    }
    calls.generatedAtMs[call] = generatedAtMs;
    calls.version[call] = version;
    this.#wait(call, object);
  }

  /** The cache has stored an object, which is in memory as it came. */
  stored(object: number, sizeBytes: number): void {
    this.memory?.put(object, sizeBytes, 0, 0);
  }

  /** All is lost; what is being read is answered from what was read. */
  flush(): void {
    this.#empty();
  }

  /** An object has left the disk. */
  left(object: number): void {
    this.memory?.drop(object);
  }

  /** Memory is lost, and what was being read; the disk is as it was. */
  crash(): void {
    const { calls, exchange } = this.#context.world;
    const waiting = [...this.#reading.values()];
    this.#reading.clear();
    this.#reads.clear();
    this.#measure();
    this.#empty();
    for (const newest of waiting) {
      for (let call = inOrder(calls, newest); call !== NO_CALL; ) {
        const next = calls.next[call]!;
        exchange.reply(call, 0, true);
        call = next;
      }
    }
  }

  #isInMemory(object: number, sizeBytes: number): boolean {
    return this.memory?.lookup(object, 0, FOREVER, 0, sizeBytes) === 'fresh';
  }

  /** One read serves all that ask for an object meanwhile, as one page does. */
  #wait(call: number, object: number): void {
    const { calls } = this.#context.world;
    const newest = this.#reading.get(object);
    calls.next[call] = newest ?? NO_CALL;
    this.#reading.set(object, call);
    if (newest !== undefined) return;
    this.#meters.read(calls.bytes[call]!, calls.startMs[call]!);
    this.#reads.submit(object);
    this.#measure();
  }

  #read(object: number): void {
    const { calls, exchange } = this.#context.world;
    this.#measure();
    const newest = this.#reading.get(object)!;
    this.#reading.delete(object);
    // What was read of a range alone is not all of the object.
    const isWhole = calls.partOf[newest] === 0;
    if (isWhole && this.#disk().holds(object)) this.stored(object, calls.bytes[newest]!);
    for (let call = inOrder(calls, newest); call !== NO_CALL; ) {
      const next = calls.next[call]!;
      exchange.reply(call, calls.generatedAtMs[call]!, false, calls.version[call]!);
      call = next;
    }
  }

  #measure(): void {
    const { nowMs } = this.#context.world.simulator;
    this.#meters.measure(this.#reads.busy, this.#reads.waiting, nowMs);
  }

  #empty(): void {
    const { memory, policy } = this.#settings;
    const { name, world } = this.#context;
    if (memory === 0) return;
    const capacityBytes = capacityWith(policy, memory);
    const random = world.streams.stream(`${name}/memory`);
    const made = policy.make({ capacityBytes, random, future: undefined });
    this.memory = new ObjectStore(capacityBytes, this.#overheadBytes, made);
  }
}
