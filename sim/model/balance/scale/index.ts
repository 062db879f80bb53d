import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { registry } from '../../../part/part.ts';
import { count, duration, ratio } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { holtWinters, learned, targetTracking } from './rules.ts';

export const forecasts = registry('autoscaling rule', [targetTracking, holtWinters, learned]);

export const autoscaleParams = z.strictObject({
  rule: choiceOf(forecasts, 'target-tracking').describe('what demand it expects'),
  target: ratio({ above: 0 }).prefault('70%').describe('share of workers that should be busy'),
  min: count({ min: 1 }).prefault(1).describe('replicas in each place at the least'),
  start: count({ min: 1 }).optional().describe('replicas when the run begins; default: min'),
  every: duration({ above: 0 }).prefault('15s').describe('between two decisions'),
  boot: varying(duration)
    .prefault({ uniform: { min: '2s', max: '15s' } })
    .describe(
      'until a new replica serves: 2 to 15 s for containers, 60 to 180 s for machines (assumption)',
    ),
  hold: duration()
    .prefault('300s')
    .describe('scales down only to the most that was wanted in this time'),
  'cool-down': duration().prefault('0s').describe('after scaling up, no more of it for so long'),
});

export type AutoscaleSettings = z.output<typeof autoscaleParams>;

export const autoscale = autoscaleParams
  .optional()
  .describe('starts and stops replicas, of which count is the most; default: all always run');
