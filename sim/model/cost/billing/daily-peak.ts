import { z } from 'zod';
import { bitRate, number } from '../../../part/units.ts';
import { MBPS } from '../usage.ts';
import { billingModel } from './billing.ts';
import { dailyPeaks } from './samples.ts';
import { atReached, type Tier } from './tiers.ts';

const HOURS_PER_DAY = 24;

const band = z.strictObject({
  to: bitRate().optional().describe('peak up to which the price holds; default: any'),
  'per-mbps': number({ min: 0 }).describe('price of 1 Mbit/s for a day'),
});

export const dailyPeak = billingModel({
  name: 'daily-peak',
  summary: 'charges each day for its highest 5-minute sample, all of it at the price of its band',
  source:
    'Baidu CDN, bill by daily peak bandwidth: 288 samples a day, 912 Mbit/s cost 912 · 0.51 CNY (cloud.baidu.com/doc/CDN/s/1jwvyfiac-en)',
  params: { bands: z.array(band).min(1).describe('prices by the height of the peak') },
  main: 'bands',
  make: ({ bands }) => {
    const tiers: Tier[] = bands.map(({ to = Number.POSITIVE_INFINITY, 'per-mbps': price }) => ({
      to: to / MBPS,
      price,
    }));
    return {
      monthly: ({ samples, monthHours }) => {
        const peaks = dailyPeaks(samples);
        if (peaks.length === 0) return 0;
        const sum = peaks.reduce((all, peak) => all + atReached(tiers, peak / MBPS), 0);
        return (sum / peaks.length) * (monthHours / HOURS_PER_DAY);
      },
    };
  },
});
