import { describe, expect, it } from 'vitest';
import { Simulator } from '../../../sim/engine/simulator.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { Backends } from '../../../sim/model/balance/backends.ts';
import { balancers } from '../../../sim/model/balance/index.ts';
import { choose } from '../../../sim/part/choice.ts';

const SERVERS = 500;
const CUSTOMERS = 600_000;
const WARM_UP = 100_000;

/**
 * Many queues with one server each, exponential services of 1 ms in the mean, and one balancer.
 *
 * @returns mean time in the system, ms.
 */
function meanTimeMs(name: string, params: Record<string, unknown>, load: number): number {
  const simulator = new Simulator();
  const streams = new Streams(`${name} of ${SERVERS}`, 0);
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('services');
  const picks = streams.stream('picks');
  const part = balancers.find(name)!;
  const balancer = choose(part, part.params.parse(params)).make(undefined);
  const backends = new Backends(Array.from({ length: SERVERS }, (_, index) => `node/${index}`));
  const queues = Array.from({ length: SERVERS }, () => [] as number[]);
  let [arrived, left, sumMs] = [0, 0, 0];
  const depart = simulator.handler((server) => {
    const queue = queues[server]!;
    const tookMs = simulator.nowMs - queue.shift()!;
    backends.inFlight[server]! -= 1;
    const at = { nowMs: simulator.nowMs, inFlight: backends.inFlight[server]! };
    balancer.answered?.(server, tookMs, false, at);
    left += 1;
    if (left > WARM_UP) sumMs += tookMs;
    if (queue.length > 0) simulator.after(services.exponential(1), depart, server);
  });
  const arrive = simulator.handler(() => {
    const request = { object: arrived, client: arrived, nowMs: simulator.nowMs };
    const server = balancer.pick(backends, request, picks);
    backends.inFlight[server]! += 1;
    queues[server]!.push(simulator.nowMs);
    if (queues[server]!.length === 1) simulator.after(services.exponential(1), depart, server);
    arrived += 1;
    if (arrived < CUSTOMERS) simulator.after(arrivals.exponential(1 / (SERVERS * load)), arrive);
  });
  simulator.after(0, arrive);
  simulator.run(Number.POSITIVE_INFINITY);
  return sumMs / (CUSTOMERS - WARM_UP);
}

describe('the mean time of 500 queues at a load of 0.9', () => {
  // Mitzenmacher, IEEE TPDS 12(10), 2001: with n queues and d choices the share of queues with i customers
  // or more is 0.9^((d^i − 1) / (d − 1)); the mean time is their sum over i, by 0.9. Limits of n → ∞.
  it.each([
    [1, 10, 0.06],
    [2, 2.6141, 0.02],
    [3, 2.0279, 0.02],
    [5, 1.6329, 0.02],
  ])('with %d choices is that of the supermarket model', (choices, expected, tolerance) => {
    const meanMs = meanTimeMs('power-of-choices', { choices }, 0.9);
    expect(Math.abs(meanMs / expected - 1)).toBeLessThan(tolerance);
  });

  it('is hardly more than the service when idle ones are taken', () => {
    // Lu et al. 2011: no waiting in the limit. JSQ is better still than any choice among a few.
    expect(meanTimeMs('join-idle-queue', {}, 0.9)).toBeLessThan(1.05);
    expect(meanTimeMs('join-shortest-queue', {}, 0.9)).toBeLessThan(1.05);
  });

  it('is that of M/M/1 when nobody looks', () => {
    // 1 / (1 − 0.9). Queues at such a load forget slowly: 1000 customers each leave some 6 %.
    expect(Math.abs(meanTimeMs('random', {}, 0.9) / 10 - 1)).toBeLessThan(0.06);
  });

  it('is below two random choices when a balancer probes ahead or counts what is in flight', () => {
    const two = 2.6141;
    expect(meanTimeMs('prequal', {}, 0.9)).toBeLessThan(two);
    expect(meanTimeMs('least-connections', {}, 0.9)).toBeLessThan(1.05);
  });
});
