/** Time, as a broker knows it. */
export interface Clock {
  readonly nowMs: number;
  /** @returns what stops it. */
  after(delayMs: number, action: () => void): () => void;
}

/** A time limit that begins anew each time: one timer, however often. */
export class Silence {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #over: () => void;
  #heardMs: number;
  #stop: (() => void) | undefined;

  constructor(clock: Clock, limitMs: number, over: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#over = over;
    this.#heardMs = clock.nowMs;
    this.#watch();
  }

  heard(): void {
    this.#heardMs = this.#clock.nowMs;
  }

  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #watch(): void {
    const leftMs = this.#heardMs + this.#limitMs - this.#clock.nowMs;
    if (leftMs <= 0) this.#over();
    else this.#stop = this.#clock.after(leftMs, () => this.#watch());
  }
}
