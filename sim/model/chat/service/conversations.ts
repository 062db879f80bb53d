/** Conversations and who is in them: rooms are there from the beginning, pairs from their first message on. */
import { grown } from '../../../engine/grown.ts';
import type { Rooms } from '../rooms.ts';
import { type Homes, spread } from './homes.ts';
import { NONE } from './slots.ts';

const FIRST_BUCKETS = 1024;
/** Mixes two numbers into one; any odd number does. */
const SECOND = 0x85ebca6b;

/** Told of each conversation that comes into being. */
type Made = (conversations: Conversations, conversation: number) => void;

export class Conversations {
  readonly #homes: Homes;
  count = 0;
  /** Node id of the mailbox that puts its messages in order. */
  home = new Int32Array(0);
  /** Members stand in `members` from here to the next one's, grouped by the mailbox of their inboxes. */
  first = new Int32Array(1);
  members = new Int32Array(0);
  /** Pairs by a hash of both people. */
  #buckets = new Int32Array(FIRST_BUCKETS).fill(NONE);
  #pairs = 0;
  readonly #made: Made;

  constructor(rooms: Rooms, homes: Homes, made: Made) {
    this.#homes = homes;
    this.#made = made;
    for (let room = 0; room < rooms.count; room += 1) {
      const members = rooms
        .parts(room)
        .flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => rooms.member(from + at)),
        );
      const { inbox } = homes;
      members.sort((one, other) => inbox[one]! - inbox[other]! || one - other);
      this.#open(homes.ofRoom(room, members[spread(room) % members.length]!), members.length);
      this.members.set(members, this.first[room]!);
      made(this, room);
    }
  }

  size(conversation: number): number {
    return this.first[conversation + 1]! - this.first[conversation]!;
  }

  /** Whether its members belong to several of what somebody says. */
  isMixed(conversation: number, belongsTo: (person: number) => number): boolean {
    const from = this.first[conversation]!;
    const first = belongsTo(this.members[from]!);
    for (let at = from + 1; at < this.first[conversation + 1]!; at += 1) {
      if (belongsTo(this.members[at]!) !== first) return true;
    }
    return false;
  }

  /** The conversation of two people; who says the first thing founds it. */
  between(sender: number, recipient: number): number {
    const bucket = this.#bucketOf(sender, recipient);
    const found = this.#buckets[bucket]!;
    if (found !== NONE) return found;
    // A pair lives with the inbox of one of the two, which saves half of the copies.
    const pair = this.#open(this.#homes.inbox[sender]!, 2);
    const at = this.first[pair]!;
    const { inbox } = this.#homes;
    const isFirst = inbox[sender]! <= inbox[recipient]!;
    this.members[at] = isFirst ? sender : recipient;
    this.members[at + 1] = isFirst ? recipient : sender;
    this.#buckets[bucket] = pair;
    this.#pairs += 1;
    if (2 * this.#pairs > this.#buckets.length) this.#rehash();
    this.#made(this, pair);
    return pair;
  }

  #open(home: number, size: number): number {
    const conversation = this.count;
    if (conversation === this.home.length) {
      const length = Math.max(64, Math.ceil(1.5 * conversation));
      this.home = grown(this.home, length);
      this.first = grown(this.first, length + 1);
    }
    const from = this.first[conversation]!;
    if (from + size > this.members.length) {
      this.members = grown(this.members, Math.max(256, Math.ceil(1.5 * (from + size))));
    }
    this.first[conversation + 1] = from + size;
    this.home[conversation] = home;
    this.count += 1;
    return conversation;
  }

  /** Where the pair stands, or the free bucket for it. */
  #bucketOf(one: number, other: number): number {
    const mask = this.#buckets.length - 1;
    const [low, high] = one < other ? [one, other] : [other, one];
    let bucket = spread(Math.imul(high, SECOND) ^ low) & mask;
    for (;;) {
      const pair = this.#buckets[bucket]!;
      if (pair === NONE || this.#isOf(pair, low, high)) return bucket;
      bucket = (bucket + 1) & mask;
    }
  }

  #isOf(pair: number, low: number, high: number): boolean {
    const at = this.first[pair]!;
    const [a, b] = [this.members[at]!, this.members[at + 1]!];
    return (a === low && b === high) || (a === high && b === low);
  }

  #rehash(): void {
    const before = this.#buckets;
    this.#buckets = new Int32Array(2 * before.length).fill(NONE);
    for (const pair of before) {
      if (pair === NONE) continue;
      const at = this.first[pair]!;
      this.#buckets[this.#bucketOf(this.members[at]!, this.members[at + 1]!)] = pair;
    }
  }
}
