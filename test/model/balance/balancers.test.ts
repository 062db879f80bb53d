import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Backends } from '../../../sim/model/balance/backends.ts';
import { balancers } from '../../../sim/model/balance/index.ts';
import { choose } from '../../../sim/part/choice.ts';

const make = (name: string, params: Record<string, unknown> = {}) => {
  const part = balancers.find(name)!;
  return choose(part, part.params.parse(params)).make(undefined);
};
const random = () => new Streams('balancers', 0).stream('picks');
/** For balancers that draw nothing. */
const unused = random();
const nodes = (count: number) =>
  new Backends(Array.from({ length: count }, (_, index) => `node/${index}`));

describe('round-robin', () => {
  it('goes around, and around those that are down', () => {
    const backends = nodes(4);
    backends.up[1] = 0;
    const balancer = make('round-robin');
    const picks = Array.from({ length: 7 }, () => balancer.pick(backends, 0, unused));
    expect(picks).toEqual([0, 2, 3, 0, 2, 3, 0]);
  });
});

describe('least-connections', () => {
  it('takes the idle one', () => {
    const backends = nodes(3);
    backends.inFlight.set([2, 0, 1]);
    expect(make('least-connections').pick(backends, 0, unused)).toBe(1);
  });
});

describe('power-of-choices', () => {
  /** Throws balls into bins that never empty. @returns the fullest bin. */
  function fullestBin(choices: number, bins: number): number {
    const backends = nodes(bins);
    const balancer = make('power-of-choices', { choices });
    const stream = random();
    for (let ball = 0; ball < bins; ball += 1) {
      backends.inFlight[balancer.pick(backends, ball, stream)]! += 1;
    }
    return Math.max(...backends.inFlight);
  }

  // Azar, Broder, Karlin & Upfal, SIAM J. Comput. 29(1), 1999: with n = 1e5 balls and bins the
  // fullest has 7–8 with one choice, 3–4 with two.
  it('leaves the fullest of 1e5 bins with 3 or 4 balls when it looks at two', () => {
    expect(fullestBin(2, 100_000)).toBeGreaterThanOrEqual(3);
    expect(fullestBin(2, 100_000)).toBeLessThanOrEqual(4);
  });

  it('is random placement when it looks at one: 6 to 9 balls in the fullest', () => {
    expect(fullestBin(1, 100_000)).toBeGreaterThanOrEqual(6);
    expect(fullestBin(1, 100_000)).toBeLessThanOrEqual(9);
  });
});

describe('ring-hash', () => {
  it('moves only the keys of a backend that goes down', () => {
    const backends = nodes(10);
    const balancer = make('ring-hash');
    const before = Array.from({ length: 5000 }, (_, key) => balancer.pick(backends, key, unused));
    backends.up[3] = 0;
    for (const [key, owner] of before.entries()) {
      const now = balancer.pick(backends, key, unused);
      if (owner !== 3) expect(now).toBe(owner);
      else expect(now).not.toBe(3);
    }
  });

  // Domain oracle 6: 100 nodes, largest share over mean 1.94 (10 points), 1.26 (100), 1.18 (200).
  it.each([
    [10, 1.5, 2.6],
    [100, 1.15, 1.5],
    [1000, 1.03, 1.2],
  ])('spreads 100 nodes with %i points each as evenly as theory says', (points, low, high) => {
    const backends = nodes(100);
    const balancer = make('ring-hash', { 'virtual-nodes': points });
    const load = new Array(100).fill(0);
    const keys = 200_000;
    for (let key = 0; key < keys; key += 1) load[balancer.pick(backends, key, unused)] += 1;
    const imbalance = Math.max(...load) / (keys / 100);
    expect(imbalance).toBeGreaterThan(low);
    expect(imbalance).toBeLessThan(high);
  });
});
