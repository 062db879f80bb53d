/** A bottleneck with a queue and senders of media on it, without a world: what controls are tried on. */
import type { MediaControl } from '../../../../../sim/model/chat/calls/congestion/media-control.ts';

export interface Trial {
  /** Rate of the link at a time, bit/s. */
  capacity(nowMs: number): number;
  /** What others send, bit/s, who see how long the queue is; default: nothing. */
  cross?(nowMs: number, queueMs: number): number;
  readonly lossRatio?: number;
  readonly untilMs: number;
  readonly stepMs?: number;
  readonly wayMs?: number;
  /** Delay that is added to each group, ms; default: none. */
  jitterMs?(): number;
  /** Time's worth of bytes that the queue has room for. */
  readonly roomMs?: number;
}

export interface Sample {
  readonly nowMs: number;
  readonly rates: readonly number[];
  readonly queueMs: number;
  readonly lostRatio: number;
}

interface Pending {
  readonly dueMs: number;
  tell(): void;
}

/** @returns one sample each step. Reports come each 100 ms and take half a round trip. */
export function drive(controls: readonly MediaControl[], trial: Trial): Sample[] {
  const { stepMs = 40, wayMs = 25, roomMs = 1000, untilMs } = trial;
  const samples: Sample[] = [];
  const pending: Pending[] = [];
  let queueBits = 0;
  for (let nowMs = 0; nowMs < untilMs; nowMs += stepMs) {
    const capacity = trial.capacity(nowMs);
    for (const next of pending.filter(({ dueMs }) => dueMs <= nowMs)) next.tell();
    pending.splice(0, pending.length, ...pending.filter(({ dueMs }) => dueMs > nowMs));
    const rates = controls.map(({ bitsPerSecond }) => bitsPerSecond);
    let lost = 0;
    for (const [index, control] of controls.entries()) {
      const bits = (rates[index]! * stepMs) / 1000;
      const room = (roomMs * capacity) / 1000 - queueBits;
      const entering = Math.max(0, Math.min(bits, room));
      queueBits += entering;
      const arrivedMs = nowMs + (queueBits / capacity) * 1000 + wayMs + (trial.jitterMs?.() ?? 0);
      const arriving = entering * (1 - (trial.lossRatio ?? 0));
      lost += bits - arriving;
      const sentMs = nowMs;
      // All are told with the next report after the arrival.
      const reportMs = Math.ceil(arrivedMs / 100) * 100;
      pending.push({
        dueMs: reportMs + wayMs,
        tell: () => control.heard(sentMs, arrivedMs, arriving / 8, (bits - arriving) / 8),
      });
    }
    const queueMs = (queueBits / capacity) * 1000;
    const others = ((trial.cross?.(nowMs, queueMs) ?? 0) * stepMs) / 1000;
    queueBits += Math.max(0, Math.min(others, (roomMs * capacity) / 1000 - queueBits));
    if (nowMs % 100 < stepMs) {
      for (const control of controls) {
        const reported = nowMs;
        pending.push({ dueMs: nowMs + wayMs, tell: () => control.reported(reported, 2 * wayMs) });
      }
    }
    queueBits = Math.max(0, queueBits - (capacity * stepMs) / 1000);
    const sum = rates.reduce((all, rate) => all + rate, 0);
    samples.push({
      nowMs,
      rates,
      queueMs: (queueBits / capacity) * 1000,
      lostRatio: sum === 0 ? 0 : (lost * 1000) / stepMs / sum,
    });
  }
  return samples;
}

/** Means over the samples of a span. */
export function meanOf(samples: readonly Sample[], fromMs: number, toMs: number) {
  const span = samples.filter(({ nowMs }) => nowMs >= fromMs && nowMs < toMs);
  const mean = (of: (sample: Sample) => number) =>
    span.reduce((sum, one) => sum + of(one), 0) / span.length;
  return {
    rates: span[0]!.rates.map((_, index) => mean(({ rates }) => rates[index]!)),
    queueMs: mean(({ queueMs }) => queueMs),
    mostQueueMs: Math.max(...span.map(({ queueMs }) => queueMs)),
  };
}
