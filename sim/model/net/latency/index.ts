import { registry } from '../../../part/part.ts';
import { geo } from './geo.ts';
import { matrix } from './matrix.ts';

export const latencyModels = registry('latency model', [geo, matrix]);
