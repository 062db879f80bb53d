import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MaxMinNetwork } from '../../sim/engine/max-min-network.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { maximum } from './linear-program.ts';

/** 1 byte a millisecond. */
const UNIT = 8000;

/**
 * Max-min fair rates of single flows, slowly: all rates rise together in the largest step that no
 * link forbids; flows through a link that is then full stop. Bertsekas & Gallager 1992, §6.5.2.
 */
function slowRates(capacities: readonly number[], flows: readonly (readonly number[])[]): number[] {
  const rates = flows.map(() => 0);
  const open = new Set(flows.keys());
  const used = (link: number) =>
    flows.reduce((sum, path, flow) => sum + (path.includes(link) ? rates[flow]! : 0), 0);
  while (open.size > 0) {
    const steps = capacities.map((capacity, link) => {
      const rising = [...open].filter((flow) => flows[flow]!.includes(link)).length;
      return rising === 0 ? Number.POSITIVE_INFINITY : (capacity - used(link)) / rising;
    });
    const step = Math.min(...steps);
    for (const flow of open) rates[flow]! += step;
    for (const [link, own] of steps.entries()) {
      if (own > step * (1 + 1e-9) + 1e-12) continue;
      for (const flow of open) if (flows[flow]!.includes(link)) open.delete(flow);
    }
  }
  return rates;
}

/**
 * The same by linear programs: the most that all open flows can have alike; those that could have no
 * more while the others keep that have got theirs; again for the rest. Nace & Pióro, IEEE Communications
 * Surveys 10(4), 2008, §3.
 */
function programmedRates(
  capacities: readonly number[],
  flows: readonly (readonly number[])[],
): number[] {
  const rates: (number | undefined)[] = flows.map(() => undefined);
  while (rates.includes(undefined)) {
    const open = [...flows.keys()].filter((flow) => rates[flow] === undefined);
    const left = capacities.map((capacity, link) =>
      flows.reduce(
        (rest, path, flow) => rest - (path.includes(link) ? (rates[flow] ?? 0) : 0),
        capacity,
      ),
    );
    // What flows have above the least of them, and that least, as the last column.
    const links = left.map((_, link) => {
      const through = open.map((flow) => (flows[flow]!.includes(link) ? 1 : 0));
      return [...through, through.reduce((sum: number, one) => sum + one, 0)];
    });
    const room = left.map((rest) => Math.max(0, rest));
    const least = maximum([...open.map(() => 0), 1], links, room);
    const above = links.map((row) => row.slice(0, -1));
    const over = room.map((rest, link) => Math.max(0, rest - least * links[link]!.at(-1)!));
    for (const [place, flow] of open.entries()) {
      const aims = open.map((_, other) => (other === place ? 1 : 0));
      if (maximum(aims, above, over) < 1e-7) rates[flow] = least;
    }
  }
  return rates.map((rate) => rate!);
}

/** When flows that start together are done, by moving from one departure to the next. */
function slowTimes(
  capacities: readonly number[],
  flows: readonly (readonly number[])[],
  bytes: readonly number[],
): number[] {
  const left = [...bytes];
  const doneAt = bytes.map(() => 0);
  let present = [...flows.keys()];
  for (let now = 0; present.length > 0; ) {
    const rates = slowRates(
      capacities,
      present.map((flow) => flows[flow]!),
    );
    const step = Math.min(...present.map((flow, place) => left[flow]! / rates[place]!));
    now += step;
    for (const [place, flow] of present.entries()) {
      left[flow]! -= rates[place]! * step;
      if (left[flow]! < 1e-7) doneAt[flow] = now;
    }
    present = present.filter((flow) => left[flow]! >= 1e-7);
  }
  return doneAt;
}

const LINKS = 4;
const path = fc.uniqueArray(fc.nat(LINKS - 1), { minLength: 1, maxLength: 3 });
const capacities = fc.array(fc.integer({ min: 1, max: 20 }), {
  minLength: LINKS,
  maxLength: LINKS,
});

function build(rates: readonly number[], done: (job: number) => void) {
  const simulator = new Simulator();
  const network = new MaxMinNetwork(simulator, done);
  for (const rate of rates) network.addLink(rate * UNIT);
  return { simulator, network };
}

describe('a max-min fair network', () => {
  it('shares the textbook example as the textbook does', () => {
    // The first link has three flows, 1/3 each; one of them goes on over the second, where it
    // leaves 2/3 to the only other. Bertsekas & Gallager 1992, §6.5.2.
    const { network } = build([1, 1], () => {});
    const [short, long, other] = [[0], [0, 1], [1]].map((links) => network.addPath(links));
    network.send(0, short!, 1000);
    network.send(1, short!, 1000);
    network.send(2, long!, 1000);
    network.send(3, other!, 1000);
    const rates = [short, long, other].map((id) => network.rate(id!) / UNIT);
    expect(rates[0]).toBeCloseTo(1 / 3, 12);
    expect(rates[1]).toBeCloseTo(1 / 3, 12);
    expect(rates[2]).toBeCloseTo(2 / 3, 12);
  });

  it('has at every moment the rates of a slow twin', () => {
    const move = fc.record({
      path: fc.nat(5),
      what: fc.nat(3),
      rate: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(
        capacities,
        fc.array(path, { minLength: 6, maxLength: 6 }),
        fc.array(move, { maxLength: 25 }),
        (rates, paths, moves) => {
          const { network } = build(rates, () => {});
          const ids = paths.map((links) => network.addPath(links));
          let flows: number[] = [];
          const now = [...rates];
          for (const { path: which, what, rate } of moves) {
            if (what === 0) {
              network.clear(ids[which]!, () => {});
              flows = flows.filter((one) => one !== which);
            } else if (what === 1) {
              network.setRate(which % LINKS, rate * UNIT);
              now[which % LINKS] = rate;
            } else {
              network.send(0, ids[which]!, 1e9);
              flows = [...flows, which];
            }
            const expected = slowRates(
              now,
              flows.map((one) => paths[one]!),
            );
            for (const [flow, one] of flows.entries()) {
              expect(network.rate(ids[one]!) / UNIT).toBeCloseTo(expected[flow]!, 9);
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('has the rates that linear programs give, on random networks', () => {
    const paths = fc.array(path, { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(capacities, paths, (rates, flows) => {
        const { network } = build(rates, () => {});
        const ids = flows.map((links) => network.addPath(links));
        for (const id of ids) network.send(0, id, 1e9);
        for (const [flow, expected] of programmedRates(rates, flows).entries()) {
          expect(network.rate(ids[flow]!) / UNIT).toBeCloseTo(expected, 6);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('delivers when a slow twin does', () => {
    const flow = fc.record({ links: path, bytes: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(capacities, fc.array(flow, { minLength: 1, maxLength: 8 }), (rates, flows) => {
        const doneAt: number[] = [];
        const { simulator, network } = build(rates, (job) => {
          doneAt[job] = simulator.nowMs;
        });
        for (const [job, { links, bytes }] of flows.entries()) {
          network.send(job, network.addPath(links), bytes);
        }
        simulator.run(Number.POSITIVE_INFINITY);
        const expected = slowTimes(
          rates,
          flows.map(({ links }) => links),
          flows.map(({ bytes }) => bytes),
        );
        // The time grid rounds each departure by up to 2^-20 ms.
        for (const [job, atMs] of expected.entries()) expect(doneAt[job]).toBeCloseTo(atMs, 4);
      }),
      { numRuns: 200 },
    );
  });

  it('stands still while a link has no bandwidth, and goes on', () => {
    const doneAt: number[] = [];
    const { simulator, network } = build([1], () => doneAt.push(simulator.nowMs));
    network.send(0, network.addPath([0]), 100);
    const change = simulator.handler((units) => network.setRate(0, units * UNIT));
    simulator.after(40, change, 0);
    simulator.after(100, change, 2);
    simulator.run(Number.POSITIVE_INFINITY);
    // 40 bytes by 40 ms, none until 100, 60 at 2 a ms.
    expect(doneAt).toEqual([130]);
  });

  it('does nothing for a change elsewhere', () => {
    const { simulator, network } = build([1, 1], () => {});
    const [here, there] = [network.addPath([0]), network.addPath([1])];
    network.send(0, here, 10);
    const before = network.rate(here);
    for (let job = 1; job < 10; job += 1) network.send(job, there, 10);
    expect(network.rate(here)).toBe(before);
    expect([network.flows(here), network.flows(there)]).toEqual([1, 9]);
    expect(simulator.pending).toBe(2);
  });

  it('refuses a path without links or with a link twice', () => {
    const { network } = build([1], () => {});
    expect(() => network.addPath([])).toThrow('a path has one or more links, each once');
    expect(() => network.addPath([0, 0])).toThrow('got [0, 0]');
  });
});
