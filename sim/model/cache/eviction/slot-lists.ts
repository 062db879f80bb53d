/**
 * Doubly linked lists of slots on one typed array: a slot is in one of the lists at most, every step
 * is O(1), and nothing is allocated. Head is the newest end of a list, tail the oldest.
 *
 * Each list is a ring closed by a node of its own, so that no step asks whether it is at an end and a
 * slot leaves without saying which list it is in. The two links of a node lie side by side, so that
 * they come into the processor's cache together.
 */
export const NO_SLOT = -1;

/** Links are places in the array: that of a node is twice its number, rings first, then slots. */
const TOWARDS_HEAD = 0;
const TOWARDS_TAIL = 1;

export class SlotLists {
  readonly #lists: number;
  #links: Int32Array;

  /** @param lists how many there are; they are numbered from 0. */
  constructor(lists = 1) {
    this.#lists = lists;
    this.#links = Int32Array.from({ length: 2 * lists }, (_, link) => link & ~1);
  }

  grow(slots: number): void {
    const wanted = 2 * (slots + this.#lists);
    if (this.#links.length >= wanted) return;
    const links = new Int32Array(wanted);
    links.set(this.#links);
    this.#links = links;
  }

  /** The newest slot of a list; negative when the list is empty, as below. */
  head(list = 0): number {
    return (this.#links[2 * list + TOWARDS_TAIL]! >> 1) - this.#lists;
  }

  /** The oldest slot of a list. */
  tail(list = 0): number {
    return (this.#links[2 * list + TOWARDS_HEAD]! >> 1) - this.#lists;
  }

  /** The next slot towards the head. */
  newer(slot: number): number {
    return (this.#links[2 * (slot + this.#lists) + TOWARDS_HEAD]! >> 1) - this.#lists;
  }

  /** The next slot towards the tail. */
  older(slot: number): number {
    return (this.#links[2 * (slot + this.#lists) + TOWARDS_TAIL]! >> 1) - this.#lists;
  }

  isEmpty(list = 0): boolean {
    return this.#links[2 * list] === 2 * list;
  }

  /** For a slot that is in no list. */
  pushHead(slot: number, list = 0): void {
    this.#insert(2 * (slot + this.#lists), 2 * list);
  }

  /** As `pushHead`, at the other end. */
  pushTail(slot: number, list = 0): void {
    this.#insert(2 * (slot + this.#lists), this.#links[2 * list + TOWARDS_HEAD]!);
  }

  remove(slot: number): void {
    this.#unlink(2 * (slot + this.#lists));
  }

  /** For a slot that is in a list, this one or another. */
  moveToHead(slot: number, list = 0): void {
    const node = 2 * (slot + this.#lists);
    this.#unlink(node);
    this.#insert(node, 2 * list);
  }

  /** On the tail's side of another node. */
  #insert(node: number, newer: number): void {
    const links = this.#links;
    const older = links[newer + TOWARDS_TAIL]!;
    links[node + TOWARDS_HEAD] = newer;
    links[node + TOWARDS_TAIL] = older;
    links[older + TOWARDS_HEAD] = node;
    links[newer + TOWARDS_TAIL] = node;
  }

  #unlink(node: number): void {
    const links = this.#links;
    const newer = links[node + TOWARDS_HEAD]!;
    const older = links[node + TOWARDS_TAIL]!;
    links[newer + TOWARDS_TAIL] = older;
    links[older + TOWARDS_HEAD] = newer;
  }
}
