/**
 * When a run has enough replications: sequential stopping.
 *
 * It is looked at after fixed numbers of replications only, and depends on nothing but those. So
 * workers that run ahead change nothing: what they did beyond the look is dropped.
 *
 * Source: Chow & Robbins, Annals of Mathematical Statistics 36(2), 1965; Law, Simulation Modeling
 * and Analysis, 5th ed., 9.4.1.
 */
import { interval } from '../result/evaluate.ts';
import type { Precision, Result } from '../result/result.ts';
import type { RunSettings, Until } from '../scenario/scenario.ts';

/**
 * Replications between two looks. Each look is a chance to stop by luck, so there are few; a pool
 * of workers has something to do until the next.
 */
const BATCH = 5;

/** How well the figure of a goal is known from the replications of a result. */
export function precisionOf(result: Result, { text, query, marginRatio }: Until): Precision {
  const found = interval(result, query);
  const asked = { text, query, askedRatio: marginRatio };
  if (found === undefined) return { ...asked, isReached: false };
  // The ends are clipped to what the figure can be; the longer side is not.
  const half = Math.max(found.high - found.mean, found.mean - found.low);
  // A figure that is 0 in all replications is known.
  const foundRatio = half === 0 ? 0 : half / Math.abs(found.mean);
  if (!Number.isFinite(foundRatio)) return { ...asked, isReached: false };
  return { ...asked, foundRatio, isReached: foundRatio <= marginRatio };
}

/** @returns how many replications to have before the next look, when there are `done`. */
export function nextLook({ replications, until }: RunSettings, done: number): number {
  if (until === undefined) return replications;
  const batches = Math.max(0, Math.floor((done - until.min) / BATCH) + 1);
  return Math.min(replications, until.min + batches * BATCH);
}

/**
 * How many of the first replications of a result are needed; all of them when the goal is not
 * reached. The result may hold more than one machine would have run.
 */
export function replicationsNeeded(result: Result, settings: RunSettings): number {
  const { until } = settings;
  const all = result.replications.length;
  let look = nextLook(settings, 0);
  while (until !== undefined && look < all) {
    const first = { ...result, replications: result.replications.slice(0, look) };
    if (precisionOf(first, until).isReached) return look;
    look = nextLook(settings, look);
  }
  return Math.min(all, settings.replications);
}
