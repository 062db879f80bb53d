/** How long a listener's device holds what it gets, so that speech does not stutter. */
import { partOf, registry } from '../../../part/part.ts';
import { count, duration, ratio } from '../../../part/units.ts';

export interface JitterBuffer {
  /** When a packet is played, ms after it was sent; one that takes longer is late. */
  readonly playoutMs: number;
  /** A packet took this long, ms; also one that was late. */
  heard(tookMs: number): void;
}

const jitterBuffer = partOf<JitterBuffer>();

/** Held for a fixed time after the first packet's delay. */
class Fixed implements JitterBuffer {
  readonly #holdMs: number;
  #firstMs = Number.POSITIVE_INFINITY;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  get playoutMs(): number {
    return this.#firstMs + this.#holdMs;
  }

  heard(tookMs: number): void {
    if (this.#firstMs === Number.POSITIVE_INFINITY) this.#firstMs = tookMs;
  }
}

const BIN_MS = 5;
/** Delays of 2 s and more share the last bin. */
const BINS = 400;

/** Counts of the last delays by bin; a pointer follows their quantile, one step at a time. */
class Adaptive implements JitterBuffer {
  readonly #quantile: number;
  readonly #firstHoldMs: number;
  readonly #window: number;
  readonly #binOf: Uint16Array;
  readonly #counts = new Uint16Array(BINS);
  #heard = 0;
  /** The quantile is in this bin, and so many delays are in bins below it. */
  #bin = 0;
  #below = 0;
  #firstMs = 0;

  constructor(quantile: number, window: number, firstHoldMs: number) {
    this.#quantile = quantile;
    this.#window = window;
    this.#firstHoldMs = firstHoldMs;
    this.#binOf = new Uint16Array(window);
  }

  get playoutMs(): number {
    if (this.#heard === 0) return Number.POSITIVE_INFINITY;
    const learned = (this.#bin + 1) * BIN_MS;
    // Until it has seen as many packets as the quantile speaks of, it is careful.
    return this.#heard * (1 - this.#quantile) >= 1
      ? learned
      : Math.max(learned, this.#firstMs + this.#firstHoldMs);
  }

  heard(tookMs: number): void {
    if (this.#heard === 0) this.#firstMs = tookMs;
    const place = this.#heard % this.#window;
    if (this.#heard >= this.#window) this.#forget(this.#binOf[place]!);
    const bin = Math.min(BINS - 1, Math.floor(tookMs / BIN_MS));
    this.#binOf[place] = bin;
    this.#counts[bin]! += 1;
    if (bin < this.#bin) this.#below += 1;
    this.#heard += 1;
    this.#follow(Math.min(this.#heard, this.#window));
  }

  #forget(bin: number): void {
    this.#counts[bin]! -= 1;
    if (bin < this.#bin) this.#below -= 1;
  }

  #follow(kept: number): void {
    const wanted = this.#quantile * kept;
    while (this.#below + this.#counts[this.#bin]! < wanted) {
      this.#below += this.#counts[this.#bin]!;
      this.#bin += 1;
    }
    while (this.#bin > 0 && this.#below >= wanted) {
      this.#bin -= 1;
      this.#below -= this.#counts[this.#bin]!;
    }
  }
}

export const jitterBuffers = registry('jitter buffer', [
  jitterBuffer({
    name: 'adaptive',
    summary: 'holds so long that most of the last packets would have come in time',
    source:
      'quantile of the last packets: Moon, Kurose & Towsley, Multimedia Systems 6(1), 1998; WebRTC NetEq aims at 95 %, but stretches sound instead of losing what is late',
    params: {
      quantile: ratio({ above: 0, max: 0.999 }).prefault('99%').describe('packets in time'),
      window: count({ min: 20, max: 10_000 }).prefault(500).describe('packets that are looked at'),
      first: duration().prefault('40ms').describe('held at first; 40 ms is an assumption'),
    },
    make: ({ quantile, window, first }) => new Adaptive(quantile, window, first),
  }),
  jitterBuffer({
    name: 'fixed',
    summary: 'holds the first packet for a while, and all others accordingly',
    source: 'definition; ITU-T G.1020 §7 describes de-jitter buffers of both kinds',
    params: { hold: duration().prefault('60ms').describe('held; 60 ms is an assumption') },
    main: 'hold',
    make: ({ hold }) => new Fixed(hold),
  }),
]);
