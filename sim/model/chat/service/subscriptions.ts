/**
 * Who reads which feed, and how far: a device of a person reads the inbox, and each log of a conversation that is
 * read instead of being copied to inboxes. Subscriptions of a feed have consecutive numbers. Each is a record of 64 bytes,
 * one line of a processor’s cache: whoever wants a part of it wants most of it.
 */
import { grown } from '../../../engine/grown.ts';
import { NONE } from './slots.ts';

const DEVICE = 0;
const FEED = 1;
const NEXT_OF_DEVICE = 2;
const CURSOR = 3;
const GOT = 4;
const SENT = 5;
const FIRST_OPEN = 6;
const FIRST_UNSENT = 7;
const IS_TIMED = 8;
const TIMED_FROM = 9;
const IS_TO_ASK = 10;
const HAVE = 11;
const HEARD = 12;
const ASKING = 13;
const IS_BEHIND = 14;
const IS_CLOSED = 15;
const RECORD = 16;
/** By feed, in turn: its first subscription, and how many it has. */
const SIZE = 1;

export class Subscriptions {
  count = 0;
  #records = new Int32Array(0);
  readonly #firstOfDevice: Int32Array;
  #feeds = new Int32Array(0);

  constructor(devices: number) {
    this.#firstOfDevice = new Int32Array(devices).fill(NONE);
  }

  /** Makes room for subscriptions that are about to come. */
  reserve(feeds: number, count: number): void {
    this.#feeds = grown(this.#feeds, 2 * feeds);
    this.#records = grown(this.#records, RECORD * count);
  }

  /** A device reads a feed from now on; those of one feed follow each other. @param last of the feed. */
  add(device: number, feed: number, last: number): number {
    const subscription = this.count;
    if (RECORD * subscription === this.#records.length)
      this.reserve(0, Math.max(64, Math.ceil(1.5 * subscription)));
    if (2 * feed >= this.#feeds.length) this.reserve(Math.max(64, Math.ceil(1.5 * feed)), 0);
    if (this.sizeOfFeed(feed) === 0) this.#feeds[2 * feed] = subscription;
    this.#feeds[2 * feed + SIZE]! += 1;
    this.setDevice(subscription, device);
    this.setFeed(subscription, feed);
    this.setNextOfDevice(subscription, this.#firstOfDevice[device]!);
    this.#firstOfDevice[device] = subscription;
    for (const number of [CURSOR, GOT, SENT, HAVE, HEARD]) {
      this.#records[RECORD * subscription + number] = last;
    }
    this.setFirstOpen(subscription, NONE);
    this.setFirstUnsent(subscription, NONE);
    this.count += 1;
    return subscription;
  }

  firstOf(device: number): number {
    return this.#firstOfDevice[device]!;
  }

  /** The subscription of a device to a feed that it has one to. */
  of(device: number, feed: number): number {
    let subscription = this.#firstOfDevice[device]!;
    while (this.feed(subscription) !== feed) subscription = this.nextOfDevice(subscription);
    return subscription;
  }

  /** Its person has left the room, whose log goes on without it: it gets nothing from now on. */
  close(subscription: number): void {
    this.#records[(subscription << 4) + IS_CLOSED] = 1;
    this.setFirstOpen(subscription, NONE);
    this.setFirstUnsent(subscription, NONE);
    this.setHeard(subscription, this.have(subscription));
  }

  /** It gets what comes after a number. */
  open(subscription: number, last: number): void {
    this.#records[(subscription << 4) + IS_CLOSED] = 0;
    for (const number of [CURSOR, GOT, SENT, HAVE, HEARD]) {
      this.#records[(subscription << 4) + number] = last;
    }
    this.setIsBehind(subscription, 0);
  }

  isClosed(subscription: number): boolean {
    return this.#records[(subscription << 4) + IS_CLOSED] === 1;
  }

  /** Those of a feed that get what comes. */
  readersOf(feed: number): number {
    const from = this.firstOfFeed(feed);
    const end = from + this.sizeOfFeed(feed);
    let readers = 0;
    for (let subscription = from; subscription < end; subscription += 1) {
      if (!this.isClosed(subscription)) readers += 1;
    }
    return readers;
  }

  firstOfFeed(feed: number): number {
    return this.#feeds[2 * feed]!;
  }

  sizeOfFeed(feed: number): number {
    return this.#feeds[2 * feed + SIZE]!;
  }

  device(subscription: number): number {
    return this.#records[(subscription << 4) + DEVICE]!;
  }

  setDevice(subscription: number, value: number): void {
    this.#records[(subscription << 4) + DEVICE] = value;
  }

  feed(subscription: number): number {
    return this.#records[(subscription << 4) + FEED]!;
  }

  setFeed(subscription: number, value: number): void {
    this.#records[(subscription << 4) + FEED] = value;
  }

  /** Next subscription of the same device. */
  nextOfDevice(subscription: number): number {
    return this.#records[(subscription << 4) + NEXT_OF_DEVICE]!;
  }

  setNextOfDevice(subscription: number, value: number): void {
    this.#records[(subscription << 4) + NEXT_OF_DEVICE] = value;
  }

  /** The mailbox knows: number of the last entry that is settled: the device has it, wrote it, or it expired. */
  cursor(subscription: number): number {
    return this.#records[(subscription << 4) + CURSOR]!;
  }

  setCursor(subscription: number, value: number): void {
    this.#records[(subscription << 4) + CURSOR] = value;
  }

  /** Number that the device said it has. */
  got(subscription: number): number {
    return this.#records[(subscription << 4) + GOT]!;
  }

  setGot(subscription: number, value: number): void {
    this.#records[(subscription << 4) + GOT] = value;
  }

  /** Number of the last entry sent to it. */
  sent(subscription: number): number {
    return this.#records[(subscription << 4) + SENT]!;
  }

  setSent(subscription: number, value: number): void {
    this.#records[(subscription << 4) + SENT] = value;
  }

  /** The first entry that is not settled, or NONE. */
  firstOpen(subscription: number): number {
    return this.#records[(subscription << 4) + FIRST_OPEN]!;
  }

  setFirstOpen(subscription: number, value: number): void {
    this.#records[(subscription << 4) + FIRST_OPEN] = value;
  }

  /** The first entry that is not sent, or NONE. */
  firstUnsent(subscription: number): number {
    return this.#records[(subscription << 4) + FIRST_UNSENT]!;
  }

  setFirstUnsent(subscription: number, value: number): void {
    this.#records[(subscription << 4) + FIRST_UNSENT] = value;
  }

  /** 1 while a timeout runs. */
  isTimed(subscription: number): number {
    return this.#records[(subscription << 4) + IS_TIMED]!;
  }

  setIsTimed(subscription: number, value: number): void {
    this.#records[(subscription << 4) + IS_TIMED] = value;
  }

  /** Where the cursor was when the timeout began. */
  timedFrom(subscription: number): number {
    return this.#records[(subscription << 4) + TIMED_FROM]!;
  }

  setTimedFrom(subscription: number, value: number): void {
    this.#records[(subscription << 4) + TIMED_FROM] = value;
  }

  /** 1 when the device is to ask first, having had another connection. */
  isToAsk(subscription: number): number {
    return this.#records[(subscription << 4) + IS_TO_ASK]!;
  }

  setIsToAsk(subscription: number, value: number): void {
    this.#records[(subscription << 4) + IS_TO_ASK] = value;
  }

  /** The device knows: number of the last entry that it has, without a gap. */
  have(subscription: number): number {
    return this.#records[(subscription << 4) + HAVE]!;
  }

  setHave(subscription: number, value: number): void {
    this.#records[(subscription << 4) + HAVE] = value;
  }

  /** Highest number that it has heard of. */
  heard(subscription: number): number {
    return this.#records[(subscription << 4) + HEARD]!;
  }

  setHeard(subscription: number, value: number): void {
    this.#records[(subscription << 4) + HEARD] = value;
  }

  /** Which of its questions waits for an answer; 0: none does. */
  asking(subscription: number): number {
    return this.#records[(subscription << 4) + ASKING]!;
  }

  setAsking(subscription: number, value: number): void {
    this.#records[(subscription << 4) + ASKING] = value;
  }

  /** 1 when it has not caught up yet with what came while it had no connection. */
  isBehind(subscription: number): number {
    return this.#records[(subscription << 4) + IS_BEHIND]!;
  }

  setIsBehind(subscription: number, value: number): void {
    this.#records[(subscription << 4) + IS_BEHIND] = value;
  }
}
