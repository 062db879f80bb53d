import { registry } from '../../../../part/part.ts';
import { bba } from './bba.ts';
import { bola } from './bola.ts';
import { dashJs } from './dash-js.ts';
import { fixed } from './fixed.ts';
import { hlsJs } from './hls-js.ts';
import { learned } from './learned.ts';
import { mpc, robustMpc } from './mpc.ts';
import { rateBased, throughput } from './rate-based.ts';

export const abrRules = registry('adaptation rule', [
  fixed,
  rateBased,
  throughput,
  bba,
  bola,
  mpc,
  robustMpc,
  hlsJs,
  dashJs,
  learned,
]);
