/** How requests spread over a catalog. */
import { registry } from '../../part/part.ts';
import { akamai } from './catalog/akamai.ts';
import { drift } from './catalog/drift.ts';
import { shotNoise } from './catalog/shot-noise.ts';
import { uniform, zipf } from './catalog/zipf.ts';

export const popularities = registry('popularity', [zipf, uniform, drift, shotNoise, akamai]);
