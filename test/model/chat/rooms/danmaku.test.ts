import { describe, expect, it } from 'vitest';
import { evaluate, type Result } from '../../../../sim/index.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Two thousand people in two places, one room, two gateways in each place. */
const ROOM = `
version: 1
title: a room
run: { seed: 7, duration: 35s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 1000, access: fibre }
  gateway: { kind: gateway, count: 2, workers: 4, service: 100us, per-delivery: 0.6us }
  hub: { kind: gateway, at: paris, workers: 4, service: 100us }
traffic:
  film:
    kind: danmaku
    from: people
    to: gateway
    room: hub
    arrivals: { steady: 20rps }
    merge: 0s
    most: 1krps
    followed: 1k
timeline:
  - { at: 30s, do: ramp, traffic: film, to: 0rps }
`;

/** Offered = shown + left out + lost, once nothing is on its way. */
function expectConserved(result: Result): void {
  const ended = ['deliveries', 'room_skipped', 'undelivered'].map((name) => total(result, name));
  expect(ended.reduce((sum, one) => sum + one, 0)).toBe(total(result, 'room_offered'));
  // The ledger has seen the same, frame by frame, and nothing that ended twice or not at all.
  const [ledger] = result.replications[0]!.ledgers ?? [];
  expect(ledger).toMatchObject({
    broken: {},
    shown: total(result, 'deliveries'),
    withdrawn: total(result, 'room_skipped'),
    dropped: total(result, 'undelivered'),
    outstanding: 0,
  });
  // And each comment is for two thousand, if it comes to its room.
  const arrived = total(result, 'messages') - total(result, 'room_lost');
  expect(total(result, 'room_offered')).toBe(2000 * arrived);
}

describe('a room', () => {
  it('shows each comment to everybody who watches', () => {
    const result = runText(ROOM);
    expect(total(result, 'deliveries')).toBe(2000 * total(result, 'messages'));
    expectConserved(result);
    expect(figure(result, 'value', 'shown_ratio')).toBe(1);
    expect(figure(result, 'value', 'fan_out')).toBe(2000);
    // One frame of 16 bytes and a comment for each watcher.
    const frames = total(result, 'calls', { node: 'gateway', to: 'people' });
    expect(frames).toBe(total(result, 'deliveries'));
    const bytes = total(result, 'call_bytes', { node: 'gateway', to: 'people' });
    expect(bytes / frames).toBeGreaterThan(16 + 50);
  });

  it('shows no more than a viewer can read, and the writer what was left out', () => {
    const set = ['traffic.film.arrivals.steady=400rps', 'traffic.film.most=30rps'];
    const merged = [...set, 'traffic.film.merge=500ms'];
    const result = runText(ROOM, merged);
    expectConserved(result);
    const sent = total(result, 'messages');
    // 60 intervals of 15 comments and one more that is saved up, of which the writers see their own besides.
    const shown = (total(result, 'deliveries') - (sent - 60 * 15)) / 1999;
    expect(Math.abs(shown / (60 * 15) - 1)).toBeLessThan(0.02);
  });

  it('shows first those who go first', () => {
    const set = ['traffic.film.arrivals.steady=60rps', 'traffic.film.most=30rps'];
    const half = (rule: string) =>
      runText(ROOM, [...set, 'traffic.film.merge=1s', 'traffic.film.own=false', rule]);
    for (const rule of ['drops=any', 'drops=oldest', 'drops=newest']) {
      const result = half(`traffic.film.${rule}`);
      expectConserved(result);
      expect(Math.abs(figure(result, 'value', 'shown_ratio') - 0.5)).toBeLessThan(0.02);
    }
    const [oldest, newest] = ['oldest', 'newest'].map((rule) =>
      figure(half(`traffic.film.drops=${rule}`), 'p50', 'delivery'),
    );
    // Of a second, the first half waits 750 ms in the mean and the second half 250 ms.
    expect(newest! - oldest!).toBeGreaterThan(450);
    expect(newest! - oldest!).toBeLessThan(550);
  });

  it('is lost for who is at a gateway that is down, and for all when the room is', () => {
    const crash = (node: string) =>
      runText(`${ROOM}  - { at: 10s, do: crash, node: ${node}, for: 10s, name: crash }\n`);
    const gateway = crash('gateway/0');
    expectConserved(gateway);
    // For ten seconds, of those who write a quarter; and what the others write is lost for a quarter of the watchers.
    const written = 20 * 10;
    const lost = total(gateway, 'room_lost');
    expect(Math.abs(lost / written - 0.25)).toBeLessThan(0.12);
    expect(Math.abs(total(gateway, 'undelivered') / (500 * (written - lost)) - 1)).toBeLessThan(
      0.03,
    );
    const hub = crash('hub/0');
    expectConserved(hub);
    expect(total(hub, 'undelivered')).toBe(0);
    expect(Math.abs(total(hub, 'room_lost') / written - 1)).toBeLessThan(0.03);
  });

  it('counts likes as they come and sends their number with the comments', () => {
    const set = ['traffic.film.merge=500ms'];
    const without = runText(ROOM, set);
    const result = runText(ROOM, [...set, 'traffic.film.likes=2krps']);
    // Poisson: 70 000 within four standard deviations.
    expect(Math.abs(total(result, 'likes') - 70_000)).toBeLessThan(4 * Math.sqrt(70_000));
    const up = { node: 'people', to: 'gateway' };
    expect(total(result, 'calls', up) - total(result, 'messages')).toBe(total(result, 'likes'));
    expect(total(result, 'deliveries')).toBe(total(without, 'deliveries'));
    // Each gateway tells the hub twice a second.
    const told = total(result, 'calls', { node: 'gateway', to: 'hub' }) - total(result, 'messages');
    expect(Math.abs(told - 4 * 70)).toBeLessThanOrEqual(8);
  });
});

const PERCENTILES = ['p5', 'p25', 'p50', 'p75', 'p95', 'p99'] as const;
const quantiles = (result: Result) =>
  PERCENTILES.map((fn) => evaluate(result, { fn, metric: 'delivery', labels: {} }).value!);

describe('delays of a room', () => {
  it('are those of a chat whose messages are followed one by one', () => {
    // One gateway, so that both take the same way, and ways up are drawn from the same stream.
    const text = ROOM.replace('[paris, tokyo]', '[paris]')
      .replace('    room: hub\n', '')
      .replace('service: 100us, per-delivery: 0.6us', 'service: 0ms, per-delivery: 0us');
    const set = ['nodes.gateway.count=1', 'run.duration=33s'];
    const [before, after] = text.split(/traffic:\n.*timeline:/s);
    const chat = `${before}traffic:
  film:
    kind: chat
    from: people
    to: gateway
    arrivals: { steady: 20rps }
    rooms: { count: 1, size: 1000, share: 100% }
timeline:${after}`;
    const room = quantiles(runText(text, set));
    const oneByOne = quantiles(runText(chat, set));
    // 600 000 ways down each: quantiles are known to some thousandths. Sizes of texts differ, which fibre hides.
    for (const [index, value] of oneByOne.entries()) {
      expect(Math.abs(room[index]! / value - 1)).toBeLessThan(0.01);
    }
  });

  it('grow from watcher to watcher by the work on one delivery', () => {
    const set = ['places=[paris]', 'nodes.people.access=none', 'nodes.gateway.per-delivery=10us'];
    const alone = ['nodes.gateway.count=1', 'nodes.gateway.service=0ms', 'nodes.hub.service=0ms'];
    const still = ['network.latency=geo', 'traffic.film.followed=1k'];
    const result = runText(ROOM.replace('    room: hub\n', ''), [...set, ...alone, ...still]);
    const least = figure(result, 'min', 'delivery');
    // A thousand, by one worker: 10 us for the first and 10 ms for the last, and the mean in the middle.
    expect(figure(result, 'max', 'delivery') - least).toBeCloseTo(9.99, 6);
    expect(figure(result, 'mean', 'delivery') - least).toBeCloseTo(9.99 / 2, 6);
  });

  it('are the same when each that is followed stands for many', () => {
    const set = ['traffic.film.merge=300ms'];
    const all = quantiles(runText(ROOM, set));
    const some = quantiles(runText(ROOM, [...set, 'traffic.film.followed=8']));
    for (const [index, value] of all.entries()) {
      expect(Math.abs(some[index]! / value - 1)).toBeLessThan(0.02);
    }
  });
});
