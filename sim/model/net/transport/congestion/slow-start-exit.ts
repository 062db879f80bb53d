/**
 * HyStart: leaves slow start before it loses packets, when round trips grow or a round's
 * acknowledgements take half a round trip. Source: Ha & Rhee, Computer Networks 55(9), 2011, with
 * the constants of Linux, tcp_cubic.c; RFC 9406 has those of the delay, too.
 */
import { grown } from '../../../../engine/grown.ts';
import type { Ack } from './congestion.ts';

/** Below this window nothing is judged. Source: Linux, hystart_low_window. */
const LEAST_WINDOW = 16;

/** Growth of the round trip that counts: an eighth of it, within bounds, ms. RFC 9406 §4.3. */
const GROWTH = 1 / 8;
const LEAST_GROWTH_MS = 4;
const MOST_GROWTH_MS = 16;

/** Acknowledgements, of two segments each, that follow so closely are a train, ms. Linux. */
const TRAIN_GAP_MS = 2;
const SEGMENTS_PER_ACK = 2;

export class SlowStartExit {
  #roundBeganMs = new Float64Array(0);
  #lastMs = new Float64Array(0);

  reserve(connections: number): void {
    this.#roundBeganMs = grown(this.#roundBeganMs, connections);
    this.#lastMs = grown(this.#lastMs, connections);
  }

  begin(connection: number): void {
    this.#roundBeganMs[connection] = Number.NaN;
    this.#lastMs[connection] = Number.NaN;
  }

  isTimeTo(connection: number, window: number, ack: Ack): boolean {
    const { nowMs, roundTripMs, shortestMs } = ack;
    if (ack.isNewRound) {
      this.#roundBeganMs[connection] = nowMs;
      this.#lastMs[connection] = nowMs;
    }
    if (window < LEAST_WINDOW) return false;
    const growthMs = Math.min(MOST_GROWTH_MS, Math.max(LEAST_GROWTH_MS, shortestMs * GROWTH));
    if (ack.isNewRound && roundTripMs >= shortestMs + growthMs) return true;
    const gapMs = ((nowMs - this.#lastMs[connection]!) / ack.segments) * SEGMENTS_PER_ACK;
    // A gap ends the train for good: what follows in this round is compared with the last ack of it.
    if (gapMs > TRAIN_GAP_MS) return false;
    this.#lastMs[connection] = nowMs;
    return nowMs - this.#roundBeganMs[connection]! > shortestMs / 2;
  }
}
