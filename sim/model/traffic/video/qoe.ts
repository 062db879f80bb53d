/** Linear quality of experience, QoE_lin. Source: Yin et al., SIGCOMM 2015; Pensieve, SIGCOMM 2017, §5.1. */

/** μ: Mbit/s of quality that a second of stall costs. */
export const STALL_PENALTY = 4.3;
const MBPS = 1e6;
const MS_PER_SECOND = 1000;

/**
 * What one segment adds: its rate, less stalls before it and the change from the one before it.
 *
 * @param bitsPerSecond @param before rates of the segment and of the one before it; the first has itself.
 */
export function segmentQoe(bitsPerSecond: number, before: number, stallMs: number): number {
  const change = Math.abs(bitsPerSecond - before) / MBPS;
  return bitsPerSecond / MBPS - STALL_PENALTY * (stallMs / MS_PER_SECOND) - change;
}
