/** Devices whose lines are slower than what comes for them, and what their gateway does. */
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../../sim/engine/simulator.ts';
import { brokenPromises, type Result } from '../../../sim/index.ts';
import { SendBuffers, type WhenFull } from '../../../sim/model/chat/send-buffers.ts';
import type { World } from '../../../sim/model/node/world.ts';
import { runText, total } from '../../run-scenario.ts';

/** A line of 1000 bytes a second to one device; items are numbers, each of 1000 bytes; two of them may wait. */
function oneLine(whenFull: WhenFull) {
  const simulator = new Simulator();
  const recorder = { level: () => 0, counter: () => 0, changeLevel: () => {}, add: () => {} };
  const gateway = { group: 'gateway', place: 0, buffer: { limitBytes: 2000, whenFull } };
  const world = { simulator, recorder, nodes: [gateway], places: [{ name: 'paris' }] };
  const said: [what: string, item: number, atMs: number][] = [];
  let freeAtMs = 0;
  const take = (what: string, item: number) => {
    freeAtMs = Math.max(freeAtMs, simulator.nowMs) + 1000;
    said.push([what, item, simulator.nowMs]);
  };
  const buffers = SendBuffers.of(world as unknown as World, [0], {
    wayOf: () => ({ bitsPerSecond: 8000, busyMs: Math.max(0, freeAtMs - simulator.nowMs) }),
    send: (item) => take('sent', item),
    drop: (item) => said.push(['dropped', item, simulator.nowMs]),
    disconnect: (device) => said.push(['disconnected', device, simulator.nowMs]),
  })!;
  const offer = (item: number) => {
    if (buffers.passes(7, 0, item, 1000)) take('passed', item);
  };
  return { simulator, offer, said };
}

/** Five at once: one is on the line then, and two wait. */
function five(whenFull: WhenFull) {
  const { simulator, offer, said } = oneLine(whenFull);
  for (const item of [1, 2, 3, 4, 5]) offer(item);
  simulator.run(60_000);
  offer(6);
  return said;
}

describe('the buffer of one connection', () => {
  // What waits leaves when the line has 50 ms left: at 1000 − 50, and a second later.
  it('drops what comes when it is full (goim, comet/channel.go: Push)', () => {
    expect(five('drop-newest')).toEqual([
      ['passed', 1, 0],
      ['dropped', 4, 0],
      ['dropped', 5, 0],
      ['sent', 2, 950],
      ['sent', 3, 1950],
      ['passed', 6, 60_000],
    ]);
  });

  it('drops what has waited longest (EMQX: the oldest message in the queue is discarded)', () => {
    expect(five('drop-oldest')).toEqual([
      ['passed', 1, 0],
      ['dropped', 2, 0],
      ['dropped', 3, 0],
      ['sent', 4, 950],
      ['sent', 5, 1950],
      ['passed', 6, 60_000],
    ]);
  });

  it('closes the connection, and all that waited is gone (NATS: slow consumers are cut off)', () => {
    expect(five('disconnect')).toEqual([
      ['passed', 1, 0],
      ['dropped', 4, 0],
      ['dropped', 5, 0],
      ['dropped', 2, 0],
      ['dropped', 3, 0],
      ['disconnected', 7, 0],
      ['passed', 6, 60_000],
    ]);
  });
});

/** Six people in one room: each is to get 40 kB a second for a minute over a line of 25 in the mean. */
const ROOM = `
version: 1
title: slow readers
run: { seed: 1, duration: 400s }
places: [paris]
nodes:
  phones: { kind: clients, count: 6, access: { markov: { mean: 200kbps } } }
  gateway: { kind: gateway, send-buffer: { limit: 200kB } }
  store: { kind: mailbox }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    arrivals: { poisson: 2rps }
    rooms: { count: 1, size: 6, share: 100% }
    text: 20kB
timeline:
  - { at: 60s, do: ramp, traffic: talk, to: 0rps, name: quiet }
`;
const KEPT = ROOM.replace(
  'text: 20kB',
  'text: 20kB\n    mailbox: store\n    window: 16\n    batch: 2',
);
const POLICIES: WhenFull[] = ['disconnect', 'drop-oldest', 'drop-newest'];

const run = (text: string, policy: WhenFull, more: readonly string[] = []): Result =>
  runText(text, [`nodes.gateway.send-buffer.when-full=${policy}`, ...more]);
const outstanding = (result: Result) => result.replications[0]!.ledgers![0]!.outstanding;

describe.each(POLICIES)('slow readers of a lively room, %s', (policy) => {
  it('miss messages that nobody keeps, each counted once', () => {
    const result = run(ROOM, policy);
    const owed = 5 * total(result, 'messages');
    const missed = total(result, 'undelivered');
    expect(total(result, 'deliveries') + missed).toBe(owed);
    // Two thirds of what comes at the most goes through while people talk.
    expect(missed).toBeGreaterThan(owed / 4);
    if (policy !== 'disconnect') expect(total(result, 'send_buffer_drops')).toBe(missed);
    else expect(total(result, 'slow_disconnects')).toBeGreaterThan(0);
    // Never more than the limit for each of six.
    expect(total(result, 'send_buffer')).toBeLessThan(6 * 200_000);
    expect(brokenPromises(result)).toEqual([]);
  });

  it.each([
    ['connections that are there at once', []],
    ['sessions', ['traffic.talk.sessions={ reconnect: full-jitter }']],
  ])('get all from their mailbox in the end, with %s', (_, more) => {
    const result = run(KEPT, policy, more);
    expect(total(result, 'deliveries')).toBe(5 * total(result, 'messages'));
    expect(outstanding(result)).toBe(0);
    expect(brokenPromises(result)).toEqual([]);
    expect(total(result, 'send_buffer_drops')).toBeGreaterThan(0);
    expect(total(result, 'slow_disconnects') > 0).toBe(policy === 'disconnect');
  });
});

describe('a packet that is larger than the buffer', () => {
  it('never comes, however often its reader is cut off and asks again', () => {
    // Fifty messages of 20 kB in an answer, where 200 kB may wait.
    const result = run(KEPT, 'disconnect', [
      'traffic.talk.batch=50',
      'traffic.talk.window=50',
      'traffic.talk.sessions={ reconnect: full-jitter }',
      'run.duration=150s',
    ]);
    expect(outstanding(result)).toBeGreaterThan(100);
    expect(total(result, 'slow_disconnects')).toBeGreaterThan(50);
    // The mailbox has them still.
    expect(brokenPromises(result)).toEqual([]);
  });
});
