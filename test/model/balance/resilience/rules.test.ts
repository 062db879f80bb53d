import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { metastable } from '../../../../sim/index.ts';
import { backoffs } from '../../../../sim/model/balance/resilience/backoff.ts';
import { CircuitBreaker } from '../../../../sim/model/balance/resilience/circuit-breaker.ts';
import { HealthRecords } from '../../../../sim/model/balance/resilience/health-checks.ts';
import { OutlierRecords } from '../../../../sim/model/balance/resilience/outlier-ejection.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const SERVERS = `
version: 1
title: servers
run: { seed: 5, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  lb: { kind: balancer, backends: server, algorithm: random }
  server: { kind: origin, count: 4, workers: 1000, service: { exponential: 100ms } }
links:
  people -> lb: { latency: 0ms }
  lb -> server: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: lb
    transport: open
    arrivals: { poisson: 400rps }
    catalog: { objects: 2000, popularity: uniform, size: 1000B }
`;

describe('hedging', () => {
  it('takes the smaller of two exponential times: p99 falls from 4.605 means to 2.303', () => {
    // Authority: oracle 11; the minimum of two has half the mean. 24 000 samples bound a p99 within 3 %.
    const one = figure(runText(SERVERS), 'p99', 'latency') / 100;
    const rules = 'nodes.lb.resilience={ hedge: { after: 0ms, budget: 100% } }';
    const hedged = runText(SERVERS, [rules]);
    expect(Math.abs(one / 4.605 - 1)).toBeLessThan(0.06);
    expect(Math.abs(figure(hedged, 'p99', 'latency') / 230.3 - 1)).toBeLessThan(0.06);
    expect(figure(hedged, 'value', 'amplification')).toBeGreaterThan(1.99);
  });

  it('after the 95th percentile costs 5 % and shortens the tail', () => {
    const result = runText(SERVERS, ['nodes.lb.resilience={ hedge: 95% }']);
    // P(X > t) for t above p95 = 2.996 means is that of the first times that of the second: at p99 it is
    // e^-t · e^-(t - 2.996) = .01, so t = (4.605 + 2.996) / 2 = 3.80 means; the budget cuts a little.
    expect(figure(result, 'p99', 'latency') / 100).toBeLessThan(4.1);
    expect(figure(result, 'p99', 'latency') / 100).toBeGreaterThan(3.6);
    expect(figure(result, 'value', 'amplification')).toBeLessThanOrEqual(1.051);
    expect(total(result, 'hedge_wins')).toBeGreaterThan(100);
  });

  it('is needed, because of a hundred answers one is slow: 1 - .99^100 = .6340', () => {
    // Authority: oracle 11, Dean & Barroso 2013. 4000 draws: standard error .0076.
    const random = new Streams('tail at scale', 0).stream('service');
    let slow = 0;
    for (let page = 0; page < 4000; page += 1) {
      let slowest = 0;
      for (let leaf = 0; leaf < 100; leaf += 1) slowest = Math.max(slowest, random.exponential(1));
      if (slowest > 4.60517) slow += 1;
    }
    expect(Math.abs(slow / 4000 - 0.634)).toBeLessThan(4 * 0.0076);
  });
});

const CRASH = '\ntimeline:\n  - { at: 20s, do: crash, node: server/1, for: 20s, name: crash }\n';

describe('what a balancer knows of a crash', () => {
  const errors = (rules: string) => {
    const result = runText(SERVERS + CRASH, rules === '' ? [] : [`nodes.lb.resilience=${rules}`]);
    return { errors: total(result, 'errors'), result };
  };

  it('is all without rules: only what was under way fails', () => {
    // 100 a second, 100 ms each: ten.
    expect(errors('').errors).toBeLessThan(30);
  });

  it('is found out by probes: two failures each 5 s take 5 to 10 s of a quarter of the load', () => {
    const { errors: count, result } = errors('{ health: 5s }');
    expect(count).toBeGreaterThan(500);
    expect(count).toBeLessThan(1000 + 4 * 32);
    expect(total(result, 'health_probes')).toBe(4 * 12);
    expect(figure(result, 'value', 'unhealthy_backends')).toBeGreaterThan(0.1);
  });

  it('is found out by five errors in a row, and again each time the ejection ends', () => {
    const { errors: count, result } = errors('{ outliers: { eject: 5s } }');
    // Ejected for 5, 10 and 15 s: it is asked again at 25 and 35 s, in vain. What was under way counts, too.
    expect(total(result, 'ejections')).toBe(3);
    expect(count).toBeLessThan(3 * 5 + 30);
    expect(figure(result, 'value', 'ejected_backends')).toBeGreaterThan(0.4);
  });

  it('does not matter with retries', () => {
    expect(errors('{ health: 5s, outliers: 5, retries: 3 }').errors).toBe(0);
  });

  it('is ignored when too many seem to be down: panic', () => {
    const all = `${CRASH}  - { at: 20s, do: crash, node: server/2, for: 20s, name: two }
  - { at: 20s, do: crash, node: server/3, for: 20s, name: three }\n`;
    const ask = (panic: string) => {
      const rule = `nodes.lb.resilience={ health: { every: 1s, panic: ${panic} } }`;
      return total(runText(SERVERS + all, [rule]), 'errors');
    };
    // One of four is fit. Without panic it alone is asked; with it three of four requests fail for 20 s.
    expect(ask('10%')).toBeLessThan(1000);
    expect(ask('50%')).toBeGreaterThan(5000);
  });
});

describe('a circuit breaker', () => {
  const breaker = () =>
    new CircuitBreaker({ failureRatio: 0.5, window: 100, openMs: 60_000, trials: 10 });

  it('opens at 50 of 100 failures, asks ten after 60 s, and closes or opens again', () => {
    // Authority: resilience4j 2.2, defaults.
    const one = breaker();
    for (let call = 0; call < 99; call += 1) one.heard(true, 0);
    expect(one.allows(0)).toBe(true);
    one.heard(true, 0);
    expect(one.allows(59_999)).toBe(false);
    for (let trial = 0; trial < 10; trial += 1) expect(one.allows(60_000)).toBe(true);
    expect(one.allows(60_000)).toBe(false);
    for (let trial = 0; trial < 10; trial += 1) one.heard(trial < 5, 60_100);
    expect(one.allows(60_100)).toBe(false);
    for (let trial = 0; trial < 10; trial += 1) one.allows(130_000);
    for (let trial = 0; trial < 10; trial += 1) one.heard(trial < 4, 130_000);
    expect(one.allows(130_000)).toBe(true);
    expect(one.isOpen).toBe(false);
  });

  it('stays closed below its share', () => {
    const one = breaker();
    for (let call = 0; call < 10_000; call += 1) one.heard(call % 100 < 49, 0);
    expect(one.allows(0)).toBe(true);
  });

  it('lets another trial in for one that is never heard of', () => {
    const one = breaker();
    for (let call = 0; call < 100; call += 1) one.heard(true, 0);
    for (let trial = 0; trial < 10; trial += 1) one.allows(60_000);
    one.forget();
    expect(one.allows(60_000)).toBe(true);
    expect(one.allows(60_000)).toBe(false);
  });
});

describe('records of backends', () => {
  it('change state after two probes of the same kind in a row', () => {
    const health = new HealthRecords(
      { intervalMs: 5000, timeoutMs: 1000, unhealthyAfter: 2, healthyAfter: 2, panicRatio: 0 },
      1,
    );
    const states = [false, true, false, false, true, false, true, true].map((isAnswered) => {
      health.probed(0, isAnswered);
      return health.isHealthy(0);
    });
    expect(states).toEqual([true, true, true, false, false, false, false, true]);
  });

  it('let at most a tenth out, but always one', () => {
    const settings = {
      failures: 5,
      baseMs: 30_000,
      longestMs: 300_000,
      mostRatio: 0.1,
      panicRatio: 0,
    };
    for (const [backends, most] of [
      [4, 1],
      [20, 2],
      [39, 3],
    ] as const) {
      const outliers = new OutlierRecords(settings, backends);
      let out = 0;
      for (let backend = 0; backend < backends; backend += 1) {
        for (let failure = 0; failure < 5; failure += 1) {
          if (outliers.answered(backend, true) > 0) out += 1;
        }
      }
      expect(out).toBe(most);
    }
  });

  it('eject for 30 s, then 60, then 90', () => {
    const settings = {
      failures: 1,
      baseMs: 30_000,
      longestMs: 80_000,
      mostRatio: 1,
      panicRatio: 0,
    };
    const outliers = new OutlierRecords(settings, 1);
    const times = [1, 2, 3].map(() => {
      const forMs = outliers.answered(0, true);
      outliers.restore(0);
      return forMs;
    });
    expect(times).toEqual([30_000, 60_000, 80_000]);
  });
});

describe.each(backoffs.parts)('backoff $name', (part) => {
  it('is 0 or more, the same with the same seed, and bounded', () => {
    const delays = () => {
      const settings = choose(part, part.params.parse({})).make(undefined);
      const random = new Streams('backoff', 0).stream(part.name);
      return Array.from({ length: 50 }, (_, retry) => settings.delayMs(retry + 1, random));
    };
    const first = delays();
    expect(delays()).toEqual(first);
    for (const delayMs of first) expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first)).toBeLessThanOrEqual(250);
  });
});

describe('an exponential backoff', () => {
  it('doubles from its base to its limit', () => {
    const part = backoffs.find('exponential')!;
    const settings = choose(part, part.params.parse({ jitter: 'none' })).make(undefined);
    const random = new Streams('backoff', 0).stream('exponential');
    const delays = [1, 2, 3, 4, 5, 6].map((retry) => settings.delayMs(retry, random));
    // Authority: Envoy, 25 ms and ten times that.
    expect(delays).toEqual([25, 50, 100, 200, 250, 250]);
  });
});

/** A server of 500 a second that is offered 350, four times that for 3 s, and 350 again. */
const STORM = `
version: 1
title: storm
run: { seed: 5, duration: 40s }
places: [paris]
nodes:
  people: { kind: clients, count: 40, access: none }
  server: { kind: origin, workers: 10, service: { exponential: 20ms } }
traffic:
  page:
    kind: web
    from: people
    to: server
    transport: open
    objective: 1s
    arrivals: { poisson: 350rps }
    catalog: { objects: 200, popularity: uniform, size: 1000B }
timeline:
  - { at: 10s, do: ramp, traffic: page, to: 1400rps, over: 0s, name: rush }
  - { at: 13s, do: ramp, traffic: page, to: 350rps, over: 0s, name: gone }
`;

describe('a failure that outlives its cause', () => {
  const NAIVE =
    'traffic.page.resilience={ timeout: 200ms, retries: { max: 3, budget: none, backoff: none } }';

  it('is named, with what set it off', () => {
    const [found, ...more] = metastable(runText(STORM, [NAIVE]));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ traffic: 'page', trigger: 'rush', watchedMs: 27_000 });
    expect(found!.afterRatio).toBeLessThan(0.1);
    expect(found!.beforeRatio).toBeGreaterThan(0.99);
    expect(found!.amplification).toBeGreaterThan(2.5);
  });

  it('is none when the system recovers, nor when the load stays high', () => {
    expect(metastable(runText(STORM))).toEqual([]);
    const high = STORM.replace('to: 350rps', 'to: 1300rps');
    expect(metastable(runText(high, [NAIVE]))).toEqual([]);
  });
});
