/** What a listener of one source notes for its reports. Source: RFC 3550 §6.4.1, appendices A.1, A.3, A.8 */

const SEQUENCES = 0x1_0000;
const MOST_LOST = 0x7f_ffff;
/** What jitter is smoothed by. */
const GAIN = 16;

export interface Block {
  readonly fractionLost: number;
  readonly totalLost: number;
  readonly highestSequence: number;
  /** In units of timestamps. */
  readonly jitter: number;
}

export class Reception {
  readonly #clockPerMs: number;
  #first = -1;
  #highest = 0;
  #rounds = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #transit = 0;
  #jitter = 0;

  /** @param clockPerMs steps of the source's timestamps in a millisecond. */
  constructor(clockPerMs: number) {
    this.#clockPerMs = clockPerMs;
  }

  /** A packet has come. @param timestamp that it bears. */
  heard(sequence: number, timestamp: number, nowMs: number): void {
    const transit = Math.round(nowMs * this.#clockPerMs) - timestamp;
    if (this.#first < 0) {
      this.#first = sequence;
      this.#highest = sequence;
    } else {
      // Timestamps begin anew after 2^32.
      const changed = Math.abs((transit - this.#transit) | 0);
      this.#jitter += (changed - this.#jitter) / GAIN;
      this.#follow(sequence);
    }
    this.#transit = transit;
    this.#received += 1;
  }

  #follow(sequence: number): void {
    const ahead = (sequence - this.#highest + SEQUENCES) % SEQUENCES;
    if (ahead === 0 || ahead >= SEQUENCES / 2) return;
    if (sequence < this.#highest) this.#rounds += 1;
    this.#highest = sequence;
  }

  /** Since the last report, and all told. */
  report(): Block {
    const highestSequence = this.#rounds * SEQUENCES + this.#highest;
    const expected = this.#first < 0 ? 0 : highestSequence - this.#first + 1;
    const due = expected - this.#expectedBefore;
    const lost = due - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    return {
      fractionLost: due <= 0 || lost <= 0 ? 0 : Math.floor((lost * 256) / due),
      totalLost: Math.min(MOST_LOST, Math.max(0, expected - this.#received)),
      highestSequence,
      jitter: Math.floor(this.#jitter),
    };
  }
}
