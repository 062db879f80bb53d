/**
 * A cache that keeps large objects in slices of one size: a request for a range, or for all of an object,
 * asks the cache behind for one slice after the other, and that one fetches those it has not. The cache
 * behind is a cache as any other; it lives in a world in which slices are objects.
 *
 * Source: nginx, ngx_http_slice_module: slices in order, each a range request of its own, and an answer
 * whose slices are of different versions is broken off.
 */
import { grown } from '../../../engine/grown.ts';
import type { Lookup } from '../../cache/store.ts';
import { DEMOTE, ERROR } from '../../node/calls.ts';
import type { Node, NodeContext } from '../../node/node.ts';
import type { Selection } from '../../node/selection.ts';
import type { World } from '../../node/world.ts';
import { CacheMeters, type Meters } from '../cache-meters.ts';
import { Gatherings } from './gatherings.ts';
import { SliceNumbers } from './slice-numbers.ts';
import { SlicedContent } from './sliced-content.ts';

export class SlicedCache implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly capacityBytes: number | undefined;
  readonly warmOf: string | undefined;
  readonly conflict: Node['conflict'];
  readonly #id: number;
  readonly #world: World;
  readonly #cache: Node;
  readonly #contents: SlicedContent[] = [];
  readonly #numbers: SliceNumbers;
  readonly #meters: CacheMeters;
  readonly #gatherings = new Gatherings();
  /** By fetch: the slice that it is for. */
  #keyOf = new Int32Array(0);
  /** The request whose slice is looked up now, and the bytes of it that are wanted. */
  #asking = 0;
  #wantedBytes = 0;

  /**
   * @param make gives the cache behind.
   * @param conflict why it cannot work with slices.
   */
  constructor(
    context: NodeContext,
    sliceBytes: number,
    make: (context: NodeContext, meters: Meters) => Node,
    conflict?: Node['conflict'],
  ) {
    const { world } = context;
    this.conflict = conflict;
    this.#id = context.id;
    this.#world = world;
    this.#numbers = new SliceNumbers(sliceBytes, world.contentCount);
    this.#meters = new CacheMeters(context);
    this.#cache = make({ ...context, world: this.#inSlices() }, this.#slicesAsRequests());
    this.name = this.#cache.name;
    this.group = this.#cache.group;
    this.place = this.#cache.place;
    this.detail = `${this.#cache.detail} in slices`;
    this.capacityBytes = this.#cache.capacityBytes;
    this.warmOf = this.#cache.warmOf;
  }

  connect(): void {
    this.#cache.connect();
  }

  warm(): void {
    for (const content of this.#world.contents) {
      this.#contents.push(new SlicedContent(content, this.#numbers));
    }
    this.#cache.warm?.();
  }

  onCall(call: number): void {
    const { calls, exchange } = this.#world;
    // What a child has no room for is whole, and has no place here.
    if (calls.intent[call] === DEMOTE) {
      exchange.reply(call, 0, false);
      return;
    }
    const { sliceBytes } = this.#numbers;
    const bytes = calls.bytes[call]!;
    const from = calls.fromByte[call]!;
    this.#meters.requested(bytes, calls.startMs[call]!);
    const end = Math.ceil((from + bytes) / sliceBytes);
    this.#gatherings.begin(call, Math.floor(from / sliceBytes), end);
    this.#goOn(call);
  }

  onReply(fetch: number): void {
    const { calls } = this.#world;
    calls.object[fetch] = this.#keyOf[fetch]!;
    calls.fromByte[fetch] = 0;
    calls.partOf[fetch] = 0;
    this.#cache.onReply(fetch);
  }

  crash(): void {
    this.#cache.crash();
  }

  flush(): void {
    this.#cache.flush?.();
  }

  purge(content: number, selection: Selection, isSoft: boolean): void {
    this.#cache.purge?.(content, this.#contents[content]!.inSlices(selection), isSoft);
  }

  /** Asks for slices as long as they are there at once. */
  #goOn(call: number): void {
    const { next, end, isWaiting, isRunning, failed } = this.#gatherings;
    isRunning[call] = 1;
    while (next[call]! < end[call]! && failed[call] === 0) {
      next[call]! += 1;
      isWaiting[call] = 1;
      this.#ask(call, next[call]! - 1);
      if (isWaiting[call] === 1) {
        isRunning[call] = 0;
        return;
      }
    }
    this.#finish(call);
  }

  #ask(call: number, slice: number): void {
    const { calls } = this.#world;
    const numbers = this.#numbers;
    const key = numbers.first(calls.object[call]!, calls.wholeBytes(call)) + slice * numbers.step;
    const startMs = calls.startMs[call]!;
    const part = calls.make(this.#id, this.#id, calls.content[call]!, key, startMs);
    const bytes = numbers.bytesOf(key)!;
    const sliceFrom = numbers.fromByteOf(key);
    const from = calls.fromByte[call]!;
    calls.bytes[part] = bytes;
    calls.parent[part] = call;
    this.#asking = call;
    this.#wantedBytes =
      Math.min(from + calls.bytes[call]!, sliceFrom + bytes) - Math.max(from, sliceFrom);
    this.#cache.onCall(part);
  }

  /** The cache behind answers for a slice. */
  #found(part: number, generatedAtMs: number, failed: boolean, version: number): void {
    const { calls } = this.#world;
    const call = calls.parent[part]!;
    const gatherings = this.#gatherings;
    calls.release(part);
    if (failed) {
      gatherings.failed[call] = 1;
      calls.reason[call] = calls.reason[part]!;
    } else gatherings.add(call, generatedAtMs, version);
    gatherings.isWaiting[call] = 0;
    if (gatherings.isRunning[call] === 0) this.#goOn(call);
  }

  #finish(call: number): void {
    const { calls, exchange } = this.#world;
    const { failed, missed, stale, generatedAtMs, version } = this.#gatherings;
    if (failed[call] === 1) {
      exchange.reply(call, 0, true, 0, calls.reason[call]);
      return;
    }
    if (missed[call] === 0) {
      this.#meters.served(stale[call] === 1 ? 'stale' : 'fresh', calls.startMs[call]!);
    }
    exchange.reply(call, generatedAtMs[call]!, false, version[call]!);
  }

  /** The world in which the cache behind lives: its answers come here, and its fetches ask for ranges. */
  #inSlices(): World {
    const { exchange } = this.#world;
    return {
      ...this.#world,
      contents: this.#contents,
      exchange: {
        up: exchange.up,
        epoch: exchange.epoch,
        atWork: exchange.atWork,
        carriers: exchange.carriers,
        uplinks: exchange.uplinks,
        doors: exchange.doors,
        course: (caller, callee, hasUploads) => exchange.course(caller, callee, hasUploads),
        arrived: (call) => exchange.arrived(call),
        troubles: exchange.troubles,
        watch: (watcher) => exchange.watch(watcher),
        crash: (node) => exchange.crash(node),
        restore: (node) => exchange.restore(node),
        drain: (node) => exchange.drain(node),
        fill: (node) => exchange.fill(node),
        weigh: (node, weight) => exchange.weigh(node, weight),
        roundTripMs: (caller, callee) => exchange.roundTripMs(caller, callee),
        returned: (call) => exchange.returned(call),
        unsent: (call, bytes) => exchange.unsent(call, bytes),
        carry: (from, to, bytes, atMs) => exchange.carry(from, to, bytes, atMs),
        countCarried: (from, to, things, bytes, atMs) =>
          exchange.countCarried(from, to, things, bytes, atMs),
        wayMs: (from, to) => exchange.wayMs(from, to),
        scrambled: (from, to) => exchange.scrambled(from, to),
        datagram: (from, to, bytes, atMs) => exchange.datagram(from, to, bytes, atMs),
        followed: (from, to, bytes) => exchange.followed(from, to, bytes),
        send: (fetch, extraMs) => this.#send(fetch, extraMs),
        reply: (part, generatedAtMs, failed, version = 0, reason = ERROR) => {
          this.#world.calls.reason[part] = reason;
          this.#found(part, generatedAtMs, failed, version);
        },
      },
    };
  }

  #send(fetch: number, extraMs?: number): void {
    const { calls, exchange } = this.#world;
    const key = calls.object[fetch]!;
    if (fetch >= this.#keyOf.length) this.#keyOf = grown(this.#keyOf, 2 * fetch + 1);
    this.#keyOf[fetch] = key;
    const wholeBytes = this.#numbers.wholeBytesOf(key);
    calls.object[fetch] = this.#numbers.objectOf(key);
    calls.fromByte[fetch] = this.#numbers.fromByteOf(key);
    calls.partOf[fetch] = wholeBytes > this.#numbers.sliceBytes ? wholeBytes : 0;
    exchange.send(fetch, extraMs);
  }

  /** Requests are counted here, bytes as far as they are wanted, and everything else slice by slice. */
  #slicesAsRequests(): Meters {
    const meters = this.#meters;
    return {
      asked: (_bytes, found, atMs) => this.#lookedUp(found, atMs),
      requested: (bytes, atMs) => meters.requested(bytes, atMs),
      served: (found, atMs) => meters.served(found, atMs),
      servedBytes: (bytes, atMs) => meters.servedBytes(bytes, atMs),
      collapsed: (atMs) => meters.collapsed(atMs),
      filled: (stored, evictions, atMs) => meters.filled(stored, evictions, atMs),
      prefetched: (bytes, atMs) => meters.prefetched(bytes, atMs),
      revalidated: (atMs) => meters.revalidated(atMs),
      servedOnError: (atMs) => meters.servedOnError(atMs),
      refused: (atMs) => meters.refused(atMs),
    };
  }

  #lookedUp(found: Lookup, atMs: number): void {
    const { missed, stale } = this.#gatherings;
    if (found === 'absent' || found === 'expired') missed[this.#asking] = 1;
    else this.#meters.servedBytes(this.#wantedBytes, atMs);
    if (found === 'stale') stale[this.#asking] = 1;
  }
}
