/** What may be said of presence and typing. */
import { z } from 'zod';
import { bytes, count, duration, rate, ratio } from '../../../part/units.ts';

export const presenceParams = z.strictObject({
  contacts: count({ min: 2 })
    .prefault(100)
    .describe('people in everybody’s list, who hear of him; 100 are an assumption'),
  watching: ratio()
    .prefault('100%')
    .describe('share of the list that has subscribed: less when only what is on the screen is'),
  linger: duration()
    .prefault('0s')
    .describe('a change is told when it has lasted so long; what was undone meanwhile is not'),
  batch: duration()
    .prefault('0s')
    .describe('a gateway collects what a device is to hear for so long, into one frame'),
  list: z
    .boolean()
    .default(true)
    .describe('whether a device that has connected gets a list of who is there'),
  bytes: bytes()
    .prefault('40B')
    .describe('what one change says: who, and how it is with him (assumption)'),
});

export type PresenceParams = z.output<typeof presenceParams>;

export const typingParams = z.strictObject({
  rate: rate().describe('how many texts people begin to write in a second, over all places'),
  lasts: duration({ above: 0 })
    .prefault('15s')
    .describe('mean time of writing one, exponential (assumption)'),
  every: duration({ above: 0 })
    .prefault('4s')
    .describe(
      'between two signals that somebody types; 3 to 5 s: reference page §4.2 (assumption)',
    ),
  bytes: bytes().prefault('40B').describe('of one signal, beside its frame (assumption)'),
});

export type TypingParams = z.output<typeof typingParams>;
