/** What all traffic of requests may say in a scenario. */
import { z } from 'zod';
import { choiceOf } from '../../part/choice.ts';
import { duration } from '../../part/units.ts';
import { clientResilience } from '../balance/resilience/index.ts';
import { deliveryParams } from '../cdn/mapping/delivery.ts';
import { transports } from '../net/transport/index.ts';
import { namesParams } from '../node/names.ts';
import { freshnessOf, freshnessParams } from './freshness-params.ts';
import type { Life } from './objects.ts';

export const httpParams = {
  freshness: freshnessParams
    .optional()
    .describe('what the origin says of the life of copies; default: they never expire'),
  transport: choiceOf(transports, 'tls-1.3').describe(
    'set-up of new connections, and whether windows, queues and losses are followed: http-1.1, http-2, http-3',
  ),
  library: z
    .enum(['node', 'undici'])
    .optional()
    .describe(
      'what devices ask with where a run is spoken: Node’s own clients, or undici (HTTP/1.1); the model has no libraries; default: node',
    ),
  dns: namesParams
    .optional()
    .describe('look-ups of the name before new connections; default: devices know the address'),
  ...deliveryParams,
  idle: duration()
    .prefault('60s')
    .describe('an unused connection is closed after this; 60 s is an assumption'),
  resilience: clientResilience,
  objective: duration({ above: 0 })
    .optional()
    .describe('what an answer may take to be of use; default: any time'),
};

export type HttpParams = z.output<z.ZodObject<typeof httpParams>>;

/** @param params undefined: copies never expire. */
export const lifeOf = (params: HttpParams['freshness']): Life => ({
  freshness: freshnessOf(params),
  changesMs: params?.changes ?? Number.POSITIVE_INFINITY,
});
