/**
 * Members in the order in which they last entered, as a log: whoever enters is written at its end,
 * and an entry counts only while it is its member's last. A linked list moves a member by writing
 * to four others, which lie anywhere in memory; here it is one entry at the end and the member's
 * place. Entries that no longer count are passed over when they become the oldest, or left out when
 * the log is full and written anew, at a cost of two steps or less for each entry ever written.
 *
 * Members are small whole numbers: slots of a cache, or objects.
 */
import { grown } from '../../../engine/grown.ts';

export const NOBODY = -1;

const FIRST_ENTRIES = 1024;
/** A log is enlarged when, written anew, more than this part of it is taken, unless told otherwise. */
const FULL = 1 / 4;

export class RecencyLog {
  length = 0;
  readonly #full: number;
  #entries = new Int32Array(FIRST_ENTRIES);
  /** One more than the index of each member's last entry; 0: no member. */
  #place = new Int32Array(0);
  #first = 0;
  #end = 0;

  /** @param full part of the log that may be taken when it is written anew. */
  constructor(full = FULL) {
    this.#full = full;
  }

  /** Room for members with numbers below this. */
  grow(members: number): void {
    this.#place = grown(this.#place, members);
  }

  has(member: number): boolean {
    return member < this.#place.length && this.#place[member] !== 0;
  }

  /** A member that is not here enters; it is the newest then. */
  push(member: number): void {
    this.length += 1;
    this.#append(member);
  }

  /** A member that is here becomes the newest. */
  renew(member: number): void {
    this.#append(member);
  }

  /** A member that is here leaves. */
  remove(member: number): void {
    this.length -= 1;
    this.#place[member] = 0;
  }

  /** Who entered longest ago; `NOBODY` when nobody is here. */
  oldest(): number {
    if (this.length === 0) return NOBODY;
    let first = this.#first;
    let member = this.#entries[first]!;
    while (this.#place[member] !== first + 1) {
      first += 1;
      member = this.#entries[first]!;
    }
    this.#first = first;
    return member;
  }

  /** Takes out who entered longest ago; somebody must be here. */
  takeOldest(): number {
    const member = this.oldest();
    this.#first += 1;
    this.remove(member);
    return member;
  }

  #append(member: number): void {
    if (this.#end === this.#entries.length) this.#rewrite();
    this.#entries[this.#end] = member;
    this.#end += 1;
    this.#place[member] = this.#end;
  }

  /** Leaves out the entries that do not count. */
  #rewrite(): void {
    const before = this.#entries;
    const isFull = this.length > this.#full * before.length;
    const entries = isFull ? new Int32Array(2 * before.length) : before;
    let end = 0;
    for (let index = this.#first; index < before.length; index += 1) {
      const member = before[index]!;
      if (this.#place[member] !== index + 1) continue;
      entries[end] = member;
      end += 1;
      this.#place[member] = end;
    }
    this.#entries = entries;
    this.#first = 0;
    this.#end = end;
  }
}
