/**
 * Feeds: what devices read from, numbered without gaps. An inbox is a feed of one person's devices, the log of a
 * conversation one of the devices of all its members. An entry stays until each of them has it, or it expires.
 */
import { grown } from '../../../engine/grown.ts';
import type { Messages } from './messages.ts';
import { NONE, Slots } from './slots.ts';

export class Feeds {
  readonly #messages: Messages;
  readonly #slots = new Slots();
  /** Feeds: the oldest and newest entry that are kept, the last number given, the mailbox. */
  head = new Int32Array(0);
  #tail = new Int32Array(0);
  last = new Int32Array(0);
  home = new Int32Array(0);
  count = 0;
  /** Entries. */
  message = new Int32Array(0);
  number = new Int32Array(0);
  feed = new Int32Array(0);
  next = new Int32Array(0);
  /** Which use of the slot it is. */
  stamp = new Int32Array(0);
  isExpired = new Uint8Array(0);
  /** Subscriptions that have not got it. */
  open = new Int32Array(0);
  /** Packets that begin with it: it stays until they are there. */
  #pins = new Int32Array(0);
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
    if (feed === this.head.length) this.reserve(Math.max(64, Math.ceil(1.5 * feed)));
    this.head[feed] = NONE;
    this.#tail[feed] = NONE;
    this.home[feed] = home;
    this.count += 1;
    return feed;
  }

  reserve(feeds: number): void {
    this.head = grown(this.head, feeds);
    this.#tail = grown(this.#tail, feeds);
    this.last = grown(this.last, feeds);
    this.home = grown(this.home, feeds);
  }

  /** @param readers subscriptions that are to get it. @returns the entry, which holds the message. */
  append(feed: number, message: number, readers: number): number {
    const entry = this.#slots.take();
    if (entry >= this.message.length) this.#grow();
    this.last[feed]! += 1;
    this.#stamps = (this.#stamps + 1) | 0;
    this.message[entry] = message;
    this.number[entry] = this.last[feed]!;
    this.feed[entry] = feed;
    this.next[entry] = NONE;
    this.stamp[entry] = this.#stamps;
    this.isExpired[entry] = 0;
    this.open[entry] = readers;
    this.#pins[entry] = 0;
    const tail = this.#tail[feed]!;
    if (tail === NONE) this.head[feed] = entry;
    else this.next[tail] = entry;
    this.#tail[feed] = entry;
    this.#messages.hold(message);
    return entry;
  }

  pin(entry: number): void {
    this.#pins[entry]! += 1;
  }

  unpin(entry: number): void {
    this.#pins[entry]! -= 1;
    if (this.#pins[entry] === 0) this.trim(this.feed[entry]!);
  }

  /** Forgets the oldest entries that nobody needs. */
  trim(feed: number): void {
    let entry = this.head[feed]!;
    while (entry !== NONE && this.open[entry] === 0 && this.#pins[entry] === 0) {
      const next = this.next[entry]!;
      this.gone(entry);
      this.stamp[entry] = 0;
      this.#messages.letGo(this.message[entry]!);
      this.#slots.release(entry);
      entry = next;
    }
    this.head[feed] = entry;
    if (entry === NONE) this.#tail[feed] = NONE;
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.message = grown(this.message, capacity);
    this.number = grown(this.number, capacity);
    this.feed = grown(this.feed, capacity);
    this.next = grown(this.next, capacity);
    this.stamp = grown(this.stamp, capacity);
    this.isExpired = grown(this.isExpired, capacity);
    this.open = grown(this.open, capacity);
    this.#pins = grown(this.#pins, capacity);
  }
}
