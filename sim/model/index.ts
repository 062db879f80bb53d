/** Every kind of part there is; from here come the schema, `explain`, docs/parts.md and the laws. */
import { registry } from '../part/part.ts';
import { duration } from '../part/units.ts';
import { accessProfiles } from './access/index.ts';
import { radioStates } from './access/radio/radio.ts';
import { balancers } from './balance/index.ts';
import { admissionPolicies } from './cache/admission/index.ts';
import { evictionPolicies } from './cache/eviction/index.ts';
import { prefetchers } from './cache/prefetch/index.ts';
import { balancerNode } from './cdn/balancer-node.ts';
import { cacheNode } from './cdn/cache-node.ts';
import { disks } from './cdn/disk/index.ts';
import { origin } from './cdn/origin.ts';
import { siblingSearches } from './cdn/siblings/index.ts';
import { gateway } from './chat/gateway.ts';
import { distributions } from './distribution/distribution.ts';
import { latencyModels } from './net/latency/index.ts';
import { lossModels } from './net/loss/index.ts';
import { congestionControls } from './net/transport/congestion/index.ts';
import { transports } from './net/transport/index.ts';
import { clients } from './node/clients.ts';
import { timelineActions } from './timeline/index.ts';
import { arrivalProcesses } from './traffic/arrivals.ts';
import { chat } from './traffic/chat.ts';
import { popularities } from './traffic/popularity.ts';
import { reportPlans } from './traffic/reports.ts';
import { telemetry } from './traffic/telemetry.ts';
import { trace } from './traffic/trace.ts';
import { abrRules } from './traffic/video/abr/index.ts';
import { ladders } from './traffic/video/ladder.ts';
import { live } from './traffic/video/live.ts';
import { segmentSizes } from './traffic/video/segment-sizes.ts';
import { vod } from './traffic/video/vod.ts';
import { web } from './traffic/web.ts';

export const nodeKinds = registry('node kind', [clients, balancerNode, cacheNode, origin, gateway]);

export const trafficKinds = registry('traffic kind', [web, chat, trace, telemetry, vod, live]);

export const catalogue = [
  nodeKinds,
  trafficKinds,
  timelineActions,
  latencyModels,
  accessProfiles,
  radioStates,
  evictionPolicies,
  admissionPolicies,
  prefetchers,
  disks,
  siblingSearches,
  balancers,
  arrivalProcesses,
  reportPlans,
  popularities,
  ladders,
  segmentSizes,
  abrRules,
  distributions(duration),
  transports,
  congestionControls,
  lossModels,
] as const;
