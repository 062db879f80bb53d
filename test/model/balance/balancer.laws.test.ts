import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Backends } from '../../../sim/model/balance/backends.ts';
import { NO_BACKEND, type Request } from '../../../sim/model/balance/balancer.ts';
import { balancers } from '../../../sim/model/balance/index.ts';
import { choose } from '../../../sim/part/choice.ts';

// What every balancer must keep true. A new balancer is tested by being registered.

/** Each asked for by a client of its own. */
const request = (key: number): Request => ({ object: key, client: key, nowMs: key });
const names = Array.from({ length: 7 }, (_, index) => `edge/${index}`);

describe.each(balancers.parts)('balancer $name', (part) => {
  const make = () => choose(part, part.params.parse({})).make(undefined);
  const stream = () => new Streams('balancer laws', 0).stream('picks');

  it('picks only backends that are up', () => {
    const backends = new Backends(names);
    const balancer = make();
    const random = stream();
    backends.setUp(2, false);
    backends.setUp(5, false);
    for (let key = 0; key < 2000; key += 1) {
      const picked = balancer.pick(backends, request(key), random);
      expect(backends.up[picked]).toBe(1);
    }
  });

  it('says so when no backend is up', () => {
    const backends = new Backends(names);
    for (const backend of names.keys()) backends.setUp(backend, false);
    expect(make().pick(backends, request(1), stream())).toBe(NO_BACKEND);
  });

  it('gives each of many keys a backend, and every backend some', () => {
    const backends = new Backends(names);
    const balancer = make();
    const random = stream();
    const load = new Array(names.length).fill(0);
    for (let key = 0; key < 20_000; key += 1)
      load[balancer.pick(backends, request(key), random)] += 1;
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
        const picked = balancer.pick(backends, request(key), random);
        backends.inFlight[picked]! += 1;
        return picked;
      });
    };
    expect(picks()).toEqual(picks());
  });

  it('uses one that has come back, and all of them when all answer alike', () => {
    const backends = new Backends(names);
    const balancer = make();
    const random = stream();
    const load = new Array(names.length).fill(0);
    for (let key = 0; key < 6000; key += 1) {
      if (key === 1000) backends.setUp(3, false);
      if (key === 2000) backends.setUp(3, true);
      const picked = balancer.pick(backends, request(key), random);
      expect(backends.up[picked]).toBe(1);
      if (key >= 2000) load[picked] += 1;
      const at = { nowMs: key, inFlight: 0 };
      balancer.answered?.(picked, 5, key % 50 === 0, at);
    }
    for (const count of load) expect(count).toBeGreaterThan(100);
  });
});
