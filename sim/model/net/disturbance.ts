/** What cuts and congestion do to the paths between some nodes, for as long as they last. */
import type { Random } from '../../engine/random.ts';
import type { Choice } from '../../part/choice.ts';
import type { Loss } from './loss/loss.ts';

/** One fault, as it acts on each of its paths. */
export interface Disturbance {
  /** Until when nothing gets through, ms; 0: something does all the time. */
  readonly closedUntilMs: number;
  /** Added to the one-way delay, ms. */
  readonly extraMs: number;
  /** The most that gets through, bit/s; Infinity: as much as ever. */
  readonly bitsPerSecond: number;
  /** Which packets are lost meanwhile, where they are followed; undefined: those that are lost anyway. */
  readonly loss?: Choice<Loss, Random> | undefined;
  /** Shares of packets that arrive twice, and that others overtake; these come up to so much later, ms. */
  readonly doubledRatio: number;
  readonly overtakenRatio: number;
  readonly overtakenMs: number;
}

/** No fault. */
export const UNDISTURBED: Disturbance = {
  closedUntilMs: 0,
  extraMs: 0,
  bitsPerSecond: Number.POSITIVE_INFINITY,
  doubledRatio: 0,
  overtakenRatio: 0,
  overtakenMs: 0,
};

/** Whether packets come twice, or in another order. */
export const isScrambling = ({ doubledRatio, overtakenRatio }: Disturbance): boolean =>
  doubledRatio > 0 || overtakenRatio > 0;

/**
 * Several at a time: the longest cut, all the detours, the narrowest bottleneck, the losses named last, the most
 * scrambled packets.
 */
export const together = (all: readonly Disturbance[]): Disturbance =>
  all.reduce(
    (sum, one) => ({
      closedUntilMs: Math.max(sum.closedUntilMs, one.closedUntilMs),
      extraMs: sum.extraMs + one.extraMs,
      bitsPerSecond: Math.min(sum.bitsPerSecond, one.bitsPerSecond),
      loss: one.loss ?? sum.loss,
      doubledRatio: Math.max(sum.doubledRatio, one.doubledRatio),
      overtakenRatio: Math.max(sum.overtakenRatio, one.overtakenRatio),
      overtakenMs: Math.max(sum.overtakenMs, one.overtakenMs),
    }),
    UNDISTURBED,
  );

/** First retransmission timeout without a measured round trip, ms, and the longest. RFC 6298 §2.1, §2.5 */
const FIRST_TIMEOUT_MS = 1000;
const LONGEST_TIMEOUT_MS = 60_000;

/** How long TCP tries before it reports a failure, ms. RFC 9293 §3.8.3: R2, at least 100 s. */
export const GIVES_UP_MS = 100_000;

/**
 * A packet that is lost is sent again after a timeout that doubles each time (RFC 6298 §5.5); the
 * first one sent after the path has opened gets through.
 *
 * @returns how long what is sent now waits for that, ms; Infinity when TCP gives up first.
 */
export function heldMs(closedForMs: number): number {
  let [atMs, timeoutMs] = [0, FIRST_TIMEOUT_MS];
  while (atMs < closedForMs) {
    atMs += timeoutMs;
    timeoutMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
  }
  return atMs > GIVES_UP_MS ? Number.POSITIVE_INFINITY : atMs;
}
