import { describe, expect, it } from 'vitest';
import type { Random } from '../../sim/engine/random.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { accessProfiles } from '../../sim/model/access/index.ts';
import { disks } from '../../sim/model/cdn/disk/index.ts';
import { distributions } from '../../sim/model/distribution/distribution.ts';
import { catalogue } from '../../sim/model/index.ts';
import { lossModels } from '../../sim/model/net/loss/index.ts';
import { Losses } from '../../sim/model/net/loss/loss.ts';
import { congestionControls } from '../../sim/model/net/transport/congestion/index.ts';
import { transports } from '../../sim/model/net/transport/index.ts';
import { choose } from '../../sim/part/choice.ts';
import { number } from '../../sim/part/units.ts';
import { contextOf, linkOf } from './access/fixtures.ts';

// What every part must keep true, whatever its kind; then what parts of one kind share.

const stream = (name: string): Random => new Streams('laws', 0).stream(name);
const DRAWS = 2000;

describe.each(catalogue.map((registry) => [registry.kind, registry] as const))(
  'every %s',
  (_, registry) => {
    it.each(registry.parts.map((part) => [part.name, part] as const))(
      '%s says what it is',
      (name, part) => {
        expect(name).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
        expect(part.summary).toMatch(/^\S.*[^.]$/);
        expect(part.source.length).toBeGreaterThan(5);
        for (const [param, schema] of Object.entries(part.params.shape)) {
          expect((schema as { description?: string }).description, `${name}.${param}`).toBeTruthy();
        }
        if (part.main !== undefined) expect(Object.keys(part.params.shape)).toContain(part.main);
      },
    );
  },
);

/** What cannot be left out of a profile. */
const GIVEN: Readonly<Record<string, object>> = { trace: { file: 'trace' } };
const FILES = { trace: '0 0\n1 3\n2 0\n4 9\n' };

describe.each(accessProfiles.parts)('access profile $name', (part) => {
  const profile = choose(part, part.params.parse(GIVEN[part.name] ?? {})).make(undefined);

  it('has delays of 0 or more, rates above 0 and loses less than everything', () => {
    const random = stream(part.name);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      expect(profile.oneWayMs(random)).toBeGreaterThanOrEqual(0);
      expect(profile.downBitsPerSecond(random)).toBeGreaterThan(0);
      expect(profile.upBitsPerSecond(random)).toBeGreaterThan(0);
    }
    expect(profile.lossRatio ?? 0).toBeGreaterThanOrEqual(0);
    expect(profile.lossRatio ?? 0).toBeLessThan(1);
  });

  it('carries what devices send and get, the same with the same seed', () => {
    const carry = () => {
      const link = linkOf(profile, contextOf(3, FILES));
      const random = stream(part.name);
      return Array.from({ length: 300 }, (_, turn) => {
        const nowMs = turn * 777;
        const bytes = (turn % 5) * 1000;
        const upMs = link.upMs(turn % 3, bytes, nowMs, random);
        const downMs = link.downMs(turn % 3, bytes, nowMs, random);
        return [upMs, downMs, link.roundTripMs(turn % 3, nowMs, random)];
      });
    };
    const first = carry();
    for (const ms of first.flat()) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(Number.POSITIVE_INFINITY);
    }
    expect(carry()).toEqual(first);
  });

  it('takes longer for more bytes', () => {
    const took = (bytes: number) =>
      linkOf(profile, contextOf(1, FILES)).downMs(0, bytes, 20_000, stream(part.name));
    expect(took(1e6)).toBeGreaterThanOrEqual(took(1e3));
  });
});

/** Media that devices share: the profiles of those that have one. */
const media = accessProfiles.parts.filter((part) => {
  const profile = choose(part, part.params.parse(GIVEN[part.name] ?? {})).make(undefined);
  return profile.medium !== undefined;
});

describe.each(media)('medium of $name', (part) => {
  /** Hands in a ticket each 20 s, up and down in turn, and runs for a day. */
  const settled = () => {
    const context = contextOf(4);
    const profile = choose(part, part.params.parse({})).make(undefined);
    const medium = profile.medium!(context);
    const told: [ticket: number, isLost: boolean, atMs: number][] = [];
    const owner = medium.owner((ticket, isLost) => {
      told.push([ticket, isLost, context.simulator.nowMs]);
    });
    const hand = context.simulator.handler((ticket) => {
      const device = (ticket >> 1) % 4;
      if (ticket % 2 === 0) medium.sendUp(owner, ticket, device, 10);
      else medium.sendDown(owner, ticket, device, 10);
    });
    for (let ticket = 0; ticket < 400; ticket += 1)
      context.simulator.at(ticket * 20_000, hand, ticket);
    context.simulator.run(86_400_000, Number.POSITIVE_INFINITY);
    return told;
  };

  it('tells of each ticket once, not before it was handed in, and the same with the same seed', () => {
    const told = settled();
    const tickets = told.map(([ticket]) => ticket);
    expect(new Set(tickets).size).toBe(tickets.length);
    for (const [ticket, , atMs] of told) expect(atMs).toBeGreaterThanOrEqual(ticket * 20_000);
    expect(tickets.filter((ticket) => ticket % 2 === 0)).toHaveLength(200);
    // What waits on the network's side for a device that will not send again is not told of.
    expect(tickets.length).toBeGreaterThan(350);
    expect(settled()).toEqual(told);
  });

  it('counts who sends and what it draws', () => {
    const context = contextOf(4);
    const profile = choose(part, part.params.parse({})).make(undefined);
    const medium = profile.medium!(context);
    const owner = medium.owner(() => {});
    for (let device = 0; device < 4; device += 1) medium.sendUp(owner, device, device, 10);
    context.simulator.run(600_000, Number.POSITIVE_INFINITY);
    const facts = { simulatedMs: 600_000, events: 0, fingerprint: '' };
    const { counters } = context.recorder.replication(0, facts);
    const count = (name: string) => counters.find(({ metric }) => metric === name)!.total;
    expect(count('radio_tries')).toBeGreaterThanOrEqual(4);
    expect(count('radio_power')).toBeGreaterThan(0);
  });
});

describe('access profiles', () => {
  /** Median round trip, ms, and median rate down, Mbit/s. */
  function medians(name: string) {
    const part = accessProfiles.find(name)!;
    const profile = choose(part, part.params.parse({})).make(undefined);
    const random = stream(name);
    const median = (sample: () => number) => {
      const values = Float64Array.from({ length: DRAWS * 5 }, sample).sort();
      return values[values.length / 2]!;
    };
    return {
      roundTripMs: median(() => 2 * profile.oneWayMs(random)),
      downMbps: median(() => profile.downBitsPerSecond(random)) / 1e6,
    };
  }

  // The sources of the profiles; 10 000 draws determine a median within 2 %.
  it.each([
    ['5g-embb', 15, 78],
    ['fibre', 7, 620],
    ['nb-iot', 1600, 0.026],
  ])('%s has the median round trip %f ms and %f Mbit/s of its source', (name, ms, mbps) => {
    const { roundTripMs, downMbps } = medians(name);
    expect(Math.abs(roundTripMs / ms - 1)).toBeLessThan(0.04);
    expect(Math.abs(downMbps / mbps - 1)).toBeLessThan(0.04);
  });
});

describe.each(disks.parts)('disk $name', (part) => {
  it('seeks in 0 ms or more and reads something', () => {
    const { seek, throughput, reads } = choose(part, part.params.parse({})).make(undefined);
    const random = stream(part.name);
    for (let draw = 0; draw < DRAWS; draw += 1)
      expect(seek.sample(random)).toBeGreaterThanOrEqual(0);
    expect(throughput).toBeGreaterThan(0);
    expect(Number.isInteger(reads) && reads >= 1).toBe(true);
  });
});

describe('disks', () => {
  // Reads a second from the data sheets that the parts name, small ones: places / seek.
  it.each([
    ['nvme', 500_000, 1_000_000],
    ['ssd', 85_000, 95_000],
    ['hdd', 100, 200],
  ])('%s does %i to %i reads a second', (name, least, most) => {
    const part = disks.find(name)!;
    const { seek, reads } = choose(part, part.params.parse({})).make(undefined);
    const perSecond = (reads / seek.sample(stream(name))) * 1000;
    expect(perSecond).toBeGreaterThanOrEqual(least);
    expect(perSecond).toBeLessThanOrEqual(most);
  });
});

describe.each(transports.parts)('transport $name', (part) => {
  const { setupRoundTrips, flow } = choose(part, part.params.parse({})).make(undefined);

  it('is set up in a whole number of round trips, and in no more when it was before', () => {
    const { resumedRoundTrips } = flow ?? { resumedRoundTrips: setupRoundTrips };
    expect(Number.isInteger(setupRoundTrips) && setupRoundTrips >= 0).toBe(true);
    expect(Number.isInteger(resumedRoundTrips) && resumedRoundTrips >= 0).toBe(true);
    expect(resumedRoundTrips).toBeLessThanOrEqual(setupRoundTrips);
  });

  it('has room for a request and a segment', () => {
    if (flow === undefined) return;
    const { connections, requests, initialWindow, receiveWindow } = flow;
    for (const most of [connections, requests, initialWindow, receiveWindow]) {
      expect(most).toBeGreaterThanOrEqual(1);
    }
  });
});

describe.each(congestionControls.parts)('congestion control $name', (part) => {
  const ack = {
    nowMs: 0,
    segments: 8,
    roundTripMs: 20,
    shortestMs: 20,
    isNewRound: true,
    used: 10,
    inFlight: 2,
    deliveryRate: 0.9,
    isRecovering: false,
  };

  function begun() {
    const control = choose(part, part.params.parse({})).make(undefined);
    control.reserve(2);
    control.begin(0, 10, 20);
    control.begin(1, 10, 20);
    return control;
  }

  it('begins with the window that it is told, and keeps connections apart', () => {
    const control = begun();
    control.acknowledged(0, { ...ack, nowMs: 20 });
    expect(control.window(1)).toBe(10);
  });

  it('grows by what is acknowledged at first', () => {
    const control = begun();
    control.acknowledged(0, { ...ack, nowMs: 20 });
    expect(control.window(0)).toBe(18);
  });

  it('keeps a window of one segment or more, whatever happens', () => {
    const control = begun();
    const random = stream(part.name);
    for (let step = 1; step < DRAWS; step += 1) {
      const what = random.below(8);
      if (what === 0) control.lost(0, step * 20);
      else if (what === 1) control.timedOut(0, step * 20);
      else if (what === 2) control.rested(0, 1000, 220, 10);
      else control.acknowledged(0, { ...ack, nowMs: step * 20, used: control.window(0) });
      expect(control.window(0)).toBeGreaterThanOrEqual(1);
      expect(control.window(0)).toBeLessThan(1e9);
    }
  });
});

describe.each(lossModels.parts)('loss model $name', (part) => {
  it.each([0.001, 0.01, 0.3])('loses a part of %d of the packets', (share) => {
    const losses = new Losses(
      choose(part, part.params.parse({ share: `${share * 100}%` })).make(stream(part.name)),
    );
    const packets = 2_000_000;
    let lost = 0;
    for (let sent = 0; sent < packets; sent += 8) lost += losses.of(8);
    // Bursts of 5 on average: 9 times the variance of single losses at most (2 x 5 - 1).
    expect(Math.abs(lost - share * packets)).toBeLessThan(4 * Math.sqrt(9 * share * packets));
  });
});

describe.each(distributions(number).parts)('distribution $name', (part) => {
  const given: Record<string, Record<string, number | number[]>> = {
    constant: { value: 3 },
    uniform: { min: 2, max: 5 },
    exponential: { mean: 4 },
    lognormal: { median: 10, p99: 100, max: 300 },
    pareto: { min: 2, alpha: 1.1, max: 90 },
    'discrete-pareto': { min: 3, alpha: 1.8, max: 90 },
    weibull: { mean: 3, shape: 0.7 },
    gamma: { mean: 3, shape: 2.5 },
    beta: { min: 2, max: 10, a: 2, b: 6 },
    hyperexponential: { mean: 3, scv: 6 },
    empirical: { values: [4, 1, 9, 2] },
  };

  it('keeps to its bounds and repeats itself with the same stream', () => {
    const params = given[part.name]!;
    const shape = choose(part, part.params.parse(params)).make(undefined);
    const draw = () => {
      const random = stream(part.name);
      return Array.from({ length: DRAWS }, () => shape.sample(random));
    };
    const values = draw();
    expect(draw()).toEqual(values);
    const { min = 0, max = Number.POSITIVE_INFINITY, mean } = params as Record<string, number>;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(min);
    expect(Math.max(...values)).toBeLessThanOrEqual(max);
    if (mean === undefined) return;
    const average = values.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / DRAWS;
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
  });
});

describe('a lognormal distribution', () => {
  it('has the median and the 99 % quantile it was told', () => {
    const part = distributions(number).find('lognormal')!;
    const shape = choose(part, part.params.parse({ median: 10, p99: 100 })).make(undefined);
    const random = stream('quantiles');
    const values = Float64Array.from({ length: 100_000 }, () => shape.sample(random)).sort();
    expect(Math.abs(values[50_000]! / 10 - 1)).toBeLessThan(0.03);
    expect(Math.abs(values[99_000]! / 100 - 1)).toBeLessThan(0.05);
  });
});

describe('a distribution by name', () => {
  const valuesOf = (name: string, params: Record<string, number>) => {
    const part = distributions(number).find(name)!;
    const shape = choose(part, part.params.parse(params)).make(undefined);
    const random = stream(`${name} values`);
    return Float64Array.from({ length: 100_000 }, () => shape.sample(random));
  };

  it('is a Pareto without a largest value unless it is given one', () => {
    const values = valuesOf('pareto', { min: 2, alpha: 1.1 });
    // P(X > x) = (min / x)^alpha; a share of 1e5 draws has a standard error of at most 0.0016.
    for (const x of [3, 10, 200, 2000]) {
      const share = values.filter((value) => value > x).length / values.length;
      expect(Math.abs(share - (2 / x) ** 1.1)).toBeLessThan(4 * 0.0016);
    }
    expect(values.filter((value) => value > 2000).length).toBeGreaterThan(0);
  });

  it('is a beta stretched between its bounds', () => {
    const values = valuesOf('beta', { min: 2, max: 10, a: 2, b: 6 });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Mean a / (a + b) and variance ab / ((a + b)² (a + b + 1)) of a beta, over a range of 8.
    expect(Math.abs(mean - 4)).toBeLessThan((4 * 8 * 0.1443) / Math.sqrt(values.length));
    expect(Math.abs(variance / (64 * (12 / 576)) - 1)).toBeLessThan(0.03);
  });
});
