/** The rules that may stand under `resilience`, with the defaults of the proxies that have them. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { count, duration, rate, ratio } from '../../../part/units.ts';
import { backoffs } from './backoff.ts';
import { guard } from './guards.ts';

export const timeout = guard({
  name: 'timeout',
  summary: 'gives an attempt up after a time; its late answer is wasted work',
  source: 'Envoy 1.31, route timeout (15 s) and per_try_timeout',
  params: {
    after: duration({ above: 0 }).prefault('15s').describe('for each attempt'),
    total: duration({ above: 0 })
      .optional()
      .describe('for a request with all of its attempts; default: no limit'),
  },
  main: 'after',
  make: ({ after, total }) => ({
    timeout: { afterMs: after, totalMs: total ?? Number.POSITIVE_INFINITY },
  }),
});

export const retries = guard({
  name: 'retries',
  summary: 'asks again after a failure, as long as a budget lasts',
  source:
    'budget of 20 % and 10 a second: Finagle, RetryBudget; two retries: Istio 1.23, default retry policy',
  params: {
    max: count({ min: 0, max: 20 }).prefault(2).describe('attempts after the first'),
    budget: z
      .union([z.literal('none'), ratio({ max: 10 })])
      .prefault('20%')
      .describe('retries as a share of the requests of the last 10 s; none: without a limit'),
    reserve: rate().prefault('10rps').describe('retries that the budget allows at all times'),
    backoff: choiceOf(backoffs, 'exponential').describe('pause before a retry'),
    on: z
      .array(z.enum(['errors', 'timeouts', 'shed']))
      .default(['errors', 'timeouts', 'shed'])
      .describe('after what: failures, attempts given up, refusals (429 and 503)'),
  },
  main: 'max',
  make: ({ max, budget, reserve, backoff, on }) => ({
    retries: {
      max,
      budgetRatio: budget === 'none' ? Number.POSITIVE_INFINITY : budget,
      reservePerSecond: reserve,
      backoff: backoff.make(),
      onErrors: on.includes('errors'),
      onTimeouts: on.includes('timeouts'),
      onShed: on.includes('shed'),
    },
  }),
});

export const hedge = guard({
  name: 'hedge',
  summary: 'asks a second backend when an answer is late, and takes whichever comes first',
  source: 'Dean & Barroso, The Tail at Scale, CACM 56(2), 2013: after the 95th percentile',
  params: {
    at: ratio({ max: 0.999 }).prefault('95%').describe('share of answers that come earlier'),
    after: duration().optional().describe('a fixed delay in place of that share'),
    budget: ratio().prefault('5%').describe('share of requests that may be asked twice'),
  },
  main: 'at',
  make: ({ at, after, budget }) => ({
    hedge: { quantile: at, afterMs: after, budgetRatio: budget },
  }),
});

export const breaker = guard({
  name: 'breaker',
  summary: 'refuses to ask while too many answers are errors, then tries with a few',
  source: 'resilience4j 2.2, CircuitBreaker: 50 % of 100 calls, 60 s, 10 trials',
  params: {
    errors: ratio().prefault('50%').describe('opens at this share of failures'),
    calls: count({ min: 1, max: 100_000 }).prefault(100).describe('the last so many calls count'),
    open: duration({ above: 0 }).prefault('60s').describe('how long it asks nobody'),
    trials: count({ min: 1, max: 10_000 }).prefault(10).describe('calls that decide afterwards'),
  },
  make: ({ errors, calls, open, trials }) => ({
    breaker: { failureRatio: errors, window: calls, openMs: open, trials },
  }),
});

export const bulkhead = guard({
  name: 'bulkhead',
  summary: 'refuses to ask when as many attempts are under way as it allows',
  source: 'Envoy 1.31, circuit_breakers max_requests: 1024',
  params: {
    requests: count({ min: 1 }).prefault(1024).describe('attempts under way at the most'),
  },
  main: 'requests',
  make: ({ requests }) => ({ bulkhead: requests }),
});

const panic = ratio()
  .prefault('50%')
  .describe(
    'with a smaller share of backends fit, all are used; as Envoy’s healthy_panic_threshold',
  );

export const health = guard({
  name: 'health',
  summary:
    'probes backends, and sends nothing to those that do not answer; only so a crash is known',
  source:
    'HAProxy and Envoy, active health checks; 2 of 2 each 5 s: reference page, §5 (assumption)',
  params: {
    every: duration({ above: 0 }).prefault('5s').describe('between two probes of a backend'),
    timeout: duration({ above: 0 }).prefault('1s').describe('a probe without answer fails then'),
    down: count({ min: 1, max: 100 }).prefault(2).describe('failures in a row that take it out'),
    up: count({ min: 1, max: 100 }).prefault(2).describe('answers in a row that bring it back'),
    panic,
  },
  main: 'every',
  make: (given) => ({
    health: {
      intervalMs: given.every,
      timeoutMs: given.timeout,
      unhealthyAfter: given.down,
      healthyAfter: given.up,
      panicRatio: given.panic,
    },
  }),
});

export const outliers = guard({
  name: 'outliers',
  summary: 'ejects backends for a while that fail several times in a row',
  source: 'Envoy 1.31, outlier_detection: 5 failures, 30 s times their number, at most 10 %',
  params: {
    failures: count({ min: 1, max: 1000 }).prefault(5).describe('in a row'),
    eject: duration({ above: 0 })
      .prefault('30s')
      .describe('for this times the number of ejections'),
    longest: duration({ above: 0 }).prefault('300s').describe('never for longer'),
    most: ratio().prefault('10%').describe('of the backends at the same time; one always may be'),
    panic,
  },
  main: 'failures',
  make: ({ failures, eject, longest, most, panic: panicRatio }) => ({
    outliers: { failures, baseMs: eject, longestMs: longest, mostRatio: most, panicRatio },
  }),
});
