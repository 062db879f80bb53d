import { registry } from '../../../../part/part.ts';
import { bba } from './bba.ts';
import { bola } from './bola.ts';
import { fixed } from './fixed.ts';
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
]);
