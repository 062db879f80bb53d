/** What may be said of the connections of a chat. */
import { z } from 'zod';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { count, duration } from '../../../part/units.ts';
import type { Balancer } from '../../balance/balancer.ts';
import { balancers } from '../../balance/index.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import type { ChatProtocol } from '../protocols/protocol.ts';
import { type Heartbeats, heartbeatPlans } from './heartbeat.ts';
import { type Reconnect, reconnects } from './reconnect.ts';

export const sessionShape = {
  reconnect: choiceOf(reconnects, 'full-jitter').describe(
    'how long a device waits before it connects again',
  ),
  balance: choiceOf(balancers, 'random').describe(
    'which gateway of the nearest place a device connects to; some choose among all places',
  ),
  known: duration()
    .prefault('10s')
    .describe(
      'until devices are no longer sent to a gateway that is down, or are again: two probes, 5 s apart (assumption)',
    ),
  'round-trips': count({ min: 1, max: 20 })
    .optional()
    .describe('until connected; default: as the protocol has it'),
  timeout: duration({ above: 0 })
    .prefault('20s')
    .describe(
      'a device gives an attempt up after this; gRPC Connection Backoff Protocol: MIN_CONNECT_TIMEOUT',
    ),
  crash: z
    .enum(['reset', 'silent'])
    .default('reset')
    .describe(
      'what devices hear of a crash: a reset (a process was killed, RFC 9293 §3.5.2), or nothing (the power failed)',
    ),
  heartbeat: choiceOf(heartbeatPlans, 'fixed').describe(
    'how often a silent device says that it is there',
  ),
  'heartbeat-timeout': duration({ above: 0 })
    .prefault('15s')
    .describe('until a heartbeat without an answer means that the connection is dead (assumption)'),
  nat: varying(duration)
    .optional()
    .describe(
      'silence after which the network forgets a connection: 2 to 5 minutes in mobile networks (reference page §4.2, an assumption), 2 h 4 min at the least by RFC 5382 §5; default: never',
    ),
  breaks: varying(duration)
    .optional()
    .describe(
      'how long a connection lasts until the device changes its network and has to connect again; default: for ever',
    ),
  begin: z
    .enum(['connected', 'cold'])
    .default('connected')
    .describe('whether devices are connected when the run begins, or all connect then'),
};

export type SessionParams = z.output<z.ZodObject<typeof sessionShape>>;

/** What `Sessions` goes by. */
export interface SessionSettings {
  readonly reconnect: Reconnect;
  makeBalancer(): Balancer;
  readonly knownMs: number;
  readonly protocol: ChatProtocol;
  /** In place of those that the protocol has. */
  readonly roundTrips: number | undefined;
  readonly timeoutMs: number;
  readonly resets: boolean;
  readonly heartbeats: Heartbeats;
  readonly heartbeatTimeoutMs: number;
  readonly nat: Distribution | undefined;
  readonly breaks: Distribution | undefined;
  readonly isWarm: boolean;
}

const made = <Made>(choice: Choice<Made> | undefined) => choice?.make();

export const settingsOf = (params: SessionParams, protocol: ChatProtocol): SessionSettings => ({
  reconnect: params.reconnect.make(),
  makeBalancer: () => params.balance.make(),
  knownMs: params.known,
  protocol,
  roundTrips: params['round-trips'],
  timeoutMs: params.timeout,
  resets: params.crash === 'reset',
  heartbeats: params.heartbeat.make(),
  heartbeatTimeoutMs: params['heartbeat-timeout'],
  nat: made(params.nat),
  breaks: made(params.breaks),
  isWarm: params.begin === 'connected',
});
