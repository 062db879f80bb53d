import { describe, expect, it } from 'vitest';
import {
  BACKGROUND,
  type Listener,
  OFFLINE,
  ONLINE,
  type Sessions,
} from '../../../../sim/model/chat/service/sessions.ts';
import { States } from '../../../../sim/model/chat/service/states.ts';
import type { World } from '../../../../sim/model/node/world.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const TEXT = `
version: 1
title: people who come and go
run: { seed: 1, duration: 10m }
places: [beijing]
nodes:
  phones: { kind: clients, count: 60 }
  gateway: { kind: gateway }
  store: { kind: mailbox }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: 2rps }
    rooms: { count: 1, size: 2, share: 0% }
    sessions: { arrivals: { poisson: 0.5rps }, stay: { exponential: 30s }, keep: 5s }
`;

describe('the state in which a message finds a device', () => {
  it('is that of the time when it was sent, from the last change on and before it', () => {
    let listener: Listener = {};
    const simulator = { nowMs: 0 };
    const state = Uint8Array.of(ONLINE, OFFLINE);
    const sessions = {
      state,
      listen: (one: Listener) => {
        listener = one;
      },
    };
    const states = new States({ simulator } as World, sessions as unknown as Sessions, 2);
    expect([states.at(0, 0), states.at(1, 0)]).toEqual([ONLINE, OFFLINE]);
    simulator.nowMs = 100;
    state[0] = BACKGROUND;
    listener.changed!(0, ONLINE);
    expect([99, 100, 200].map((atMs) => states.at(0, atMs))).toEqual([
      ONLINE,
      BACKGROUND,
      BACKGROUND,
    ]);
    expect(states.at(1, 99)).toBe(OFFLINE);
  });

  it('labels each delivery of a chat with sessions, and who looks waits less', () => {
    const result = runText(TEXT);
    const count = (state: string) => figure(result, 'count', 'delivery', { state });
    const [online, background] = [count('online'), count('background')];
    expect(online).toBeGreaterThan(50);
    expect(background).toBeGreaterThan(50);
    expect(online + background + count('offline')).toBe(total(result, 'deliveries'));
    const median = (state: string) => figure(result, 'p50', 'delivery', { state });
    expect(median('online')).toBeLessThan(median('background'));
  });
});
