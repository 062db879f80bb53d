import { exp } from '../../../../engine/math/index.ts';
import { bitRate } from '../../../../part/units.ts';
import { type MediaControl, mediaControl } from './media-control.ts';
import { ReceivedRate } from './received-rate.ts';

/** Source of all: RFC 8698 §6.1, Tables 1 and 2. Delays are in ms. */
const REFERENCE_DELAY = 10;
const SCALE = 0.5;
const DIFFERENCE_WEIGHT = 2;
const TIME_CONSTANT = 500;
const REPORT_EVERY = 100;
const LOG_WINDOW = 500;
const LITTLE_QUEUE = 10;
const FILTER_DELAY = 120;
const MOST_OVERSHOOT = 50;
const MOST_GROWTH = 0.5;
const WARPED_ABOVE = 50;
const WARP = 0.5;
const LOSS_PENALTY = 10;
const REFERENCE_LOSS = 0.01;
/** §5.1.1: a minimum over so many delays takes out what jitters; §4.2: new part in the mean of losses. */
const TAPS = 15;
const NEW_LOSSES = 0.1;

interface NadaSettings {
  readonly start: number;
  readonly min: number;
  readonly max: number;
}

/** Network-Assisted Dynamic Adaptation, without the network's marks. */
class Nada implements MediaControl {
  readonly #settings: NadaSettings;
  readonly #received = new ReceivedRate(LOG_WINDOW);
  readonly #delays = new Float64Array(TAPS).fill(Number.POSITIVE_INFINITY);
  #rate: number;
  #groups = 0;
  #baseMs = Number.POSITIVE_INFINITY;
  #arrivedMs = 0;
  /** When queues were last long, and when something was last lost, ms. */
  #queuedAtMs = Number.NEGATIVE_INFINITY;
  #lostAtMs = Number.NEGATIVE_INFINITY;
  #lossRatio = 0;
  #lastSignal = 0;
  #lastMs = Number.NaN;
  #bytes = 0;
  #lostBytes = 0;

  constructor(settings: NadaSettings) {
    this.#settings = settings;
    this.#rate = settings.start;
  }

  get bitsPerSecond(): number {
    return this.#rate;
  }

  heard(sentMs: number, arrivedMs: number, bytes: number, lostBytes: number): void {
    const delayMs = arrivedMs - sentMs;
    this.#baseMs = Math.min(this.#baseMs, delayMs);
    this.#delays[this.#groups % TAPS] = delayMs;
    this.#groups += 1;
    this.#arrivedMs = arrivedMs;
    this.#received.heard(arrivedMs, bytes);
    if (this.#queueMs() >= LITTLE_QUEUE) this.#queuedAtMs = arrivedMs;
    if (lostBytes > 0) this.#lostAtMs = arrivedMs;
    this.#bytes += bytes;
    this.#lostBytes += lostBytes;
  }

  reported(nowMs: number, roundTripMs: number): void {
    if (this.#groups === 0) return;
    this.#countLosses();
    const sinceMs = Number.isNaN(this.#lastMs) ? REPORT_EVERY : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    const signal = this.#signal();
    const received = this.#received.at(this.#arrivedMs);
    if (this.#isCalm()) this.#rampUp(received, roundTripMs);
    else this.#follow(signal, sinceMs);
    this.#lastSignal = signal;
    const { min, max } = this.#settings;
    this.#rate = Math.min(max, Math.max(min, this.#rate));
  }

  #queueMs(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let tap = 0; tap < TAPS; tap += 1) least = Math.min(least, this.#delays[tap]!);
    return least - this.#baseMs;
  }

  #countLosses(): void {
    const sent = this.#bytes + this.#lostBytes;
    const now = sent === 0 ? 0 : this.#lostBytes / sent;
    this.#lossRatio += NEW_LOSSES * (now - this.#lossRatio);
    this.#bytes = 0;
    this.#lostBytes = 0;
  }

  /** One figure for queues and losses, ms; long queues count for less beside flows that fill them. §4.2. */
  #signal(): number {
    const queueMs = this.#queueMs();
    const isLossy = this.#arrivedMs - this.#lostAtMs < LOG_WINDOW;
    const above = (queueMs - WARPED_ABOVE) / WARPED_ABOVE;
    const warpedMs = isLossy && above > 0 ? WARPED_ABOVE * exp(-WARP * above) : queueMs;
    const losses = this.#lossRatio / REFERENCE_LOSS;
    return warpedMs + LOSS_PENALTY * losses * losses;
  }

  #isCalm(): boolean {
    const since = Math.max(this.#queuedAtMs, this.#lostAtMs);
    return this.#arrivedMs - since >= LOG_WINDOW;
  }

  /** No queue and no loss: as much more as would fill a queue that is bounded. §4.3, eq. 3 and 4. */
  #rampUp(received: number | undefined, roundTripMs: number): void {
    if (received === undefined) return;
    const growth = Math.min(
      MOST_GROWTH,
      MOST_OVERSHOOT / (roundTripMs + REPORT_EVERY + FILTER_DELAY),
    );
    this.#rate = Math.max(this.#rate, (1 + growth) * received);
  }

  /** §4.3, eq. 5 to 7: where the queue is as long as the rate is worth, it stays. */
  #follow(signal: number, sinceMs: number): void {
    const offset = signal - (REFERENCE_DELAY * this.#settings.max) / this.#rate;
    const difference = signal - this.#lastSignal;
    const byOffset = SCALE * (sinceMs / TIME_CONSTANT) * (offset / TIME_CONSTANT);
    const byDifference = SCALE * DIFFERENCE_WEIGHT * (difference / TIME_CONSTANT);
    this.#rate -= (byOffset + byDifference) * this.#rate;
  }
}

export const nada = mediaControl({
  name: 'nada',
  summary: 'keeps a short queue, the shorter the more it sends, and weighs losses against it',
  source: 'RFC 8698, without explicit congestion notification',
  params: {
    start: bitRate().prefault('300kbps').describe('what a sender begins with (assumption)'),
    min: bitRate().prefault('150kbps').describe('it never asks for less; Table 1'),
    max: bitRate()
      .prefault('1.5Mbps')
      .describe('it never asks for more; the queue is 10 ms at this rate; Table 1'),
  },
  make: (settings) => new Nada(settings),
});
