import { z } from 'zod';
import { duration, number, rate, ratio } from '../../../part/units.ts';
import { DAY_NAMES, Day, hoursOf } from './diurnal.ts';
import { type Arrivals, arrivals, type Daily } from './process.ts';

const HOURS = 24;

/** @param perSecond of one device. */
function process(perSecond: number, daily: Daily | undefined): Arrivals {
  return {
    perSecond,
    gap: (random) => random.exponential(1),
    ...(daily !== undefined && { daily }),
    of: (devices) => process(perSecond * devices, daily),
  };
}

export const each = arrivals({
  name: 'each',
  summary: 'is so much of each device: a Poisson process that grows with their number',
  source: '40 to 60 messages a day of somebody who chats: reference/domain.md §4.2, from memory',
  params: {
    rate: rate().prefault('50/day').describe('arrivals of one active device, in the mean of a day'),
    active: ratio({ above: 0 }).prefault('100%').describe('devices that are active on a day'),
    day: z
      .union([z.enum(DAY_NAMES), z.array(number({ min: 0 })).length(HOURS)])
      .optional()
      .describe(`${DAY_NAMES.join(', ')}, or 24 numbers from midnight on; default: always alike`),
    from: duration().prefault('0h').describe('time of the day when the run begins, UTC'),
    local: z.boolean().default(true).describe('each place has the time of its longitude'),
  },
  main: 'rate',
  make: ({ rate: perSecond, active, day, from, local }) =>
    process(perSecond * active, day === undefined ? undefined : new Day(hoursOf(day), from, local)),
});
