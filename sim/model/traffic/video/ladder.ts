/** Bitrate ladders: the renditions in which a title exists. */
import { z } from 'zod';
import { partOf, registry } from '../../../part/part.ts';
import { bitRate } from '../../../part/units.ts';

export interface Ladder {
  /** Nominal rates, bits per second, the lowest first. */
  readonly bitsPerSecond: Float64Array;
}

const ladder = partOf<Ladder>();
const KBPS = 1000;
const ofKbps = (...rates: number[]) => ({
  bitsPerSecond: Float64Array.from(rates, (rate) => rate * KBPS),
});

const pensieve = ladder({
  name: 'pensieve',
  summary: 'has 300 kbit/s to 4.3 Mbit/s in six steps',
  source: 'Mao et al., Pensieve, SIGCOMM 2017, §5.1: 300, 750, 1200, 1850, 2850 and 4300 kbit/s',
  params: {},
  make: () => ofKbps(300, 750, 1200, 1850, 2850, 4300),
});

const apple = ladder({
  name: 'apple',
  summary: 'has 145 kbit/s to 7.8 Mbit/s in nine steps',
  source: 'Apple, HLS Authoring Specification, 16:9 H.264: 416×234 to 1920×1080',
  params: {},
  make: () => ofKbps(145, 365, 730, 1100, 2000, 3000, 4500, 6000, 7800),
});

const netflix = ladder({
  name: 'netflix-2015',
  summary: 'has 235 kbit/s to 5.8 Mbit/s in ten steps',
  source:
    'Netflix, Per-Title Encode Optimization, 2015: the fixed ladder before it; the two highest from memory',
  params: {},
  make: () => ofKbps(235, 375, 560, 750, 1050, 1750, 2350, 3000, 4300, 5800),
});

/** Renditions are bits of a 32-bit set in players. */
const MOST_LEVELS = 30;

const own = ladder({
  name: 'own',
  summary: 'has the rates that the scenario lists',
  source: 'definition',
  params: {
    rates: z
      .array(bitRate())
      .min(1)
      .max(MOST_LEVELS)
      .refine((rates) => rates.every((rate, at) => at === 0 || rate > rates[at - 1]!), {
        error: 'not in order: expected each rate to be above the one before it',
      })
      .describe('rates of the renditions, the lowest first'),
  },
  main: 'rates',
  make: ({ rates }) => ({ bitsPerSecond: Float64Array.from(rates) }),
});

export const ladders = registry('bitrate ladder', [pensieve, apple, netflix, own]);
