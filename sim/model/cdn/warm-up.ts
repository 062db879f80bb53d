/**
 * What a cache holds when a run begins: the most popular objects of a catalog, as a cache that has been
 * at work for long would. That the most popular ones are all there, and that they are as old as the run,
 * is an assumption; a cache that was measured holds some others too.
 */
import { z } from 'zod';
import { ratio } from '../../part/units.ts';
import type { ObjectStore } from '../cache/store.ts';
import type { Content, World } from '../node/world.ts';

export const warmParams = z.strictObject({
  of: z.string().describe('the traffic whose most popular objects it holds'),
  top: ratio({ above: 0 })
    .prefault('100%')
    .describe('share of the capacity that they take at the most'),
});

export type WarmSettings = z.output<typeof warmParams>;

/** Bytes that a cache may be filled with, and what each object takes beside its own. */
interface Room {
  readonly bytes: number;
  readonly overheadBytes: number;
}

/**
 * @returns how many of the most popular objects to take, those left out that never fit; the first that
 * does not fit any more ends it.
 */
function countThatFit(bytesOf: (rank: number) => number | undefined, room: Room): number {
  let usedBytes = 0;
  for (let rank = 0; ; rank += 1) {
    const bytes = bytesOf(rank);
    if (bytes === undefined) return rank;
    const wholeBytes = bytes + room.overheadBytes;
    if (wholeBytes > room.bytes) continue;
    usedBytes += wholeBytes;
    if (usedBytes > room.bytes) return rank;
  }
}

/**
 * Stores the least popular first, so that the most popular ones are the last that any policy saw.
 *
 * @param room for the objects: a share of the store's.
 */
function warmUp(store: ObjectStore, content: Content, room: Room): void {
  const bytesOf = (rank: number) => content.bytesOf(content.ranked(rank));
  for (let rank = countThatFit(bytesOf, room) - 1; rank >= 0; rank -= 1) {
    const bytes = bytesOf(rank)!;
    if (bytes + room.overheadBytes > room.bytes) continue;
    const object = content.ranked(rank);
    if (!content.freshnessOf(object).isStorable) continue;
    store.put(object, bytes, 0, 0, content.versionOf(object, 0));
  }
}

/** The stores that a node warms: what its capacity is, and its memory when that lies on a disk. */
interface WarmStores {
  readonly store: ObjectStore;
  readonly memory: ObjectStore | undefined;
}

/** Warms what a node has; memory holds the most popular of what the disk does. */
export function warmStores(
  world: World,
  {
    warm,
    capacity,
    overhead,
  }: { warm?: WarmSettings | undefined; capacity: number; overhead: number },
  { store, memory }: WarmStores,
): void {
  const content = world.contents.find(({ traffic }) => traffic === warm?.of);
  if (warm === undefined || content === undefined) return;
  const room = { bytes: warm.top * capacity, overheadBytes: overhead };
  warmUp(store, content, room);
  if (memory === undefined) return;
  warmUp(memory, content, { ...room, bytes: Math.min(room.bytes, memory.capacityBytes) });
}
