import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { THREE, TWO_PLACES } from '../service/small-worlds.ts';

const SESSIONS = (params: string) => [`traffic.talk.sessions=${params}`];

/** Every message is with everybody that it is for, once. */
function expectAllDelivered(result: ReturnType<typeof runText>): void {
  const sent = total(result, 'messages');
  expect(sent).toBeGreaterThan(500);
  expect(total(result, 'undelivered')).toBe(0);
  // Each direct message is one delivery, each one in a room of 20 is 19.
  const rooms = (total(result, 'deliveries') - sent) / 18;
  expect(Number.isInteger(rooms)).toBe(true);
}

describe('a chat whose devices have connections', () => {
  it('takes as long as one whose devices have them for nothing, while all are connected', () => {
    const quiet = `${THREE}timeline:\n  - { at: 50s, do: ramp, traffic: talk, to: 0rps }\n`;
    const result = runText(quiet, SESSIONS('{}'));
    expect(figure(result, 'min', 'delivery')).toBe(22);
    expect(figure(result, 'max', 'delivery')).toBe(22);
    expect(total(result, 'connects')).toBe(0);
  });

  it('delivers everything after a crash, when devices have come back at the rate that gateways accept', () => {
    const crash = '  - { at: 10s, do: crash, node: gateway/0, for: 5s }\n';
    const set = SESSIONS('{ known: 1s, reconnect: { full-jitter: 500ms } }');
    const result = runText(`${TWO_PLACES}${crash}`, [...set, 'nodes.gateway.accept=10rps']);
    expectAllDelivered(result);
    expect(total(result, 'connections')).toBeGreaterThan(10);
    expect(total(result, 'connections_lost', { cause: 'crash' })).toBeGreaterThan(10);
  });

  it('delivers everything over networks that forget, and to people who come and go', () => {
    const set = SESSIONS(
      '{ nat: 3s, heartbeat: { fixed: 5s }, heartbeat-timeout: 1s, breaks: { exponential: 10s }, reconnect: { full-jitter: 500ms }, arrivals: { poisson: 20rps }, stay: { exponential: 2s }, keep: 0s, online: 40% }',
    );
    // From 30 s on nobody writes; people look every 5 s in the mean, so that each has looked before 90 s.
    const result = runText(TWO_PLACES, [...set, 'run.duration=120s']);
    expectAllDelivered(result);
    expect(total(result, 'connections_lost', { cause: 'break' })).toBeGreaterThan(10);
    // What waited for its people: who writes looks at his device, and most others do not.
    expect(figure(result, 'p95', 'delivery')).toBeGreaterThan(2000);
  });
});
