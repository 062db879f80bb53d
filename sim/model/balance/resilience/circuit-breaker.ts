/**
 * Stops asking when too many answers are errors, and tries with a few after a pause.
 * Source: resilience4j 2.2, CircuitBreaker with a sliding window of counts.
 */
export interface BreakerSettings {
  /** Opens at this share of failures, 0 to 1. */
  readonly failureRatio: number;
  /** Answers that are looked at, and that there must be. */
  readonly window: number;
  readonly openMs: number;
  /** Calls that decide whether it closes again. */
  readonly trials: number;
}

const CLOSED = 0;
const OPEN = 1;
const HALF_OPEN = 2;

export class CircuitBreaker {
  readonly #settings: BreakerSettings;
  /** 1 for a failure; a ring. */
  readonly #failed: Uint8Array;
  #heard = 0;
  #failures = 0;
  #state = CLOSED;
  #openUntilMs = 0;
  #trialsLeft = 0;
  #trialsHeard = 0;
  #trialsFailed = 0;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
    this.#failed = new Uint8Array(settings.window);
  }

  get isOpen(): boolean {
    return this.#state !== CLOSED;
  }

  /** @returns whether a call may be made now; in doubt it is one of the trials. */
  allows(nowMs: number): boolean {
    if (this.#state === CLOSED) return true;
    if (this.#state === OPEN) {
      if (nowMs < this.#openUntilMs) return false;
      this.#state = HALF_OPEN;
      this.#trialsLeft = this.#settings.trials;
      this.#trialsHeard = 0;
      this.#trialsFailed = 0;
    }
    if (this.#trialsLeft === 0) return false;
    this.#trialsLeft -= 1;
    return true;
  }

  /** A call that was allowed has ended. */
  heard(isFailed: boolean, nowMs: number): void {
    if (this.#state === HALF_OPEN) this.#tried(isFailed, nowMs);
    else if (this.#state === CLOSED) this.#counted(isFailed, nowMs);
  }

  /** A call that was allowed will never be heard of: if it was a trial, another may be made. */
  forget(): void {
    if (this.#state === HALF_OPEN) this.#trialsLeft += 1;
  }

  #counted(isFailed: boolean, nowMs: number): void {
    const { window, failureRatio } = this.#settings;
    const place = this.#heard % window;
    const failed = isFailed ? 1 : 0;
    this.#failures += failed - this.#failed[place]!;
    this.#failed[place] = failed;
    this.#heard += 1;
    if (this.#heard >= window && this.#failures >= failureRatio * window) this.#open(nowMs);
  }

  #tried(isFailed: boolean, nowMs: number): void {
    const { trials, failureRatio } = this.#settings;
    this.#trialsHeard += 1;
    if (isFailed) this.#trialsFailed += 1;
    if (this.#trialsHeard < trials) return;
    if (this.#trialsFailed >= failureRatio * trials) this.#open(nowMs);
    else {
      this.#state = CLOSED;
      this.#heard = 0;
      this.#failures = 0;
      this.#failed.fill(0);
    }
  }

  #open(nowMs: number): void {
    this.#state = OPEN;
    this.#openUntilMs = nowMs + this.#settings.openMs;
  }
}
