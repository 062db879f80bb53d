import { registry } from '../../part/part.ts';
import { bandit } from './bandit.ts';
import { boundedLoadRing } from './bounded-load-ring.ts';
import { ewma, peakEwma } from './ewma.ts';
import { joinIdleQueue } from './join-idle-queue.ts';
import { joinShortestQueue } from './join-shortest-queue.ts';
import { jump } from './jump.ts';
import { leastConnections } from './least-connections.ts';
import { localityWeighted } from './locality-weighted.ts';
import { maglev } from './maglev.ts';
import { powerOfChoices } from './power-of-choices.ts';
import { prequal } from './prequal.ts';
import { random } from './random.ts';
import { rendezvous } from './rendezvous.ts';
import { ringHash } from './ring-hash.ts';
import { roundRobin } from './round-robin.ts';
import { sourceHash } from './source-hash.ts';
import { subset } from './subset.ts';
import { weightedRandom } from './weighted-random.ts';
import { weightedRoundRobin } from './weighted-round-robin.ts';

export const balancers = registry('balancer', [
  roundRobin,
  weightedRoundRobin,
  random,
  weightedRandom,
  leastConnections,
  powerOfChoices,
  joinShortestQueue,
  joinIdleQueue,
  ewma,
  peakEwma,
  prequal,
  bandit,
  sourceHash,
  ringHash,
  boundedLoadRing,
  maglev,
  jump,
  rendezvous,
  subset,
  localityWeighted,
]);
