import { bitRate, duration, ratio } from '../../../../part/units.ts';
import { type MediaControl, mediaControl } from './media-control.ts';
import { NORMAL, OVER, OveruseDetector } from './overuse.ts';
import { RateControl } from './rate-control.ts';
import { ReceivedRate } from './received-rate.ts';
import { Trendline } from './trendline.ts';

/** Window of the rate that arrived. Source: draft-ietf-rmcat-gcc-02 §5.5: 0.5 to 1 s. */
const RECEIVED_MS = 500;
/** Losses are counted for so long. Source: rtc-interceptor, gcc/loss.rs. */
const LOSSES_MS = 200;
/** Source: draft-ietf-rmcat-gcc-02 §6. */
const FEW_LOSSES = 0.02;
const MANY_LOSSES = 0.1;
const LOSSLESS_GROWTH = 1.05;
const LOSS_WEIGHT = 0.5;

export interface GccSettings {
  readonly start: number;
  readonly min: number;
  readonly startup: number;
  readonly window: number;
  readonly settle: number;
}

/** Google Congestion Control, all of it at the sender, which hears of groups of packets. */
export class Gcc implements MediaControl {
  readonly #least: number;
  readonly #trendline: Trendline;
  readonly #detector = new OveruseDetector();
  readonly #received = new ReceivedRate(RECEIVED_MS);
  readonly #byDelay: RateControl;
  /** What losses allow, bit/s; Infinity when they do not matter. */
  #byLoss = Number.POSITIVE_INFINITY;
  #signal = NORMAL;
  #lastMs = 0;
  #lossesSinceMs = Number.NaN;
  #bytes = 0;
  #lostBytes = 0;

  constructor({ start, min, startup, window, settle }: GccSettings) {
    this.#least = min;
    this.#trendline = new Trendline(window, settle);
    this.#byDelay = new RateControl(start, startup);
  }

  get bitsPerSecond(): number {
    return Math.max(this.#least, Math.min(this.#byDelay.bitsPerSecond, this.#byLoss));
  }

  heard(sentMs: number, arrivedMs: number, bytes: number, lostBytes: number): void {
    const sentDeltaMs = this.#trendline.heard(sentMs, arrivedMs);
    const signal = this.#detector.judge(this.#trendline.trendMs, sentDeltaMs, arrivedMs);
    // One group that says so is enough for a report.
    if (this.#signal !== OVER) this.#signal = signal;
    this.#received.heard(arrivedMs, bytes);
    this.#lastMs = arrivedMs;
    this.#bytes += bytes;
    this.#lostBytes += lostBytes;
  }

  reported(nowMs: number, roundTripMs: number): void {
    const received = this.#received.at(this.#lastMs);
    this.#byDelay.update(this.#signal, nowMs, received, roundTripMs);
    this.#byDelay.bitsPerSecond = Math.max(this.#least, this.#byDelay.bitsPerSecond);
    this.#signal = NORMAL;
    if (Number.isNaN(this.#lossesSinceMs)) this.#lossesSinceMs = nowMs;
    if (nowMs - this.#lossesSinceMs >= LOSSES_MS) this.#countLosses(nowMs);
  }

  #countLosses(nowMs: number): void {
    const sent = this.#bytes + this.#lostBytes;
    const lost = sent === 0 ? 0 : this.#lostBytes / sent;
    const rate = this.bitsPerSecond;
    if (lost > MANY_LOSSES) this.#byLoss = rate * (1 - LOSS_WEIGHT * lost);
    else if (lost >= FEW_LOSSES) this.#byLoss = rate;
    else this.#byLoss *= LOSSLESS_GROWTH;
    // From then on it is the other half that decides.
    if (this.#byLoss > this.#byDelay.bitsPerSecond) this.#byLoss = Number.POSITIVE_INFINITY;
    this.#lossesSinceMs = nowMs;
    this.#bytes = 0;
    this.#lostBytes = 0;
  }
}

export const gcc = mediaControl({
  name: 'gcc',
  summary: 'backs off when delays grow or many packets are lost, as browsers do',
  source:
    'draft-ietf-rmcat-gcc-02 §5 and §6; the trendline in place of its Kalman filter: libwebrtc, trendline_estimator.cc; Carlucci et al., IEEE/ACM ToN 25(5), 2017',
  params: {
    start: bitRate().prefault('300kbps').describe('what a sender begins with'),
    min: bitRate().prefault('30kbps').describe('it never asks for less; 30 to 100 kbit/s'),
    startup: ratio({ max: 10 })
      .prefault('100%')
      .describe(
        'growth in a second until queues grow for the first time: an assumption that stands for the probes of libwebrtc, 3 and 6 times the start; 8 % is the draft’s',
      ),
    window: duration({ min: 100, max: 1000 })
      .prefault('800ms')
      .describe(
        'through whose delays the line goes: libwebrtc has 20 groups; theirs are 5 ms apart and more, 800 ms are 20 of ours (assumption)',
      ),
    settle: duration()
      .prefault('160ms')
      .describe(
        'in which the mean of delays follows them: libwebrtc has 10 % new in each group; 160 ms are 20 % in one of ours (assumption)',
      ),
  },
  make: (settings) => new Gcc(settings),
});
