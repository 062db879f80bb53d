/** What a scenario says of domains that exchange messages. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import type { Reference } from '../../../part/reference.ts';
import { count, duration, ratio } from '../../../part/units.ts';
import { type Reconnect, reconnects } from '../sessions/reconnect.ts';
import type { FederationProtocol } from './protocol.ts';
import { federationProtocols } from './protocols/index.ts';

const domainParams = z.strictObject({
  from: z.string().describe('group of its people’s devices'),
  to: z.string().describe('group of its gateways'),
  mailbox: z.string().describe('group of its mailboxes, which are its servers to other domains'),
});

export const federationParams = z.strictObject({
  with: z
    .record(z.string().min(1), domainParams)
    .describe('the other domains by name; the chat’s own from, to and mailbox are the first one'),
  protocol: choiceOf(federationProtocols, 'xmpp').describe('what servers speak with each other'),
  retry: choiceOf(reconnects, 'full-jitter').describe(
    'how long a server waits until it calls again one that it could not reach',
  ),
  timeout: duration({ above: 0 })
    .prefault('60s')
    .describe(
      'without an answer for so long, a stream is given up; Synapse: client_timeout of federation',
    ),
  queue: count({ min: 1 })
    .prefault(10_000)
    .describe(
      'messages that wait at one server for another at the most: what is beyond bounces (assumption)',
    ),
  ttl: duration({ above: 0 })
    .prefault('5d')
    .describe(
      'how long a message waits for another domain until it bounces; RFC 5321 §4.5.4.1: 4 to 5 days at the least',
    ),
  across: ratio()
    .optional()
    .describe(
      'share of what is said to one person that goes to another domain; default: as contacts have it, who are any people',
    ),
  mixed: ratio()
    .optional()
    .describe('share of rooms with people of several domains; default: as rooms are drawn'),
});

export type FederationParams = z.output<typeof federationParams>;

export interface FederationSettings {
  readonly protocol: FederationProtocol;
  readonly retry: Reconnect;
  readonly timeoutMs: number;
  /** Letters to one server that wait or are under way, at the most. */
  readonly queue: number;
  readonly ttlMs: number;
}

export const federationSettingsOf = (params: FederationParams): FederationSettings => ({
  protocol: params.protocol.make(),
  retry: params.retry.make(),
  timeoutMs: params.timeout,
  queue: params.queue,
  ttlMs: params.ttl,
});

export const federationReferences = (params: FederationParams | undefined): readonly Reference[] =>
  Object.entries(params?.with ?? {}).flatMap(([name, { from, to, mailbox }]) => {
    const at = (key: string) => `federation.with.${name}.${key}`;
    return [
      { param: at('from'), to: 'group', name: from, needs: 'clients' },
      { param: at('to'), to: 'group', name: to, needs: 'chat' },
      { param: at('mailbox'), to: 'group', name: mailbox, needs: 'mailbox' },
    ] as const;
  });
