/** Every kind of part there is; from here come the schema, `explain`, docs/parts.md and the laws. */
import { registry } from '../part/part.ts';
import { duration } from '../part/units.ts';
import { accessProfiles } from './access/index.ts';
import { radioStates } from './access/radio/radio.ts';
import { limiters } from './balance/admit/index.ts';
import { balancers } from './balance/index.ts';
import { backoffs } from './balance/resilience/backoff.ts';
import { guards } from './balance/resilience/index.ts';
import { forecasts } from './balance/scale/index.ts';
import { shedders } from './balance/shed/index.ts';
import { admissionPolicies } from './cache/admission/index.ts';
import { evictionPolicies } from './cache/eviction/index.ts';
import { prefetchers } from './cache/prefetch/index.ts';
import { balancerNode } from './cdn/balancer-node.ts';
import { cacheNode } from './cdn/cache-node.ts';
import { disks } from './cdn/disk/index.ts';
import { mappings } from './cdn/mapping/index.ts';
import { steerings } from './cdn/mapping/steering/index.ts';
import { origin } from './cdn/origin.ts';
import { siblingSearches } from './cdn/siblings/index.ts';
import { redundancies } from './cdn/storage/redundancy/index.ts';
import { storage } from './cdn/storage/storage.ts';
import { broker } from './chat/broker/broker.ts';
import { codecs } from './chat/calls/codecs.ts';
import { mediaControls } from './chat/calls/congestion/index.ts';
import { jitterBuffers } from './chat/calls/jitter-buffers.ts';
import { floors } from './chat/calls/meeting/floor/index.ts';
import { mediaServer } from './chat/calls/meeting/media-server.ts';
import { topologies } from './chat/calls/meeting/topology/index.ts';
import { federationProtocols } from './chat/federation/protocols/index.ts';
import { gateway } from './chat/gateway.ts';
import { encryptions } from './chat/kinds/encryption/index.ts';
import { messageKinds } from './chat/kinds/index.ts';
import { moderations } from './chat/kinds/moderation/index.ts';
import { wallet } from './chat/kinds/wallet.ts';
import { mailbox } from './chat/mailbox.ts';
import { contactModels } from './chat/people/contacts/index.ts';
import { chatProtocols } from './chat/protocols/index.ts';
import { push } from './chat/push/push.ts';
import { fanOuts } from './chat/service/fan-out/index.ts';
import { heartbeatPlans } from './chat/sessions/heartbeat.ts';
import { reconnects } from './chat/sessions/reconnect.ts';
import { registryNode } from './chat/sessions/registry-node.ts';
import { routerNode } from './chat/sessions/router-node.ts';

import { billingModels } from './cost/billing/index.ts';
import { carbonModels } from './cost/carbon/index.ts';
import { priceLists } from './cost/lists/index.ts';
import { distributions } from './distribution/distribution.ts';
import { latencyModels } from './net/latency/index.ts';
import { lossModels } from './net/loss/index.ts';
import { congestionControls } from './net/transport/congestion/index.ts';
import { transports } from './net/transport/index.ts';
import { clients } from './node/clients.ts';
import { sessionModes } from './node/sites/session.ts';
import { timelineActions } from './timeline/index.ts';
import { api } from './traffic/api/api.ts';
import { arrivalProcesses } from './traffic/arrivals.ts';
import { chat } from './traffic/chat.ts';
import { classroom } from './traffic/class/class.ts';
import { download } from './traffic/download/download.ts';
import { llm } from './traffic/llm/llm.ts';
import { meeting } from './traffic/meeting.ts';
import { page } from './traffic/page/page.ts';
import { workloads } from './traffic/people/workloads.ts';
import { popularities } from './traffic/popularity.ts';
import { notifications } from './traffic/push/notifications.ts';
import { reportPlans } from './traffic/reports.ts';
import { channel } from './traffic/rooms/channel.ts';
import { danmaku } from './traffic/rooms/danmaku.ts';
import { sessions } from './traffic/sessions/sessions.ts';
import { shop } from './traffic/shop/shop.ts';
import { telemetry } from './traffic/telemetry.ts';
import { pubsub } from './traffic/things/pubsub.ts';
import { trace } from './traffic/trace.ts';
import { abrRules } from './traffic/video/abr/index.ts';
import { ladders } from './traffic/video/ladder.ts';
import { live } from './traffic/video/live.ts';
import { segmentSizes } from './traffic/video/segment-sizes.ts';
import { vod } from './traffic/video/vod.ts';
import { voice } from './traffic/voice.ts';
import { web } from './traffic/web.ts';

export const nodeKinds = registry('node kind', [
  clients,
  balancerNode,
  cacheNode,
  origin,
  storage,
  gateway,
  wallet,
  broker,
  mediaServer,
  mailbox,
  push,
  registryNode,
  routerNode,
]);

export const trafficKinds = registry('traffic kind', [
  web,
  chat,
  danmaku,
  channel,
  voice,
  meeting,
  sessions,
  trace,
  telemetry,
  pubsub,
  notifications,
  download,
  page,
  shop,
  api,
  llm,
  classroom,
  vod,
  live,
]);

export const catalogue = [
  nodeKinds,
  trafficKinds,
  timelineActions,
  latencyModels,
  accessProfiles,
  radioStates,
  sessionModes,
  evictionPolicies,
  admissionPolicies,
  prefetchers,
  disks,
  redundancies,
  mappings,
  steerings,
  siblingSearches,
  balancers,
  guards,
  backoffs,
  limiters,
  shedders,
  forecasts,
  arrivalProcesses,
  workloads,
  contactModels,
  reportPlans,
  popularities,
  ladders,
  segmentSizes,
  abrRules,
  distributions(duration),
  transports,
  congestionControls,
  lossModels,
  chatProtocols,
  federationProtocols,
  codecs,
  jitterBuffers,
  mediaControls,
  topologies,
  floors,
  fanOuts,
  messageKinds,
  encryptions,
  moderations,
  reconnects,
  heartbeatPlans,
  priceLists,
  billingModels,
  carbonModels,
] as const;
