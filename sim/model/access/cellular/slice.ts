import { z } from 'zod';
import { oneOf } from '../../../part/one-of.ts';
import { constant, lognormal } from '../../distribution/shapes.ts';
import { accessProfile } from '../profile.ts';
import { FIVE_QI, type FiveQi } from './five-qi.data.ts';

const MBPS = 1e6;
/**
 * A delay budget is kept by 98 % of the packets of a flow that sends no more than it may.
 * Source: TS 23.501 §5.7.3.4. The standard normal quantile of 98 % is from any table.
 */
const Z_98 = 2.0537489106318225;

/** What the network is built for, and what it promises of itself: these are targets, not measurements. */
interface Slice {
  /** One way over the radio, ms. Source: ITU-R M.2410 §4.7.1: 4 ms eMBB, 1 ms URLLC. */
  readonly radioMs: number;
  /** Part of the delay budget that is for the core network, ms. Source: TS 23.501 Table 5.7.4-1, notes. */
  readonly coreMs: number;
  /** Mbit/s that a user is to have. Source: M.2410 §4.3 for eMBB; the others are assumptions. */
  readonly downMbps: number;
  readonly upMbps: number;
  readonly usual: number;
}

const SLICES: Readonly<Record<'embb' | 'urllc' | 'mmtc', Slice>> = {
  embb: { radioMs: 4, coreMs: 10, downMbps: 100, upMbps: 50, usual: 9 },
  urllc: { radioMs: 1, coreMs: 1, downMbps: 10, upMbps: 10, usual: 82 },
  mmtc: { radioMs: 50, coreMs: 20, downMbps: 0.1, upMbps: 0.1, usual: 9 },
};

const IDS = FIVE_QI.map(({ id }) => String(id));

/** One way: the median is what radio and core promise, and 98 % are within the delay budget. */
function oneWay({ radioMs, coreMs }: Slice, { delayBudgetMs }: FiveQi) {
  const median = Math.min(radioMs + coreMs, delayBudgetMs);
  return lognormal(median, delayBudgetMs, Z_98);
}

export const slice = accessProfile({
  name: '5g-slice',
  summary: 'a 5G slice that keeps to its quality class: delay budget and error rate of its 5QI',
  source:
    'targets and not measurements: 3GPP TS 23.501 Table 5.7.4-1 (Release 18, 2024) for delay budget and error rate, ITU-R M.2410 (2017) for the radio; rates of URLLC and mMTC are assumptions',
  params: {
    kind: z
      .enum(['embb', 'urllc', 'mmtc'])
      .default('embb')
      .describe('what the slice is for: broadband, few milliseconds, or many devices'),
    '5qi': oneOf(IDS)
      .optional()
      .describe('quality class; default 9 for broadband and many devices, 82 for few milliseconds'),
  },
  main: 'kind',
  make: ({ kind, '5qi': given }) => {
    const settings = SLICES[kind];
    const id = given === undefined ? settings.usual : Number(given);
    const quality = FIVE_QI.find((one) => one.id === id)!;
    const delay = oneWay(settings, quality);
    const [down, up] = [constant(settings.downMbps * MBPS), constant(settings.upMbps * MBPS)];
    return {
      oneWayMs: (random) => delay.sample(random),
      downBitsPerSecond: (random) => down.sample(random),
      upBitsPerSecond: (random) => up.sample(random),
      lossRatio: quality.errorRatio,
      legs: { leastMs: settings.radioMs, coreMs: settings.coreMs },
    };
  },
});
