/**
 * What one long transfer can have on a path that loses packets, whatever its bandwidth: the caps
 * that stand in for a congestion control where packets are not followed one by one.
 */
import { cbrt, pow } from '../../../engine/math/index.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** CUBIC's constants. Source: RFC 9438 §4.1 (C) and §4.6 (beta). */
export const CUBIC_C = 0.4;
export const CUBIC_BETA = 0.7;

/** @param windowSegments in flight on average. @returns bits per second. */
export function windowBitsPerSecond(
  windowSegments: number,
  segmentBytes: number,
  roundTripMs: number,
): number {
  return (windowSegments * segmentBytes * BITS_PER_BYTE * MS_PER_SECOND) / roundTripMs;
}

/**
 * Mean window of Reno, segments, when only fast retransmits repair losses.
 *
 * @param lossRatio part of the packets that are lost, above 0.
 * @param acknowledged segments for each acknowledgement: 1, or 2 when they are delayed.
 *
 * Source: Mathis et al., ACM CCR 27(3), 1997: sqrt(3 / (2 b p)).
 */
export const mathisWindow = (lossRatio: number, acknowledged = 1): number =>
  Math.sqrt(3 / (2 * acknowledged * lossRatio));

/**
 * Mean window of Reno, segments, with retransmission timeouts.
 *
 * @param timeoutMs retransmission timeout, RFC 6298.
 *
 * Source: Padhye, Firoiu, Towsley & Kurose, SIGCOMM 1998, eq. 30.
 */
export function padhyeWindow(
  lossRatio: number,
  roundTripMs: number,
  timeoutMs: number,
  acknowledged = 1,
): number {
  const fast = roundTripMs * Math.sqrt((2 * acknowledged * lossRatio) / 3);
  const often = Math.min(1, 3 * Math.sqrt((3 * acknowledged * lossRatio) / 8));
  const slow = timeoutMs * often * lossRatio * (1 + 32 * lossRatio * lossRatio);
  return roundTripMs / (fast + slow);
}

/**
 * Mean window of CUBIC, segments: its own growth, or Reno's where that is faster.
 *
 * Source: RFC 9438 §5.1, eq. 5 with C and beta of §4.1 and §4.6 (1.054 (RTT/p)^(3/4)); the
 * Reno-friendly region is §4.3.
 */
export function cubicWindow(lossRatio: number, roundTripMs: number): number {
  const gain = (CUBIC_C * (3 + CUBIC_BETA)) / (4 * (1 - CUBIC_BETA));
  const own = pow(gain, 0.25) * pow(roundTripMs / MS_PER_SECOND / lossRatio, 0.75);
  return Math.max(own, mathisWindow(lossRatio));
}

/**
 * Time in which CUBIC is back at the window that it had before a loss, s.
 * Source: RFC 9438 §4.2, eq. 2: K = cbrt(W_max (1 - beta) / C).
 */
export const cubicPeriodSeconds = (windowBeforeLoss: number): number =>
  cbrt((windowBeforeLoss * (1 - CUBIC_BETA)) / CUBIC_C);

/**
 * Bits per second of BBR: the bottleneck's, less what is sent twice, up to the loss that it stands.
 * Source: Cardwell et al., ACM Queue 14(5), 2016: the full rate up to a loss of 5 %, collapse at
 * 20 %, where the gain of 1.25 of a probe is lost again (1 - 1/1.25).
 */
export function bbrBitsPerSecond(bottleneckBitsPerSecond: number, lossRatio: number): number {
  return lossRatio < BBR_LOSS_LIMIT ? bottleneckBitsPerSecond * (1 - lossRatio) : 0;
}

const BBR_LOSS_LIMIT = 0.2;
