/** Where what callers do for resilience is counted. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Labels } from '../../../result/result.ts';

export class AttemptMeters {
  readonly #recorder: Recorder;
  readonly #requests: number;
  readonly #attempts: number;
  readonly #retries: number;
  readonly #refused: number;
  readonly #hedges: number;
  readonly #hedgeWins: number;
  readonly #timeouts: number;
  readonly #wasted: number;
  readonly #wastedBytes: number;
  readonly #broken: number;
  readonly #open: number;

  constructor(recorder: Recorder, labels: Labels) {
    const counter = (metric: string) => recorder.counter(metric, labels);
    this.#recorder = recorder;
    this.#requests = counter('guarded_requests');
    this.#attempts = counter('attempts');
    this.#retries = counter('retries');
    this.#refused = counter('retries_refused');
    this.#hedges = counter('hedges');
    this.#hedgeWins = counter('hedge_wins');
    this.#timeouts = counter('attempt_timeouts');
    this.#wasted = counter('wasted_answers');
    this.#wastedBytes = counter('wasted_bytes');
    this.#broken = counter('breaker_refused');
    this.#open = recorder.level('breaker_open', labels);
  }

  request(atMs: number): void {
    this.#recorder.add(this.#requests, 1, atMs);
  }

  attempt(atMs: number): void {
    this.#recorder.add(this.#attempts, 1, atMs);
  }

  retry(atMs: number): void {
    this.#recorder.add(this.#retries, 1, atMs);
  }

  /** The budget does not allow a retry. */
  refused(atMs: number): void {
    this.#recorder.add(this.#refused, 1, atMs);
  }

  hedge(atMs: number): void {
    this.#recorder.add(this.#hedges, 1, atMs);
  }

  hedgeWon(atMs: number): void {
    this.#recorder.add(this.#hedgeWins, 1, atMs);
  }

  timeout(atMs: number): void {
    this.#recorder.add(this.#timeouts, 1, atMs);
  }

  /** An answer came for which nobody waits any more. */
  wasted(bytes: number, atMs: number): void {
    this.#recorder.add(this.#wasted, 1, atMs);
    this.#recorder.add(this.#wastedBytes, bytes, atMs);
  }

  broken(atMs: number): void {
    this.#recorder.add(this.#broken, 1, atMs);
  }

  breaker(by: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#open, by, nowMs);
  }
}
