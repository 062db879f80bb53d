/** What a scenario says of rooms that many watch, whatever is said there. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import type { Reference } from '../../../part/reference.ts';
import { bytes, count, duration, number, rate, ratio } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivalProcesses } from '../arrivals.ts';

export const roomReferences = ({ room }: { room?: string | undefined }): readonly Reference[] =>
  room === undefined ? [] : [{ param: 'room', to: 'group', name: room, needs: 'chat' }];

export const roomParams = {
  room: z
    .string()
    .optional()
    .describe('group of gateways that gather what rooms say; default: those of `to`'),
  skew: number({ min: 0 })
    .prefault(1)
    .describe('exponent of the popularity of rooms (Zipf); 1 is an assumption'),
  watching: ratio()
    .prefault('100%')
    .describe('devices that watch from the beginning; the others may come later'),
  visits: choiceOf(arrivalProcesses)
    .optional()
    .describe('how people come who do not watch yet; default: nobody comes'),
  stays: varying(duration)
    .optional()
    .describe('how long people stay who watch or come; default: to the end'),
  frame: bytes().prefault('16B').describe('bytes of a frame beside its comments; 16 as in goim'),
  behind: duration({ above: 0 })
    .prefault('2s')
    .describe('a gateway with more work than it can do in this time refuses frames (assumption)'),
  followed: count({ min: 1 })
    .prefault(256)
    .describe(
      'watchers of one push by one worker whose delays are drawn one by one, each for as many others; as many as there are: nothing is sampled',
    ),
};

/** How comments are gathered and which are shown; defaults differ. */
export const pacing = (merge: string, most: string) => ({
  merge: duration()
    .prefault(merge)
    .describe('comments of so long go together in one frame; 0s: each goes at once'),
  most: rate({ above: 0 })
    .prefault(most)
    .describe('comments that a viewer is shown at the most; 20 to 50 a second can be read'),
});
