/** How long until data is lost, from failures and repairs that know nothing of each other. */
import { log } from '../../../engine/math/index.ts';

/** Julian year, ms. */
const YEAR_MS = 365.25 * 86_400e3;

export interface Durability {
  /** Fragments of an object, and how many of them may be missing at the same time. */
  readonly fragments: number;
  readonly survives: number;
  /** Share of disks that fail in a year, 0 to below 1. */
  readonly failureRatio: number;
  /** Until a lost fragment is rebuilt, ms. */
  readonly repairMs: number;
}

/**
 * Mean time until more fragments of one object are missing than it survives, years: a birth-death chain
 * whose state is how many are missing, i: (n - i)·λ up, i·μ down. λ = -ln(1 - AFR) a year.
 * Source: Patterson, Gibson & Katz, RAID, SIGMOD 1988, §7, for any number of parities.
 */
export function meanYearsToLoss({
  fragments,
  survives,
  failureRatio,
  repairMs,
}: Durability): number {
  const failures = -log(1 - failureRatio);
  const repairs = YEAR_MS / repairMs;
  let stepYears = 0;
  let allYears = 0;
  for (let missing = 0; missing <= survives; missing += 1) {
    const up = (fragments - missing) * failures;
    stepYears = (1 + missing * repairs * stepYears) / up;
    allYears += stepYears;
  }
  return allYears;
}
