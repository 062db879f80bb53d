/** How long a device waits before it connects again: what makes a storm of reconnects, or none. */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { partOf, registry } from '../../../part/part.ts';
import { duration } from '../../../part/units.ts';

export interface Reconnect {
  /** The longest pause, ms: none is longer. */
  readonly longestMs: number;
  /**
   * @param tries that have failed since the connection was lost: 0 right after that.
   * @param lastMs the pause before, ms; 0 when there was none. Only some look at it.
   * @returns ms.
   */
  pauseMs(tries: number, lastMs: number, random: Random): number;
}

const reconnect = partOf<Reconnect>();

const BROOKER = 'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog 2015';

/** `base` doubled so many times, and `cap` at the most. */
function doubled(base: number, cap: number, times: number): number {
  let pauseMs = base;
  for (let step = 0; step < times && pauseMs < cap; step += 1) pauseMs *= 2;
  return Math.min(cap, pauseMs);
}

const bounds = {
  base: duration({ above: 0 })
    .prefault('1s')
    .describe('bound of the first pause, which doubles each time; 1 s is an assumption'),
  cap: duration({ above: 0 }).prefault('60s').describe('no pause is longer; 60 s is an assumption'),
};

const fullJitter = reconnect({
  name: 'full-jitter',
  summary: 'waits anything between nothing and a bound that doubles with each failure',
  source: `${BROOKER}: random_between(0, min(cap, base · 2^attempt))`,
  params: bounds,
  main: 'base',
  make: ({ base, cap }) => ({
    longestMs: cap,
    pauseMs: (tries, _lastMs, random) => doubled(base, cap, tries) * random.uniform(),
  }),
});

const equalJitter = reconnect({
  name: 'equal-jitter',
  summary: 'waits half of a bound that doubles with each failure, and up to as much again',
  source: `${BROOKER}: temp / 2 + random_between(0, temp / 2)`,
  params: bounds,
  main: 'base',
  make: ({ base, cap }) => ({
    longestMs: cap,
    pauseMs: (tries, _lastMs, random) => {
      const halfMs = doubled(base, cap, tries) / 2;
      return halfMs + halfMs * random.uniform();
    },
  }),
});

const decorrelated = reconnect({
  name: 'decorrelated',
  summary: 'waits anything between a least pause and three times the pause before',
  source: `${BROOKER}: min(cap, random_between(base, sleep * 3)), where sleep begins as base`,
  params: {
    base: duration({ above: 0 }).prefault('1s').describe('no pause is shorter (assumption)'),
    cap: bounds.cap,
  },
  main: 'base',
  make: ({ base, cap }) => ({
    longestMs: cap,
    pauseMs: (_tries, lastMs, random) => {
      const before = Math.max(base, lastMs);
      return Math.min(cap, base + (3 * before - base) * random.uniform());
    },
  }),
});

const noJitter = reconnect({
  name: 'no-jitter',
  summary:
    'waits a pause that doubles with each failure and is the same for all: they come together',
  source: `${BROOKER}: exponential backoff alone`,
  params: bounds,
  main: 'base',
  make: ({ base, cap }) => ({
    longestMs: cap,
    pauseMs: (tries) => doubled(base, cap, tries),
  }),
});

const atOnce = reconnect({
  name: 'at-once',
  summary: 'waits for nothing, or for the same short time, however often it has failed',
  source: 'definition; the loop that storms are made of',
  params: {
    pause: duration().prefault('0s').describe('between a failure and the next attempt'),
  },
  main: 'pause',
  make: ({ pause }) => ({ longestMs: pause, pauseMs: () => pause }),
});

const xmpp = reconnect({
  name: 'xmpp',
  summary: 'spreads the first attempt over a window, and backs off from there after failures',
  source:
    'RFC 6120 §3.3: a random number of seconds between 0 and 60 at first, truncated binary exponential backoff after failures',
  params: {
    window: duration({ above: 0 })
      .prefault('60s')
      .describe('over which first attempts are spread: N devices come at a rate of N / window'),
    cap: duration({ above: 0 })
      .prefault('10m')
      .describe('no window is wider; 10 minutes are an assumption'),
  },
  main: 'window',
  make: ({ window, cap }) => ({
    longestMs: Math.max(window, cap),
    pauseMs: (tries, _lastMs, random) =>
      doubled(window, Math.max(window, cap), tries) * random.uniform(),
  }),
});

const GRPC_MULTIPLIER = 1.6;
const GRPC_JITTER = 0.2;

const grpc = reconnect({
  name: 'grpc',
  summary: 'tries at once, then waits 1.6 times as long after each failure, 20 % more or less',
  source: 'gRPC Connection Backoff Protocol (doc/connection-backoff.md): 1 s, 1.6, 0.2, 120 s',
  params: {
    base: duration({ above: 0 }).prefault('1s').describe('pause after the first failure'),
    cap: duration({ above: 0 }).prefault('120s').describe('no pause is longer, but for the 20 %'),
    first: z.boolean().default(true).describe('whether the first attempt is made at once'),
  },
  main: 'base',
  make: ({ base, cap, first }) => ({
    longestMs: cap * (1 + GRPC_JITTER),
    pauseMs: (tries, _lastMs, random) => {
      if (tries === 0 && first) return 0;
      let pauseMs = base;
      const grows = first ? tries - 1 : tries;
      for (let step = 0; step < grows && pauseMs < cap; step += 1) pauseMs *= GRPC_MULTIPLIER;
      const shift = 2 * random.uniform() - 1;
      return Math.min(cap, pauseMs) * (1 + GRPC_JITTER * shift);
    },
  }),
});

export const reconnects = registry('reconnect', [
  fullJitter,
  equalJitter,
  decorrelated,
  noJitter,
  atOnce,
  xmpp,
  grpc,
]);
