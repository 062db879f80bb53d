import { choose } from '../../../../part/choice.ts';
import { registry } from '../../../../part/part.ts';
import { failover } from './failover.ts';
import { performance } from './performance.ts';
import { weighted } from './weighted.ts';

export const steerings = registry('steering', [failover, weighted, performance]);

export const defaultSteering = choose(failover, failover.params.parse({}));
