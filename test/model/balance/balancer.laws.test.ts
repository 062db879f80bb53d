import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Backends } from '../../../sim/model/balance/backends.ts';
import { NO_BACKEND } from '../../../sim/model/balance/balancer.ts';
import { balancers } from '../../../sim/model/balance/index.ts';
import { choose } from '../../../sim/part/choice.ts';

// What every balancer must keep true. A new balancer is tested by being registered.

const names = Array.from({ length: 7 }, (_, index) => `edge/${index}`);

describe.each(balancers.parts)('balancer $name', (part) => {
  const make = () => choose(part, part.params.parse({})).make(undefined);
  const stream = () => new Streams('balancer laws', 0).stream('picks');

  it('picks only backends that are up', () => {
    const backends = new Backends(names);
    const balancer = make();
    const random = stream();
    backends.up[2] = 0;
    backends.up[5] = 0;
    for (let key = 0; key < 2000; key += 1) {
      const picked = balancer.pick(backends, key, random);
      expect(backends.up[picked]).toBe(1);
    }
  });

  it('says so when no backend is up', () => {
    const backends = new Backends(names);
    backends.up.fill(0);
    expect(make().pick(backends, 1, stream())).toBe(NO_BACKEND);
  });

  it('gives each of many keys a backend, and every backend some', () => {
    const backends = new Backends(names);
    const balancer = make();
    const random = stream();
    const load = new Array(names.length).fill(0);
    for (let key = 0; key < 20_000; key += 1) load[balancer.pick(backends, key, random)] += 1;
    // Fair share is 2857; a ring of 160 points a backend stays within 1.26 times (domain oracle 6).
    for (const count of load) {
      expect(count).toBeGreaterThan(2857 * 0.7);
      expect(count).toBeLessThan(2857 * 1.3);
    }
  });

  it('repeats itself with the same stream', () => {
    const picks = () => {
      const backends = new Backends(names);
      const balancer = make();
      const random = stream();
      return Array.from({ length: 200 }, (_, key) => {
        const picked = balancer.pick(backends, key, random);
        backends.inFlight[picked]! += 1;
        return picked;
      });
    };
    expect(picks()).toEqual(picks());
  });
});
