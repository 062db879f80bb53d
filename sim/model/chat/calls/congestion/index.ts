import { registry } from '../../../../part/part.ts';
import { gcc } from './gcc.ts';
import { nada } from './nada.ts';
import { steady } from './steady.ts';

export const mediaControls = registry('media congestion control', [gcc, nada, steady]);
