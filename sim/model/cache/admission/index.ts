import { registry } from '../../../part/part.ts';
import { adaptSize } from './adapt-size.ts';
import { always } from './always.ts';
import { nthHit } from './nth-hit.ts';
import { probabilisticSize } from './probabilistic-size.ts';
import { sizeThreshold } from './size-threshold.ts';
import { tinyLfuAdmission } from './tiny-lfu.ts';

export const admissionPolicies = registry('admission policy', [
  always,
  sizeThreshold,
  probabilisticSize,
  adaptSize,
  nthHit,
  tinyLfuAdmission,
]);
