import { z } from 'zod';
import { bytes, count } from '../../../part/units.ts';
import { accessProfile } from '../profile.ts';
import { exchangeMs, MOST_BYTES, MOST_RETRIES } from './csma.ts';
import { Star } from './star.ts';

const MS_PER_SECOND = 1000;

export const zigbee = accessProfile({
  name: 'zigbee',
  summary:
    'IEEE 802.15.4 (Zigbee, Thread) at 2.4 GHz: listens before it sends, frames of 127 bytes, 250 kbit/s',
  source:
    'IEEE 802.15.4-2006 §7.5.1.4; constants as in ns-3 (lr-wpan); one channel on which all hear each other is an assumption',
  params: {
    around: bytes({ max: 100 })
      .prefault('25B')
      .describe('bytes around the own ones in each frame: MAC, network and security (assumption)'),
    confirmed: z.boolean().default(true).describe('frames are acknowledged, and sent again if not'),
    retries: count({ max: 7 }).prefault(MOST_RETRIES).describe('times a frame is sent again'),
  },
  make: ({ around, confirmed, retries }) => {
    const settings = { aroundBytes: around, isConfirmed: confirmed, retries };
    const wholeMs = exchangeMs(MOST_BYTES, confirmed);
    const bitsPerSecond = ((MOST_BYTES - around) * 8 * MS_PER_SECOND) / wholeMs;
    return {
      oneWayMs: () => exchangeMs(around + 1, confirmed),
      downBitsPerSecond: () => bitsPerSecond,
      upBitsPerSecond: () => bitsPerSecond,
      medium: (context) => new Star(settings, context),
    };
  },
});
