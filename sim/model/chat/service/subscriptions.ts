/**
 * Who reads which feed, and how far: a device of a person reads the inbox, and each log of a conversation that is
 * read instead of being copied to inboxes. Subscriptions of a feed have consecutive numbers.
 */
import { grown } from '../../../engine/grown.ts';
import { NONE } from './slots.ts';

export class Subscriptions {
  count = 0;
  device = new Int32Array(0);
  feed = new Int32Array(0);
  /** Next subscription of the same device. */
  nextOfDevice = new Int32Array(0);
  readonly #firstOfDevice: Int32Array;

  // What the mailbox knows.
  /** Number of the last entry that is settled: the device has it, wrote it, or it expired. */
  cursor = new Int32Array(0);
  /** Numbers that the device said it has, and of the last entry sent to it. */
  got = new Int32Array(0);
  sent = new Int32Array(0);
  /** The first entry that is not settled, and the first that is not sent; or NONE. */
  firstOpen = new Int32Array(0);
  firstUnsent = new Int32Array(0);
  /** Whether a timeout runs; where the cursor was when it began. */
  isTimed = new Uint8Array(0);
  timedFrom = new Int32Array(0);
  /** Whether the device is to ask first, having had another connection. */
  isToAsk = new Uint8Array(0);

  // What the device knows.
  /** Number of the last entry that it has, without a gap. */
  have = new Int32Array(0);
  /** Highest number that it has heard of. */
  heard = new Int32Array(0);
  /** Which of its questions waits for an answer; 0: none does. */
  asking = new Int32Array(0);
  /** Whether it has not caught up yet with what came while it had no connection. */
  isBehind = new Uint8Array(0);
  /** Whether its person has left the room, whose log goes on without it. */
  isClosed = new Uint8Array(0);

  // By feed.
  firstOfFeed = new Int32Array(0);
  sizeOfFeed = new Int32Array(0);

  constructor(devices: number) {
    this.#firstOfDevice = new Int32Array(devices).fill(NONE);
  }

  /** Makes room for subscriptions that are about to come. */
  reserve(feeds: number, count: number): void {
    this.firstOfFeed = grown(this.firstOfFeed, feeds);
    this.sizeOfFeed = grown(this.sizeOfFeed, feeds);
    this.#grow(count);
  }

  /** A device reads a feed from now on; those of one feed follow each other. @param last of the feed. */
  add(device: number, feed: number, last: number): number {
    const subscription = this.count;
    if (subscription === this.device.length)
      this.#grow(Math.max(64, Math.ceil(1.5 * subscription)));
    if (feed >= this.sizeOfFeed.length) this.reserve(Math.max(64, Math.ceil(1.5 * feed)), 0);
    if (this.sizeOfFeed[feed] === 0) this.firstOfFeed[feed] = subscription;
    this.sizeOfFeed[feed]! += 1;
    this.device[subscription] = device;
    this.feed[subscription] = feed;
    this.nextOfDevice[subscription] = this.#firstOfDevice[device]!;
    this.#firstOfDevice[device] = subscription;
    for (const numbers of [this.cursor, this.got, this.sent, this.have, this.heard]) {
      numbers[subscription] = last;
    }
    this.firstOpen[subscription] = NONE;
    this.firstUnsent[subscription] = NONE;
    this.count += 1;
    return subscription;
  }

  firstOf(device: number): number {
    return this.#firstOfDevice[device]!;
  }

  /** The subscription of a device to a feed that it has one to. */
  of(device: number, feed: number): number {
    let subscription = this.#firstOfDevice[device]!;
    while (this.feed[subscription] !== feed) subscription = this.nextOfDevice[subscription]!;
    return subscription;
  }

  /** It gets nothing from now on. */
  close(subscription: number): void {
    this.isClosed[subscription] = 1;
    this.firstOpen[subscription] = NONE;
    this.firstUnsent[subscription] = NONE;
    this.heard[subscription] = this.have[subscription]!;
  }

  /** It gets what comes after a number. */
  open(subscription: number, last: number): void {
    this.isClosed[subscription] = 0;
    for (const numbers of [this.cursor, this.got, this.sent, this.have, this.heard]) {
      numbers[subscription] = last;
    }
    this.isBehind[subscription] = 0;
  }

  /** Those of a feed that get what comes. */
  readersOf(feed: number): number {
    const from = this.firstOfFeed[feed]!;
    const end = from + this.sizeOfFeed[feed]!;
    let readers = 0;
    for (let subscription = from; subscription < end; subscription += 1) {
      readers += 1 - this.isClosed[subscription]!;
    }
    return readers;
  }

  #grow(count: number): void {
    this.device = grown(this.device, count);
    this.feed = grown(this.feed, count);
    this.nextOfDevice = grown(this.nextOfDevice, count);
    this.cursor = grown(this.cursor, count);
    this.got = grown(this.got, count);
    this.sent = grown(this.sent, count);
    this.firstOpen = grown(this.firstOpen, count);
    this.firstUnsent = grown(this.firstUnsent, count);
    this.isTimed = grown(this.isTimed, count);
    this.timedFrom = grown(this.timedFrom, count);
    this.have = grown(this.have, count);
    this.heard = grown(this.heard, count);
    this.asking = grown(this.asking, count);
    this.isToAsk = grown(this.isToAsk, count);
    this.isBehind = grown(this.isBehind, count);
    this.isClosed = grown(this.isClosed, count);
  }
}
