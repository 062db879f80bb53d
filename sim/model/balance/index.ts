import { registry } from '../../part/part.ts';
import { leastConnections } from './least-connections.ts';
import { powerOfChoices } from './power-of-choices.ts';
import { ringHash } from './ring-hash.ts';
import { roundRobin } from './round-robin.ts';

export const balancers = registry('balancer', [
  roundRobin,
  leastConnections,
  powerOfChoices,
  ringHash,
]);
