/** Chats that are spoken, for tests. */
import type { Result } from '../../../sim/index.ts';
import { total } from '../../run-scenario.ts';

interface Chat {
  readonly protocol: string;
  /** Lines of the timeline. */
  readonly faults?: string;
  /** Until when people talk, s; the run is 4 s longer, so that all of it is shown. */
  readonly talk?: number;
  readonly perSecond?: number;
  readonly rest?: number;
}

/** Two places with two gateways each. Who connects has a second for it. */
export const chatText = ({ protocol, faults = '', talk = 5, perSecond = 20, rest = 4 }: Chat) => `
version: 1
title: people in rooms
run: { seed: 4, duration: ${talk + rest}s, warmup: 1s, fidelity: protocol }
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: each, count: 30 }
  gateway: { kind: gateway, at: each, count: 2 }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    arrivals: { poisson: ${perSecond}rps }
    rooms: { count: 12, size: { constant: 10 }, share: 60% }
    protocol: ${protocol}
timeline:
  - { at: ${talk}s, do: ramp, traffic: talk, to: 0rps, over: 0s }
${faults}`;

/** What became of messages. */
export const fates = (result: Result) => ({
  messages: total(result, 'messages'),
  deliveries: total(result, 'deliveries'),
  undelivered: total(result, 'undelivered'),
});
