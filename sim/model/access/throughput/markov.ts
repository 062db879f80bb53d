import { z } from 'zod';
import { Alias } from '../../../engine/alias.ts';
import type { Random } from '../../../engine/random.ts';
import { bitRate, duration, ratio } from '../../../part/units.ts';
import { accessProfile } from '../profile.ts';
import type { ThroughputChain } from './chain.ts';
import { CurveLink } from './curve-link.ts';
import { CHAINS } from './markov.data.ts';
import { RateCurve } from './rate-curve.ts';

const MBPS = 1e6;
const STEP_MS = 1000;

/** Rates of one second each, in parts of the mean, as long as wanted. */
export function drawRates(chain: ThroughputChain, seconds: number, random: Random): Float64Array {
  const rows = chain.counts.map((row) => new Alias(row));
  const totals = chain.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  let state = new Alias(totals).sample(random);
  const rates = new Float64Array(seconds);
  for (let second = 0; second < seconds; second += 1) {
    rates[second] = chain.levels[state]!;
    state = rows[state]!.sample(random);
  }
  return rates;
}

const names = CHAINS.map(({ name }) => name) as [string, ...string[]];
const chainOf = (name: string) => CHAINS.find((chain) => chain.name === name)!;

export const markov = accessProfile({
  name: 'markov',
  summary: 'a bandwidth that changes every second as measured ones do, by a Markov chain',
  source: `fitted by bench/access/fit-markov.mjs to ${CHAINS.map(({ name, source }) => `${name}: ${source}`).join('; ')}`,
  params: {
    like: z.enum(names).default('5g-driving').describe('the traces that it is fitted to'),
    mean: bitRate().optional().describe('mean rate down; default: that of the traces'),
    length: duration({ min: 60_000 })
      .prefault('1h')
      .describe('time after which it repeats itself; devices begin at different points of it'),
    'round-trip': duration().prefault('50ms').describe('delay there and back (assumption)'),
    up: ratio({ above: 0 }).prefault('25%').describe('rate up as a part of the rate down'),
  },
  main: 'like',
  make: ({ like, mean, length, 'round-trip': roundTripMs, up: upShare }) => {
    const chain = chainOf(like);
    const bitsPerSecond = mean ?? chain.meanMbps * MBPS;
    return {
      oneWayMs: () => roundTripMs / 2,
      downBitsPerSecond: () => bitsPerSecond,
      upBitsPerSecond: () => bitsPerSecond * upShare,
      open: (context) => {
        const seconds = Math.ceil(length / STEP_MS);
        const rates = drawRates(chain, seconds, context.stream('throughput'));
        const steps = new Float64Array(seconds).fill(STEP_MS);
        const curve = new RateCurve(
          steps,
          rates.map((rate) => rate * bitsPerSecond),
        );
        return new CurveLink({ curve, upShare, roundTripMs, isAligned: false }, context);
      },
    };
  },
});
