/**
 * Requests that arrive from outside over time. The host decodes a batch, fills the feed and lets
 * the simulator run as far as the feed reaches: no file and no waiting inside the model.
 */
import type { HandlerId, Simulator } from '../../engine/simulator.ts';
import type { TraceBatch } from './trace/batch.ts';

/** Which trace a feed wants. */
export interface TraceWish {
  readonly traffic: string;
  readonly file: string;
  readonly format: string;
}

export interface LoggedKeys {
  readonly count: number;
  keyOf(object: number): string;
}

export class TraceFeed {
  readonly wish: TraceWish;
  readonly #simulator: Simulator;
  readonly #request: (object: number, bytes: number) => void;
  readonly #next: HandlerId;
  #batch: TraceBatch | undefined;
  #position = 0;
  #ended = false;
  /** Records replayed so far. */
  records = 0;
  /** The keys of the objects seen so far; set by hosts whose trace has them as text. */
  keys: LoggedKeys | undefined;

  constructor(
    simulator: Simulator,
    wish: TraceWish,
    request: (object: number, bytes: number) => void,
  ) {
    this.wish = wish;
    this.#simulator = simulator;
    this.#request = request;
    this.#next = simulator.handler(() => this.#fire(), 'next of the trace');
  }

  /** Whether the buffered requests are used up and more may come. */
  get wants(): boolean {
    return !this.#ended && this.#position >= (this.#batch?.count ?? 0);
  }

  /** Until when the feed knows what happens, ms; Infinity after its end. */
  get horizonMs(): number {
    if (this.#ended) return Number.POSITIVE_INFINITY;
    const batch = this.#batch;
    return batch === undefined ? Number.NEGATIVE_INFINITY : batch.timesMs[batch.count - 1]!;
  }

  /** Hands over the next requests; an empty batch is the end. The feed keeps the batch. */
  fill(batch: TraceBatch): void {
    this.#batch = batch;
    this.#position = 0;
    this.#ended = batch.count === 0;
    this.#schedule();
  }

  #schedule(): void {
    const batch = this.#batch!;
    if (this.#position >= batch.count) return;
    const timeMs = Math.max(batch.timesMs[this.#position]!, this.#simulator.nowMs);
    this.#simulator.at(timeMs, this.#next);
  }

  #fire(): void {
    const batch = this.#batch!;
    const at = this.#position;
    this.#position += 1;
    this.records += 1;
    this.#request(batch.objects[at]!, batch.bytes[at]!);
    this.#schedule();
  }
}
