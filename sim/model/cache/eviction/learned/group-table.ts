import { grown } from '../../../../engine/grown.ts';
import { NO_SLOT, SlotLists } from '../slot-lists.ts';

const FIRST_GROUPS = 64;
const NO_GROUP = -1;

/**
 * Which slots form a group. Objects of one kind that come one after the other fill a group, which
 * is then sealed: nothing enters it any more. Those that leave it leave a hole.
 */
export class GroupTable {
  /** Places of a group; it starts at group · size. */
  readonly size: number;
  /** Places that are used before a group is sealed, 1 to `size`. */
  used: number;
  /** Slot at each place, or none. */
  members = new Int32Array(0);
  /** Places that were filled, holes included. */
  filled = new Int32Array(0);
  kind = new Uint8Array(0);
  sealedAt = new Float64Array(0);
  /** Requests served from it since it was begun. */
  served = new Int32Array(0);
  isSealed = new Uint8Array(0);
  /** Sealed groups, the newest first. */
  readonly sealed = new SlotLists();
  /** Groups there have been at a time; their numbers are below. */
  length = 0;
  /** The group of each kind that is being filled. */
  readonly #open: Int32Array;
  readonly #free: number[] = [];
  #placeOf = new Int32Array(0);

  constructor(size: number, kinds: number) {
    this.size = size;
    this.used = size;
    this.#open = new Int32Array(kinds).fill(NO_GROUP);
  }

  grow(slots: number): void {
    this.#placeOf = grown(this.#placeOf, slots);
  }

  groupOf(slot: number): number {
    return Math.floor(this.#placeOf[slot]! / this.size);
  }

  add(slot: number, kind: number, now: number): void {
    if (this.#open[kind] === NO_GROUP) this.#open[kind] = this.#begin(kind);
    const group = this.#open[kind]!;
    const place = group * this.size + this.filled[group]!;
    this.members[place] = slot;
    this.#placeOf[slot] = place;
    this.filled[group]! += 1;
    if (this.filled[group]! >= this.used) this.#seal(kind, now);
  }

  remove(slot: number): void {
    this.members[this.#placeOf[slot]!] = NO_SLOT;
  }

  /** Copies the slots of a group into `slots`. @returns how many there are. */
  list(group: number, slots: Int32Array): number {
    const first = group * this.size;
    const end = first + this.filled[group]!;
    let count = 0;
    for (let place = first; place < end; place += 1) {
      if (this.members[place] === NO_SLOT) continue;
      slots[count] = this.members[place]!;
      count += 1;
    }
    return count;
  }

  /** Gives up a sealed group; its members are in none then. */
  dissolve(group: number): void {
    this.sealed.remove(group);
    this.isSealed[group] = 0;
    this.#free.push(group);
  }

  /** Seals a group that is not full, when no full one is left. */
  sealAny(now: number): void {
    this.#seal(
      this.#open.findIndex((group) => group !== NO_GROUP),
      now,
    );
  }

  #seal(kind: number, now: number): void {
    const group = this.#open[kind]!;
    this.#open[kind] = NO_GROUP;
    this.sealedAt[group] = now;
    this.isSealed[group] = 1;
    this.sealed.pushHead(group);
  }

  #begin(kind: number): number {
    const group = this.#free.pop() ?? this.length;
    if (group === this.length) {
      this.length += 1;
      if (group === this.filled.length) this.#enlarge(Math.max(FIRST_GROUPS, 2 * group));
    }
    this.filled[group] = 0;
    this.kind[group] = kind;
    this.served[group] = 0;
    return group;
  }

  #enlarge(groups: number): void {
    this.members = grown(this.members, groups * this.size);
    this.filled = grown(this.filled, groups);
    this.kind = grown(this.kind, groups);
    this.sealedAt = grown(this.sealedAt, groups);
    this.served = grown(this.served, groups);
    this.isSealed = grown(this.isSealed, groups);
    this.sealed.grow(groups);
  }
}
