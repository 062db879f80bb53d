/** Writes the way of one message down, while a run is played again to see it. */
import type { Followed, TrailStep } from '../../result/trail.ts';

export class Trail {
  readonly #followed: Followed;
  readonly steps: TrailStep[] = [];
  readonly #clock: { readonly events: number; readonly nowMs: number };

  constructor(followed: Followed, clock: { readonly events: number; readonly nowMs: number }) {
    this.#followed = followed;
    this.#clock = clock;
  }

  /** @returns itself for the traffic whose message is followed; nobody else has anything to say. */
  of(traffic: string): Trail | undefined {
    return traffic === this.#followed.traffic ? this : undefined;
  }

  /** Something happens to a message; those that are not followed are passed over. */
  note(message: number, what: string, where?: string): void {
    if (message !== this.#followed.message) return;
    const { events: event, nowMs: atMs } = this.#clock;
    this.steps.push({ atMs, event, what, ...(where === undefined ? {} : { where }) });
  }
}
