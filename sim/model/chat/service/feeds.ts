/**
 * Feeds: what devices read from, numbered without gaps. An inbox is a feed of one person's devices, the log of a
 * conversation one of the devices of all its members. An entry stays until each of them has it, or it expires.
 */
import { grown } from '../../../engine/grown.ts';
import type { Messages } from './messages.ts';
import { NONE, Slots } from './slots.ts';

/** Layout of the record of a feed. */
const HEAD = 0;
const LAST = 1;
const HOME = 2;
const TAIL = 3;
const FEED_RECORD = 4;
/** Layout of the record of an entry. */
const MESSAGE = 0;
const NUMBER = 1;
const FEED = 2;
const NEXT = 3;
const STAMP = 4;
const IS_EXPIRED = 5;
const OPEN = 6;
const PINS = 7;
const ENTRY_RECORD = 8;

export class Feeds {
  readonly #messages: Messages;
  readonly #slots = new Slots();
  #feeds = new Int32Array(0);
  #entries = new Int32Array(0);
  /** Which item of its shard’s log an entry came with. */
  #logged = new Int32Array(0);
  count = 0;
  #stamps = 0;
  /** Told of each entry that goes; its message is still there. */
  gone: (entry: number) => void = () => {};

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  get entries(): number {
    return this.#slots.open;
  }

  add(home: number): number {
    const feed = this.count;
    if (FEED_RECORD * feed === this.#feeds.length)
      this.reserve(Math.max(64, Math.ceil(1.5 * feed)));
    this.setHead(feed, NONE);
    this.#feeds[FEED_RECORD * feed + TAIL] = NONE;
    this.setHome(feed, home);
    this.count += 1;
    return feed;
  }

  reserve(feeds: number): void {
    this.#feeds = grown(this.#feeds, FEED_RECORD * feeds);
  }

  /** @param readers subscriptions that are to get it. @param logged item of its shard’s log that it comes with, or 0. @returns the entry, which holds the message. */
  append(feed: number, message: number, readers: number, logged: number): number {
    const entry = this.#slots.take();
    if (ENTRY_RECORD * entry >= this.#entries.length) {
      this.#entries = grown(this.#entries, ENTRY_RECORD * this.#slots.capacity);
    }
    if (logged > 0) this.#log(entry, logged);
    const number = this.last(feed) + 1;
    this.setLast(feed, number);
    this.#stamps = (this.#stamps + 1) | 0;
    this.setMessage(entry, message);
    this.setNumber(entry, number);
    this.setFeed(entry, feed);
    this.setNext(entry, NONE);
    this.setStamp(entry, this.#stamps);
    this.setIsExpired(entry, 0);
    this.setOpen(entry, readers);
    this.#entries[ENTRY_RECORD * entry + PINS] = 0;
    const tail = this.#feeds[FEED_RECORD * feed + TAIL]!;
    if (tail === NONE) this.setHead(feed, entry);
    else this.setNext(tail, entry);
    this.#feeds[FEED_RECORD * feed + TAIL] = entry;
    this.#messages.hold(message);
    return entry;
  }

  #log(entry: number, item: number): void {
    if (entry >= this.#logged.length) this.#logged = grown(this.#logged, this.#slots.capacity);
    this.#logged[entry] = item;
  }

  logged(entry: number): number {
    return this.#logged[entry] ?? 0;
  }

  pin(entry: number): void {
    this.#entries[ENTRY_RECORD * entry + PINS]! += 1;
  }

  unpin(entry: number): void {
    this.#entries[ENTRY_RECORD * entry + PINS]! -= 1;
    if (this.#entries[ENTRY_RECORD * entry + PINS] === 0) this.trim(this.feed(entry));
  }

  /** Forgets the oldest entries that nobody needs. */
  trim(feed: number): void {
    let entry = this.head(feed);
    while (entry !== NONE && this.#isDone(entry)) {
      const next = this.next(entry);
      this.gone(entry);
      this.setStamp(entry, 0);
      this.#messages.letGo(this.message(entry));
      this.#slots.release(entry);
      entry = next;
    }
    this.setHead(feed, entry);
    if (entry === NONE) this.#feeds[FEED_RECORD * feed + TAIL] = NONE;
  }

  /** Nobody waits for it, and no packet begins with it. */
  #isDone(entry: number): boolean {
    return this.open(entry) === 0 && this.#entries[ENTRY_RECORD * entry + PINS] === 0;
  }

  /** The oldest entry that is kept, or NONE. */
  head(feed: number): number {
    return this.#feeds[(feed << 2) + HEAD]!;
  }

  setHead(feed: number, value: number): void {
    this.#feeds[(feed << 2) + HEAD] = value;
  }

  /** The last number given. */
  last(feed: number): number {
    return this.#feeds[(feed << 2) + LAST]!;
  }

  setLast(feed: number, value: number): void {
    this.#feeds[(feed << 2) + LAST] = value;
  }

  /** Node id of its mailbox. */
  home(feed: number): number {
    return this.#feeds[(feed << 2) + HOME]!;
  }

  setHome(feed: number, value: number): void {
    this.#feeds[(feed << 2) + HOME] = value;
  }

  message(entry: number): number {
    return this.#entries[(entry << 3) + MESSAGE]!;
  }

  setMessage(entry: number, value: number): void {
    this.#entries[(entry << 3) + MESSAGE] = value;
  }

  number(entry: number): number {
    return this.#entries[(entry << 3) + NUMBER]!;
  }

  setNumber(entry: number, value: number): void {
    this.#entries[(entry << 3) + NUMBER] = value;
  }

  feed(entry: number): number {
    return this.#entries[(entry << 3) + FEED]!;
  }

  setFeed(entry: number, value: number): void {
    this.#entries[(entry << 3) + FEED] = value;
  }

  next(entry: number): number {
    return this.#entries[(entry << 3) + NEXT]!;
  }

  setNext(entry: number, value: number): void {
    this.#entries[(entry << 3) + NEXT] = value;
  }

  /** Which use of the slot it is. */
  stamp(entry: number): number {
    return this.#entries[(entry << 3) + STAMP]!;
  }

  setStamp(entry: number, value: number): void {
    this.#entries[(entry << 3) + STAMP] = value;
  }

  isExpired(entry: number): number {
    return this.#entries[(entry << 3) + IS_EXPIRED]!;
  }

  setIsExpired(entry: number, value: number): void {
    this.#entries[(entry << 3) + IS_EXPIRED] = value;
  }

  /** Subscriptions that have not got it. */
  open(entry: number): number {
    return this.#entries[(entry << 3) + OPEN]!;
  }

  setOpen(entry: number, value: number): void {
    this.#entries[(entry << 3) + OPEN] = value;
  }
}
