/**
 * Timeouts of many things that wait for an answer, most of which comes in time. All that wait equally long
 * stand in one queue, of which only the first has an event: what is answered costs none.
 */
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import { Ring } from './ring.ts';

/** Who waits. A stamp tells one wait for an item from the next. */
export interface Waiting {
  /** Whether nothing is waited for any more; the wait is then forgotten. */
  isOver(item: number, stamp: number): boolean;
  /** @param tries timeouts that have passed in a row before this one. */
  due(item: number, stamp: number, tries: number): void;
}

export class Timeouts {
  readonly #simulator: Simulator;
  readonly #waiting: Waiting;
  readonly #lengthsMs: number[] = [];
  readonly #queues: Ring[] = [];
  readonly #isSet: boolean[] = [];
  readonly #fire: HandlerId;

  /** @param firstMs the first timeout; each one after it is twice as long, up to `mostMs`. */
  constructor(
    simulator: Simulator,
    name: string,
    [firstMs, mostMs]: readonly [number, number],
    waiting: Waiting,
  ) {
    this.#simulator = simulator;
    this.#waiting = waiting;
    this.#fire = simulator.handler((queue) => this.#look(queue), name);
    for (let ms = firstMs; ; ms = Math.min(2 * ms, mostMs)) {
      this.#lengthsMs.push(ms);
      this.#queues.push(new Ring());
      this.#isSet.push(false);
      if (ms >= mostMs) break;
    }
  }

  /** @param tries timeouts that have passed in a row. */
  add(item: number, stamp: number, tries = 0): void {
    const queue = Math.min(tries, this.#queues.length - 1);
    const atMs = this.#simulator.nowMs + this.#lengthsMs[queue]!;
    this.#queues[queue]!.add(item, stamp, atMs);
    if (!this.#isSet[queue]!) this.#set(queue, atMs);
  }

  #set(queue: number, atMs: number): void {
    this.#isSet[queue] = true;
    this.#simulator.at(atMs, this.#fire, queue);
  }

  #look(queue: number): void {
    const ring = this.#queues[queue]!;
    const { nowMs } = this.#simulator;
    this.#isSet[queue] = false;
    while (ring.length > 0) {
      const { item, stamp, timeMs } = ring;
      if (this.#waiting.isOver(item, stamp)) ring.dropFirst();
      else if (timeMs <= nowMs) {
        ring.dropFirst();
        this.#waiting.due(item, stamp, queue);
      } else break;
    }
    if (ring.length > 0 && !this.#isSet[queue]!) this.#set(queue, ring.timeMs);
  }
}
