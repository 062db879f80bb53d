/**
 * Who is in which room: joins and leaves have their place in the order of the conversation, so that each message has the
 * members of its own turn. Source: the join, leave and view changes of group communication are delivered in one order
 * with the messages (Birman & Joseph, Exploiting virtual synchrony in distributed systems, SOSP 1987).
 */
import type { Random } from '../../../../engine/random.ts';
import type { Conversations } from '../conversations.ts';
import type { Crowd } from '../crowd.ts';
import type { Messages } from '../messages.ts';
import { NONE } from '../slots.ts';

/** A room keeps so many, or nobody could talk. */
export const FEWEST = 2;
/** A turn that no message has. */
const NEVER = 0x7fff_ffff;

export class Membership {
  readonly #crowd: Crowd;
  readonly #presentRatio: number;
  readonly #random: Random;
  /** Conversations that people join and leave: the rooms; pairs stay. */
  readonly #rooms: number;
  readonly #turns: Int32Array;
  /** By message that has taken effect in a room. */
  readonly #turnOf: number[] = [];
  /** By conversation times people, and person: where it stands in `members`. */
  readonly #places = new Map<number, number>();
  // By place in the `members` of conversations.
  readonly person: number[] = [];
  readonly conversation: number[] = [];
  readonly #isIn: number[] = [];
  /** Serial number of the first message that is sent to this stay. */
  readonly #since: number[] = [];
  /** The turns of the last join and of the leave after it. */
  readonly #joined: number[] = [];
  readonly #left: number[] = [];
  /** Where the counters of a place begin: one for each device of the person. */
  readonly #counters: number[] = [];
  readonly #open: number[] = [];

  /** @param presentRatio part of the members who are in when the run begins. */
  constructor(crowd: Crowd, rooms: number, presentRatio: number, random: Random) {
    this.#crowd = crowd;
    this.#rooms = rooms;
    this.#presentRatio = presentRatio;
    this.#random = random;
    this.#turns = new Int32Array(rooms);
  }

  /** A conversation has come into being. */
  found(conversations: Conversations, conversation: number): void {
    if (conversation >= this.#rooms) return;
    const { first, members } = conversations;
    const from = first[conversation]!;
    for (let at = from; at < first[conversation + 1]!; at += 1) {
      const person = members[at]!;
      const isIn = this.#random.uniform() < this.#presentRatio || at < from + FEWEST;
      this.#places.set(conversation * this.#crowd.count + person, at);
      this.person[at] = person;
      this.conversation[at] = conversation;
      this.#isIn[at] = isIn ? 1 : 0;
      this.#since[at] = 0;
      this.#joined[at] = isIn ? 0 : NEVER;
      this.#left[at] = NEVER;
      this.#counters[at] = this.#open.length;
      for (let own = this.#crowd.devicesOf(person); own > 0; own -= 1) this.#open.push(0);
    }
  }

  /** Whether people join and leave a conversation. */
  isAbout(conversation: number): boolean {
    return conversation < this.#rooms;
  }

  /** @returns NONE for pairs, and for who has nothing to do with a room. */
  placeOf(conversation: number, person: number): number {
    if (conversation >= this.#rooms) return NONE;
    return this.#places.get(conversation * this.#crowd.count + person) ?? NONE;
  }

  /** Whether somebody is in now. @param at place, which may be one of a pair. */
  isIn(at: number): boolean {
    return this.#isIn[at] !== 0;
  }

  /** A message takes effect: it has the next turn in its conversation. */
  takeTurn(message: number, conversation: number): void {
    if (conversation >= this.#rooms) return;
    this.#turns[conversation]! += 1;
    this.#turnOf[message] = this.#turns[conversation]!;
  }

  turnOf(message: number): number {
    return this.#turnOf[message]!;
  }

  /** Whether somebody was a member when a message had its turn. */
  wasIn(at: number, message: number): boolean {
    if (at >= this.person.length) return true;
    const turn = this.#turnOf[message]!;
    return this.#joined[at]! < turn && turn < this.#left[at]!;
  }

  /** Whether a message was sent to somebody who has been a member ever since. */
  owes(messages: Messages, message: number, device: number): boolean {
    const person = this.#crowd.person[device]!;
    const at = this.placeOf(messages.conversation(message), person);
    return at === NONE || this.owesAt(at, messages.serial(message));
  }

  owesAt(at: number, serial: number): boolean {
    return at >= this.person.length || (this.#isIn[at] === 1 && serial >= this.#since[at]!);
  }

  /** Deliveries that are owed to a device for a room are so many more. */
  count(conversation: number, device: number, by: number): void {
    const person = this.#crowd.person[device]!;
    const at = this.placeOf(conversation, person);
    if (at === NONE) return;
    this.#open[this.#counters[at]! + device - this.#crowd.firstDevice[person]!]! += by;
  }

  /** @returns how many deliveries of a room were owed to a device, which are not any more. */
  takeOpen(at: number, device: number): number {
    const counter = this.#counters[at]! + device - this.#crowd.firstDevice[this.person[at]!]!;
    const open = this.#open[counter]!;
    this.#open[counter] = 0;
    return open;
  }

  /** @param serial of the next message that is sent. */
  enter(at: number, turn: number, serial: number): void {
    this.#isIn[at] = 1;
    this.#since[at] = serial;
    this.#joined[at] = turn;
    this.#left[at] = NEVER;
  }

  exit(at: number, turn: number): void {
    this.#isIn[at] = 0;
    this.#left[at] = turn;
  }
}
