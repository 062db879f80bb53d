/** Billing models that need no other one. */
import { registry } from '../../../part/part.ts';
import { dailyPeak } from './daily-peak.ts';
import { flat } from './flat.ts';
import { perGb } from './per-gb.ts';
import { perGbStored } from './per-gb-stored.ts';
import { perNodeHour } from './per-node-hour.ts';
import { perRequest } from './per-request.ts';
import { percentile } from './percentile.ts';
import { tiered } from './tiered.ts';

export const simpleModels = registry('billing model', [
  perGb,
  tiered,
  perRequest,
  percentile,
  dailyPeak,
  flat,
  perNodeHour,
  perGbStored,
]);
