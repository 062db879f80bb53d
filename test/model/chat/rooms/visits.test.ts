import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** A channel of two places, which half of the people have been reading from the beginning. */
const CHANNEL = `
version: 1
title: a channel
run: { seed: 3, duration: 10m }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 1000, access: none }
  gateway: { kind: gateway, service: 1ms, per-delivery: 0us }
  hub: { kind: gateway, at: paris, service: 1ms, per-delivery: 0us }
links:
  people -> gateway: { latency: 5ms }
  gateway -> hub: { latency: 50ms }
traffic:
  news:
    kind: channel
    from: people
    to: gateway
    room: hub
    arrivals: { steady: 0.5rps }
    watching: 50%
    history: 20
    text: 100B
timeline:
  - { at: 9m, do: ramp, traffic: news, to: 0rps }
`;

describe('a channel', () => {
  it('goes from its writer to everybody who reads it', () => {
    const result = runText(CHANNEL);
    const readers = figure(result, 'value', 'watchers');
    expect(Math.abs(readers - 1000)).toBeLessThan(4 * Math.sqrt(500));
    expect(total(result, 'deliveries')).toBe(Math.round(readers * total(result, 'messages')));
    // One writer, who is in one place.
    const wrote = ['paris', 'tokyo'].filter((place) => total(result, 'messages', { place }) > 0);
    expect(wrote).toHaveLength(1);
    // 5 + 1 + 50 + 1 + 50 + 1 + 5 ms for those who are further away from it than the writer's own gateway, too.
    expect(figure(result, 'max', 'delivery')).toBe(113);
  });
});

describe('people who come late', () => {
  const visits = 'traffic.news.visits.poisson=1rps';

  it('are given what was said last, and see what comes from then on', () => {
    const result = runText(CHANNEL, [visits]);
    const came = total(result, 'room_visits');
    expect(Math.abs(came - 600)).toBeLessThan(4 * Math.sqrt(600));
    // Up 5, gateway 1, hub 50, 1, back 50, gateway 1, down 5 ms.
    expect(figure(result, 'min', 'room_join')).toBe(113);
    // Half a post a second: after 40 s there are twenty.
    const given = total(result, 'room_history') / came;
    expect(given).toBeGreaterThan(18);
    expect(given).toBeLessThanOrEqual(20);
    expect(total(result, 'room_visits_failed')).toBe(0);
    const ended = ['deliveries', 'room_skipped', 'undelivered'].map((name) => total(result, name));
    expect(ended.reduce((sum, one) => sum + one, 0)).toBe(total(result, 'room_offered'));
    expect(total(result, 'deliveries')).toBeGreaterThan(1100 * total(result, 'messages'));
  });

  it('and go are as many as Little says', () => {
    // Nobody at first; two a second who stay for 40 s: 80 in the mean of what is beyond the first minutes.
    const set = ['traffic.news.visits.poisson=2rps', 'traffic.news.stays.exponential=40s'];
    const result = runText(CHANNEL, [...set, 'traffic.news.watching=0%', 'run.warmup=3m']);
    // A Poisson number each instant; seven minutes are ten independent ones.
    expect(Math.abs(figure(result, 'value', 'watchers') - 80)).toBeLessThan(4 * Math.sqrt(80 / 10));
  });

  it('find a gateway that is down, and are counted', () => {
    const crash = `${CHANNEL}  - { at: 2m, do: crash, node: gateway, for: 1m, name: crash }\n`;
    const result = runText(crash, [visits]);
    // One a second for a minute.
    const failed = total(result, 'room_visits_failed');
    expect(Math.abs(failed - 60)).toBeLessThan(4 * Math.sqrt(60));
  });
});
