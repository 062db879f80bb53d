/** What the rate does when queues grow, shrink or stay: the delay-based half of congestion control. */
import { exp, log } from '../../../../engine/math/index.ts';
import { OVER, UNDER } from './overuse.ts';

const HOLD = 0;
const INCREASE = 1;
const DECREASE = 2;

/** Source of all: draft-ietf-rmcat-gcc-02 §5.5. */
const DECREASE_TO = 0.85;
const GROWTH_A_SECOND = 1.08;
const MOST_ABOVE_RECEIVED = 1.5;
const OLD_MEAN = 0.95;
const NEAR_DEVIATIONS = 3;
const REACTION_MS = 100;
const LEAST_STEP_BITS = 1000;
const FRAMES_A_SECOND = 30;
const PACKET_BITS = 1200 * 8;
const LOG_GROWTH = log(GROWTH_A_SECOND);
const MS_PER_SECOND = 1000;
/** Variance over mean, bit/s: at first, and at most. Source: libwebrtc, link_capacity_estimator.cc. */
const LEAST_SPREAD = 400;
const MOST_SPREAD = 2500;

export class RateControl {
  bitsPerSecond: number;
  #state = INCREASE;
  #lastMs = Number.NaN;
  /** Mean of the rate received in decreases, and its variance over it; 0: none is known. */
  #mean = 0;
  #spread = LEAST_SPREAD;

  /** Natural logarithm of the growth in a second until queues grow for the first time. */
  #logGrowth: number;

  /** @param startup growth in a second until queues grow for the first time, 0 or more. */
  constructor(startBitsPerSecond: number, startup = GROWTH_A_SECOND - 1) {
    this.bitsPerSecond = startBitsPerSecond;
    this.#logGrowth = log(1 + startup);
  }

  /** @param received rate that arrived, bit/s; undefined before it is known. */
  update(signal: number, nowMs: number, received: number | undefined, roundTripMs: number): void {
    const sinceMs = Number.isNaN(this.#lastMs) ? 0 : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    this.#state = next(this.#state, signal);
    if (this.#state === DECREASE) {
      if (signal === OVER) this.#decrease(received ?? this.bitsPerSecond);
    } else if (this.#state === INCREASE) this.#increase(sinceMs, received, roundTripMs);
  }

  #decrease(received: number): void {
    this.#logGrowth = LOG_GROWTH;
    if (this.#isFarBelow(received)) this.#mean = 0;
    const off = this.#mean === 0 ? 0 : received - this.#mean;
    this.#mean = this.#mean === 0 ? received : this.#mean + (1 - OLD_MEAN) * off;
    const spread = OLD_MEAN * this.#spread + ((1 - OLD_MEAN) * off * off) / this.#mean;
    this.#spread = Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, spread));
    this.bitsPerSecond = Math.min(this.bitsPerSecond, DECREASE_TO * received);
  }

  #increase(sinceMs: number, received: number | undefined, roundTripMs: number): void {
    const grown = this.#isNear(received)
      ? this.bitsPerSecond + this.#stepBits(sinceMs, roundTripMs)
      : this.bitsPerSecond * exp(this.#logGrowth * Math.min(1, sinceMs / MS_PER_SECOND));
    const most = received === undefined ? grown : MOST_ABOVE_RECEIVED * received;
    // Who has less to send than he may keeps what he had.
    this.bitsPerSecond = Math.max(this.bitsPerSecond, Math.min(grown, most));
  }

  /** Whether the rate is close to where decreases began; above that, they are forgotten. */
  #isNear(received: number | undefined): boolean {
    if (this.#mean === 0 || received === undefined) return false;
    const deviation = Math.sqrt(this.#spread * this.#mean);
    const off = received - this.#mean;
    if (off > NEAR_DEVIATIONS * deviation) this.#mean = 0;
    return Math.abs(off) <= NEAR_DEVIATIONS * deviation;
  }

  /** The link has become another one. Source: libwebrtc, aimd_rate_control.cc, which forgets the mean here. */
  #isFarBelow(received: number): boolean {
    return received < this.#mean - NEAR_DEVIATIONS * Math.sqrt(this.#spread * this.#mean);
  }

  /** Half a packet each time that it takes to notice what it did. */
  #stepBits(sinceMs: number, roundTripMs: number): number {
    const frameBits = this.bitsPerSecond / FRAMES_A_SECOND;
    const packetBits = frameBits / Math.max(1, Math.ceil(frameBits / PACKET_BITS));
    const share = 0.5 * Math.min(1, sinceMs / (REACTION_MS + roundTripMs));
    return Math.max(LEAST_STEP_BITS, share * packetBits);
  }
}

function next(state: number, signal: number): number {
  if (signal === OVER) return DECREASE;
  if (signal === UNDER) return HOLD;
  return state === DECREASE ? HOLD : INCREASE;
}
