/** What bills for bandwidth make of 5-minute samples. */
import type { Samples } from '../usage.ts';

const DAY_MS = 86_400_000;

/**
 * The highest sample that is left when the highest (1 - share) of them are thrown away: with 8640
 * samples of 30 days and 95 %, the 433rd from above.
 *
 * @param share 0 to 1.
 */
export function percentileOf(samples: readonly number[], share: number): number {
  if (samples.length === 0) return 0;
  const ascending = [...samples].sort((one, other) => one - other);
  // 0.95 · 8640 is 8208 in decimals, and a hair more or less in binary.
  const kept = Math.ceil(Number((samples.length * share).toPrecision(12)));
  return ascending[Math.max(0, kept - 1)]!;
}

/** The highest sample of each day; the last day may have just begun. */
export function dailyPeaks({ eachMs, bitsPerSecond }: Samples): number[] {
  const peaks: number[] = [];
  for (const [at, bits] of bitsPerSecond.entries()) {
    const day = Math.floor((at * eachMs) / DAY_MS);
    peaks[day] = Math.max(peaks[day] ?? 0, bits);
  }
  return peaks;
}
