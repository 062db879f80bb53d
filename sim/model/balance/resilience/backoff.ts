/** How long to wait before a retry. */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { partOf, registry } from '../../../part/part.ts';
import { duration } from '../../../part/units.ts';

export interface BackoffSettings {
  /** @param retry 1 for the first. @returns ms. */
  delayMs(retry: number, random: Random): number;
}

const backoff = partOf<BackoffSettings>();

const none = backoff({
  name: 'none',
  summary: 'tries again at once, which is how retry storms begin',
  source: 'definition',
  params: {},
  make: () => ({ delayMs: () => 0 }),
});

const constant = backoff({
  name: 'constant',
  summary: 'always waits the same time',
  source: 'definition',
  params: { delay: duration().prefault('100ms').describe('pause; 100 ms is an assumption') },
  main: 'delay',
  make: ({ delay }) => ({ delayMs: () => delay }),
});

/** Up to which share of the pause chance may shorten it. */
const SHARE_OF_CHANCE = { none: 0, equal: 0.5, full: 1 } as const;

const exponential = backoff({
  name: 'exponential',
  summary: 'doubles the pause each time, and draws from it so that callers do not come together',
  source:
    'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog 2015; base and limit as of Envoy 1.31, retry_back_off: 25 ms, 10 times that',
  params: {
    base: duration({ above: 0 }).prefault('25ms').describe('the first pause'),
    max: duration({ above: 0 }).prefault('250ms').describe('no pause is longer'),
    jitter: z
      .enum(['full', 'equal', 'none'])
      .default('full')
      .describe('how much of a pause is chance: all of it, half of it, nothing'),
  },
  main: 'base',
  make: ({ base, max, jitter }) => {
    const chance = SHARE_OF_CHANCE[jitter];
    return {
      delayMs: (retry, random) => {
        let pauseMs = base;
        for (let step = 1; step < retry && pauseMs < max; step += 1) pauseMs *= 2;
        const longestMs = Math.min(max, pauseMs);
        return longestMs * (1 - chance) + longestMs * chance * random.uniform();
      },
    };
  },
});

export const backoffs = registry('backoff', [exponential, constant, none]);
