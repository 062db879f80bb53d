/** What players remember of how fast their segments came, bits per second. */
import { grown } from '../../../../engine/grown.ts';
import { exp } from '../../../../engine/math/index.ts';

const { LN2 } = Math;
const MS_PER_SECOND = 1000;
const BITS_PER_BYTE = 8;

export const bitsPerSecondOf = (bytes: number, tookMs: number): number =>
  (bytes * BITS_PER_BYTE * MS_PER_SECOND) / tookMs;

/** The last few values of each player. */
export class Recent {
  readonly #most: number;
  #values = new Float64Array(0);
  #seen = new Int32Array(0);

  constructor(most: number) {
    this.#most = most;
  }

  reserve(players: number): void {
    this.#values = grown(this.#values, players * this.#most);
    this.#seen = grown(this.#seen, players);
  }

  begin(player: number): void {
    this.#seen[player] = 0;
  }

  add(player: number, value: number): void {
    const seen = this.#seen[player]!;
    this.#values[player * this.#most + (seen % this.#most)] = value;
    this.#seen[player] = seen + 1;
  }

  count(player: number): number {
    return Math.min(this.#most, this.#seen[player]!);
  }

  /** @param back 0 for the newest. */
  value(player: number, back: number): number {
    const at = this.#seen[player]! - 1 - back;
    return this.#values[player * this.#most + (at % this.#most)]!;
  }

  /** Harmonic mean, the oldest first; 0 when there are none. */
  harmonicMean(player: number): number {
    const count = this.count(player);
    if (count === 0) return 0;
    let sum = 0;
    for (let back = count - 1; back >= 0; back -= 1) sum += 1 / this.value(player, back);
    return 1 / (sum / count);
  }

  max(player: number): number {
    let most = 0;
    for (let back = this.count(player) - 1; back >= 0; back -= 1) {
      most = Math.max(most, this.value(player, back));
    }
    return most;
  }
}

/**
 * Two exponentially weighted means, of which the smaller counts: it falls fast and rises slowly. Weights
 * are the times that downloads took, so that half-lives are times. Without the bias of a start at zero.
 * Source: EwmaBandWidthEstimator of hls.js, ThroughputModel of dash.js, which Shaka's began.
 */
export class FastAndSlow {
  readonly #fastHalfLife: number;
  readonly #slowHalfLife: number;
  /** By player: sums, and the weight so far, seconds. */
  #fast = new Float64Array(0);
  #slow = new Float64Array(0);
  #weight = new Float64Array(0);

  /** @param fastHalfLife @param slowHalfLife seconds. */
  constructor(fastHalfLife: number, slowHalfLife: number) {
    this.#fastHalfLife = fastHalfLife;
    this.#slowHalfLife = slowHalfLife;
  }

  reserve(players: number): void {
    this.#fast = grown(this.#fast, players);
    this.#slow = grown(this.#slow, players);
    this.#weight = grown(this.#weight, players);
  }

  begin(player: number): void {
    this.#fast[player] = 0;
    this.#slow[player] = 0;
    this.#weight[player] = 0;
  }

  add(player: number, bitsPerSecond: number, tookMs: number): void {
    const weight = tookMs / MS_PER_SECOND;
    const fast = leftAfter(weight, this.#fastHalfLife);
    const slow = leftAfter(weight, this.#slowHalfLife);
    this.#fast[player] = bitsPerSecond * (1 - fast) + fast * this.#fast[player]!;
    this.#slow[player] = bitsPerSecond * (1 - slow) + slow * this.#slow[player]!;
    this.#weight[player]! += weight;
  }

  /** Bits per second; 0 before the first segment. */
  estimate(player: number): number {
    const weight = this.#weight[player]!;
    if (weight === 0) return 0;
    const fast = this.#fast[player]! / (1 - leftAfter(weight, this.#fastHalfLife));
    const slow = this.#slow[player]! / (1 - leftAfter(weight, this.#slowHalfLife));
    return Math.min(fast, slow);
  }
}

const leftAfter = (seconds: number, halfLife: number): number => exp((-LN2 * seconds) / halfLife);
