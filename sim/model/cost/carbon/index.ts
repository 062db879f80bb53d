import { registry } from '../../../part/part.ts';
import { perGbCarbon } from './per-gb.ts';
import { serverPower } from './server-power.ts';

export const carbonModels = registry('carbon model', [perGbCarbon, serverPower]);
