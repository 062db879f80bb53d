/** Series with known properties, from seeds. */
import type { Random } from '../../sim/engine/random.ts';
import { Streams } from '../../sim/engine/streams.ts';

export const random = (seed: string, run = 0): Random => new Streams(seed, run).stream('values');

export const series = (length: number, next: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => next(i));

/** Waiting times of an M/M/1 queue of service rate 1 (Lindley, 1952), the first of which is given. */
export function waits(
  seed: string,
  run: number,
  load: number,
  customers: number,
  first = 0,
): number[] {
  const streams = new Streams(seed, run);
  const [gaps, services] = [streams.stream('gaps'), streams.stream('services')];
  let wait = first;
  return series(customers, () => {
    const now = wait;
    wait = Math.max(0, wait + services.exponential(1) - gaps.exponential(1 / load));
    return now;
  });
}

/** Share of runs, 0 to 1, whose interval holds the true value. */
export function coverage(
  runs: number,
  truth: number,
  interval: (run: number) => { readonly low: number; readonly high: number },
): number {
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const { low, high } = interval(run);
    if (low <= truth && truth <= high) covered += 1;
  }
  return covered / runs;
}
