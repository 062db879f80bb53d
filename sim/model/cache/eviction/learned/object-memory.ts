import { grown } from '../../../../engine/grown.ts';
import { NO_SLOT, SlotLists } from '../slot-lists.ts';

const FIRST_ENTRIES = 1024;
const FREE = -1;

/**
 * Gives each object that is known an entry: those in the cache, and those that left it and are
 * remembered for a while. 4 bytes for each object ever seen, 12 for each entry.
 */
export class ObjectMemory {
  /** Entry of each object, plus one; 0: it is not known. */
  #entryOf = new Int32Array(FIRST_ENTRIES);
  #objectOf = new Int32Array(0);
  /** Entries whose objects have left, the latest first. */
  readonly #gone = new SlotLists();
  readonly #free: number[] = [];
  /** Entries handed out so far; their numbers are below. */
  entries = 0;
  /** Entries there is room for. */
  room = 0;

  /** @returns the entry of an object that enters, or -1 when it is not known. */
  returned(object: number): number {
    const entry = object < this.#entryOf.length ? this.#entryOf[object]! - 1 : NO_SLOT;
    if (entry !== NO_SLOT) this.#gone.remove(entry);
    return entry;
  }

  /** @returns a new entry, for an object that is not known. */
  add(object: number): number {
    if (object >= this.#entryOf.length) {
      this.#entryOf = grown(this.#entryOf, Math.max(object + 1, 2 * this.#entryOf.length));
    }
    const entry = this.#free.pop() ?? this.#newEntry();
    this.#entryOf[object] = entry + 1;
    this.#objectOf[entry] = object;
    return entry;
  }

  /** The entry's object left the cache. */
  left(entry: number): void {
    this.#gone.pushHead(entry);
  }

  /** The entry whose object left longest ago, or -1. */
  get oldestGone(): number {
    return this.#gone.tail();
  }

  forget(entry: number): void {
    this.#gone.remove(entry);
    this.#entryOf[this.#objectOf[entry]!] = 0;
    this.#objectOf[entry] = FREE;
    this.#free.push(entry);
  }

  isFree(entry: number): boolean {
    return this.#objectOf[entry] === FREE;
  }

  #newEntry(): number {
    if (this.entries === this.room) {
      this.room = Math.max(FIRST_ENTRIES, 2 * this.room);
      this.#objectOf = grown(this.#objectOf, this.room);
      this.#gone.grow(this.room);
    }
    this.entries += 1;
    return this.entries - 1;
  }
}
