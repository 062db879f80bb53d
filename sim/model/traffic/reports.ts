/** When devices report: each on its own, in a rhythm or all at once. */
import { z } from 'zod';
import { Alias } from '../../engine/alias.ts';
import { beta } from '../../engine/gamma.ts';
import type { Random } from '../../engine/random.ts';
import { partOf, registry } from '../../part/part.ts';
import { duration } from '../../part/units.ts';

export interface ReportPlan {
  /** A device's own interval, ms; Infinity when it reports once. Drawn once a device. */
  intervalMs(random: Random): number;
  /** Its first report, ms after the beginning. */
  firstMs(intervalMs: number, random: Random): number;
}

const reportPlan = partOf<ReportPlan>();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Intervals of mobile autonomous reporting, and the part of the devices that has each. */
const MAR_MS = [24 * HOUR_MS, 2 * HOUR_MS, HOUR_MS, 30 * MINUTE_MS] as const;
const MAR_SHARES = [0.4, 0.4, 0.15, 0.05] as const;

const periodic = reportPlan({
  name: 'periodic',
  summary: 'each device reports at equal distances, at times of its own',
  source: 'definition',
  params: { every: duration({ above: 0 }).describe('distance of two reports of a device') },
  main: 'every',
  make: ({ every }) => ({
    intervalMs: () => every,
    firstMs: (intervalMs, random) => random.uniform() * intervalMs,
  }),
});

const mar = reportPlan({
  name: 'mar',
  summary: 'meters: 40 % report once a day, 40 % each 2 h, 15 % each hour, 5 % each 30 minutes',
  source:
    '3GPP TR 45.820 Annex E, mobile autonomous reporting, as in signetlabdei/lorawan (periodic-sender-helper.cc)',
  params: {},
  make: () => {
    const share = new Alias(MAR_SHARES);
    return {
      intervalMs: (random) => MAR_MS[share.sample(random)]!,
      firstMs: (intervalMs, random) => random.uniform() * intervalMs,
    };
  },
});

const burst = reportPlan({
  name: 'burst',
  summary: 'all devices report once within a short time, as after a power cut',
  source: '3GPP TR 37.868 §6.1: model 1 uniform over 60 s, model 2 Beta(3, 4) over 10 s',
  params: {
    within: duration({ above: 0 }).prefault('10s').describe('time within which all report'),
    from: duration().prefault('0s').describe('when it begins'),
    shape: z.enum(['beta', 'uniform']).default('beta').describe('how reports are spread over it'),
  },
  main: 'within',
  make: ({ within, from, shape }) => ({
    intervalMs: () => Number.POSITIVE_INFINITY,
    firstMs: (_intervalMs, random) =>
      from + within * (shape === 'beta' ? beta(random, 3, 4) : random.uniform()),
  }),
});

export const reportPlans = registry('report plan', [periodic, mar, burst]);
