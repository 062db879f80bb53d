import { z } from 'zod';
import { grown } from '../../../../engine/grown.ts';
import { CUBIC_BETA, CUBIC_C, cubicPeriodSeconds } from '../steady-state.ts';
import { type Ack, type Congestion, congestionControl } from './congestion.ts';
import { Windows } from './windows.ts';

const MS_PER_SECOND = 1000;

/** A step aims no higher than this much above the window. Source: RFC 9438 §4.2. */
const MOST_GROWTH = 1.5;

/** Growth of the window that stands for Reno’s, segments a round trip. Source: RFC 9438 §4.3, eq. 4. */
const RENO_ALPHA = (3 * (1 - CUBIC_BETA)) / (1 + CUBIC_BETA);

/** Window before the loss, when it was below the one before. Source: RFC 9438 §4.7. */
const FAST_CONVERGENCE = (1 + CUBIC_BETA) / 2;

/** The window is a cubic function of the time since the last loss. */
class Cubic implements Congestion {
  readonly #windows = new Windows();
  /** Window at the plateau, and the time of it after the beginning of the epoch, s. */
  #plateau = new Float64Array(0);
  #periodSeconds = new Float64Array(0);
  /** When congestion avoidance began, ms; NaN when it has not. */
  #epochMs = new Float64Array(0);
  /** The window that Reno would have. */
  #reno = new Float64Array(0);
  readonly #catchesUp: boolean;

  /** @param catchesUp whether Reno's window grows as Reno's does once it is back where it was. */
  constructor(catchesUp: boolean) {
    this.#catchesUp = catchesUp;
  }

  reserve(connections: number): void {
    this.#windows.reserve(connections);
    this.#plateau = grown(this.#plateau, connections);
    this.#periodSeconds = grown(this.#periodSeconds, connections);
    this.#epochMs = grown(this.#epochMs, connections);
    this.#reno = grown(this.#reno, connections);
  }

  begin(connection: number, initialWindow: number): void {
    this.#windows.begin(connection, initialWindow);
    this.#plateau[connection] = 0;
    this.#epochMs[connection] = Number.NaN;
  }

  window(connection: number): number {
    return this.#windows.window[connection]!;
  }

  acknowledged(connection: number, ack: Ack): void {
    if (ack.isRecovering) return;
    const left = this.#windows.slowStart(connection, ack);
    const isFull = ack.used >= this.window(connection) - 1;
    if (left > 0 && isFull) this.#avoid(connection, left, ack);
  }

  lost(connection: number): void {
    this.#remember(connection);
    this.#windows.shrink(connection, CUBIC_BETA);
  }

  timedOut(connection: number): void {
    this.#remember(connection);
    this.#windows.restart(connection, CUBIC_BETA);
  }

  rested(connection: number, idleMs: number, timeoutMs: number, initialWindow: number): void {
    this.#windows.rested(connection, idleMs, timeoutMs, initialWindow);
    // Time without data is not time to grow in. Source: RFC 9438 §5.8.
    this.#epochMs[connection] = Number.NaN;
  }

  #remember(connection: number): void {
    const window = this.#windows.window[connection]!;
    const isBelow = window < this.#plateau[connection]!;
    this.#plateau[connection] = isBelow ? window * FAST_CONVERGENCE : window;
    this.#epochMs[connection] = Number.NaN;
  }

  /** Source: RFC 9438 §4.2. */
  #beginEpoch(connection: number, nowMs: number): void {
    const window = this.#windows.window[connection]!;
    const plateau = Math.max(window, this.#plateau[connection]!);
    this.#plateau[connection] = plateau;
    // From what the window is now, which is beta of the plateau right after a loss.
    this.#periodSeconds[connection] = cubicPeriodSeconds((plateau - window) / (1 - CUBIC_BETA));
    this.#epochMs[connection] = nowMs;
    this.#reno[connection] = window;
  }

  #avoid(connection: number, segments: number, { nowMs, roundTripMs }: Ack): void {
    if (Number.isNaN(this.#epochMs[connection]!)) this.#beginEpoch(connection, nowMs);
    const { window } = this.#windows;
    const before = window[connection]!;
    const seconds = (nowMs - this.#epochMs[connection]! + roundTripMs) / MS_PER_SECOND;
    const past = seconds - this.#periodSeconds[connection]!;
    const curve = CUBIC_C * past * past * past + this.#plateau[connection]!;
    const target = Math.min(MOST_GROWTH * before, Math.max(before, curve));
    window[connection]! += ((target - before) * Math.min(segments, before)) / before;
    this.#growReno(connection, segments, before);
    window[connection] = Math.max(window[connection]!, this.#reno[connection]!);
  }

  #growReno(connection: number, segments: number, window: number): void {
    const isBack = this.#catchesUp && this.#reno[connection]! >= this.#plateau[connection]!;
    this.#reno[connection]! += ((isBack ? 1 : RENO_ALPHA) * segments) / window;
  }
}

export const cubic = congestionControl({
  name: 'cubic',
  summary: 'grows by a cubic function of the time since the last loss, which leaves 70 %',
  source: 'RFC 9438 §4; slow start ends as HyStart has it, Ha & Rhee, 2011',
  params: {
    'reno-pace': z
      .enum(['linux', 'rfc-9438'])
      .default('linux')
      .describe(
        'where Reno would be faster, the window takes its pace: half a segment a round trip for ever (Linux, tcp_cubic.c), or a whole one from the window before the loss on (RFC 9438 §4.3)',
      ),
  },
  make: (params) => new Cubic(params['reno-pace'] === 'rfc-9438'),
});
