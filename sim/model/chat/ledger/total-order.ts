/**
 * Whether one order explains what all devices showed: what a device shows one after the other are edges
 * between messages, and the order exists as long as they form no circle. Messages have ranks that agree
 * with all edges; an edge against the ranks makes them move, or closes a circle.
 * Source: Pearce & Kelly, A dynamic topological sort algorithm, ACM JEA 11, 2006 (forward half).
 */
import { grown } from '../../../engine/grown.ts';
import { EDGES, type MessageSlots, NEXT, NONE, RANK, RECORD } from './message-slots.ts';
import { FIRST_RANK, HEAD, NEXT_RANK, type Seats } from './seats.ts';

/** Layout of `#edges`. */
const TO = 0;
const NEXT_EDGE = 1;
const EDGE = 2;
const FIRST_EDGES = 1024;

export class TotalOrder {
  readonly #messages: MessageSlots;
  readonly #seats: Seats;
  #edges = new Int32Array(EDGE * FIRST_EDGES);
  #used = 0;
  #free = NONE;

  constructor(messages: MessageSlots, seats: Seats) {
    this.#messages = messages;
    this.#seats = seats;
  }

  /** Shown somewhere for the first time: the last so far. @param home of the conversation. */
  enter(slot: number, home: number): void {
    const { conversations } = this.#seats;
    this.#messages.records[slot * RECORD + RANK] = conversations[home + NEXT_RANK]!;
    conversations[home + NEXT_RANK]! += 1;
  }

  /** A device has shown one message after another. @returns whether an order of all remains. */
  follows(before: number, slot: number, home: number): boolean {
    const { records } = this.#messages;
    const [low, high] = [records[slot * RECORD + RANK]!, records[before * RECORD + RANK]!];
    if (high > low) {
      const behind = this.#behind(slot, high);
      if (behind.has(before)) return false;
      this.#move(behind, low, high, home);
    }
    this.#connect(before, slot);
    return true;
  }

  /** A message leaves the order, at its beginning. */
  leave(slot: number): void {
    const { records } = this.#messages;
    let edge = records[slot * RECORD + EDGES]!;
    while (edge !== NONE) {
      const next = this.#edges[edge + NEXT_EDGE]!;
      this.#edges[edge + NEXT_EDGE] = this.#free;
      this.#free = edge;
      edge = next;
    }
    records[slot * RECORD + EDGES] = NONE;
  }

  /** All that comes after a message, up to a rank, itself included. */
  #behind(slot: number, high: number): Set<number> {
    const { records } = this.#messages;
    const found = new Set([slot]);
    for (const one of found) {
      for (let edge = records[one * RECORD + EDGES]!; edge !== NONE; ) {
        const to = this.#edges[edge + TO]!;
        if (records[to * RECORD + RANK]! <= high) found.add(to);
        edge = this.#edges[edge + NEXT_EDGE]!;
      }
    }
    return found;
  }

  /** Gives the ranks from `low` to `high` anew: those of `last` come behind the others. */
  #move(last: Set<number>, low: number, high: number, home: number): void {
    const { records } = this.#messages;
    const rankOf = (slot: number) => records[slot * RECORD + RANK]!;
    const between: number[] = [];
    let slot = this.#seats.conversations[home + HEAD]!;
    while (slot !== NONE) {
      if (rankOf(slot) >= low && rankOf(slot) <= high) between.push(slot);
      slot = records[slot * RECORD + NEXT]!;
    }
    between.sort((one, other) => {
      const isLast = Number(last.has(one)) - Number(last.has(other));
      return isLast || rankOf(one) - rankOf(other);
    });
    for (const [turn, each] of between.entries()) records[each * RECORD + RANK] = low + turn;
  }

  #connect(before: number, slot: number): void {
    const { records } = this.#messages;
    const first = records[before * RECORD + EDGES]!;
    for (let edge = first; edge !== NONE; edge = this.#edges[edge + NEXT_EDGE]!) {
      if (this.#edges[edge + TO] === slot) return;
    }
    const edge = this.#newEdge();
    this.#edges[edge + TO] = slot;
    this.#edges[edge + NEXT_EDGE] = first;
    records[before * RECORD + EDGES] = edge;
  }

  #newEdge(): number {
    const edge = this.#free;
    if (edge !== NONE) {
      this.#free = this.#edges[edge + NEXT_EDGE]!;
      return edge;
    }
    if (this.#used === this.#edges.length) this.#edges = grown(this.#edges, 2 * this.#used);
    this.#used += EDGE;
    return this.#used - EDGE;
  }

  /** Whether messages from the beginning, some of which have ranks, are the beginning of the order, too. */
  isBeginning(home: number, ranked: number, highest: number): boolean {
    return ranked === 0 || highest - this.#seats.conversations[home + FIRST_RANK]! + 1 === ranked;
  }
}
