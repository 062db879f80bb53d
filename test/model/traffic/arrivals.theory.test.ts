import { describe, expect, it } from 'vitest';
import { Simulator } from '../../../sim/engine/simulator.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { Run, read } from '../../../sim/index.ts';
import { ArrivalSource } from '../../../sim/model/traffic/arrival-source.ts';
import { DAYS } from '../../../sim/model/traffic/arrivals/diurnal.data.ts';
import { arrivalProcesses } from '../../../sim/model/traffic/arrivals.ts';
import { choose } from '../../../sim/part/choice.ts';
import { figure, runText, total } from '../../run-scenario.ts';

const HOUR_MS = 3600e3;

/** Times of arrivals of one place, ms. */
function arrivalsOf(name: string, params: object, untilMs: number, share = 1, lonDeg = 0) {
  const part = arrivalProcesses.find(name)!;
  const process = choose(part, part.params.parse(params)).make(undefined);
  const simulator = new Simulator();
  const random = new Streams('arrivals', 0).stream(name);
  const times: number[] = [];
  const arrived = () => void times.push(simulator.nowMs);
  const source = new ArrivalSource(simulator, process, share, random, arrived, lonDeg);
  source.schedule();
  simulator.run(untilMs);
  return times;
}

const between = (times: readonly number[], fromMs: number, toMs: number): number =>
  times.filter((time) => time >= fromMs && time < toMs).length;

/** Four standard deviations of a Poisson count. */
const expectCount = (count: number, expected: number) =>
  expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));

describe('diurnal arrivals', () => {
  const day = (params: object, lonDeg = 0) =>
    arrivalsOf('diurnal', { rate: '2rps', ...params }, 24 * HOUR_MS, 1, lonDeg);

  it('have the mean that they are told, and the hours of the table', () => {
    const times = day({ day: 'video-eu' });
    expectCount(times.length, 2 * 86_400);
    // Akamai, reference/domain.md §3.2: lowest 0.30, highest 1.82 of the mean; half an hour about each.
    expectCount(between(times, 3.75 * HOUR_MS, 4.25 * HOUR_MS), 3600 * 0.303);
    expectCount(between(times, 19.75 * HOUR_MS, 20.25 * HOUR_MS), 3600 * 1.81);
  });

  it('follow the sun: 15 degrees to the east everything is an hour earlier', () => {
    const times = day({ day: 'video-eu' }, 90);
    expectCount(between(times, 13.75 * HOUR_MS, 14.25 * HOUR_MS), 3600 * 1.81);
    const same = day({ day: 'video-eu', local: false }, 90);
    expectCount(between(same, 19.75 * HOUR_MS, 20.25 * HOUR_MS), 3600 * 1.81);
  });

  it('of an office are most at 11 and 14 o’clock, as Slack has it', () => {
    const times = day({ day: 'office' });
    const hours = Array.from({ length: 24 }, (_, hour) =>
      between(times, (hour - 0.25) * HOUR_MS, (hour + 0.25) * HOUR_MS),
    );
    const inOrder = hours.map((count, hour) => ({ count, hour }));
    inOrder.sort((one, other) => other.count - one.count || one.hour - other.hour);
    const busiest = inOrder.slice(0, 2).map(({ hour }) => hour);
    expect(busiest.sort((one, other) => one - other)).toEqual([11, 14]);
  });

  it('are multiplied by what a ramp says', () => {
    const part = arrivalProcesses.find('diurnal')!;
    const process = choose(part, part.params.parse({ rate: '1rps' })).make(undefined);
    const simulator = new Simulator();
    const random = new Streams('arrivals', 0).stream('ramped');
    let count = 0;
    const arrived = () => {
      count += 1;
    };
    const source = new ArrivalSource(simulator, process, 0.5, random, arrived);
    source.ramp(0, 6, 0);
    source.schedule();
    simulator.run(24 * HOUR_MS);
    expectCount(count, 3 * 86_400);
  });

  it('take a table of 24 numbers, whose unit is of no matter', () => {
    const table = Array.from({ length: 24 }, (_, hour) => (hour === 6 ? 10 : 0));
    const times = day({ day: table });
    expectCount(times.length, 2 * 86_400);
    expect(between(times, 5 * HOUR_MS, 7 * HOUR_MS)).toBe(times.length);
  });

  it('have tables whose mean is 1', () => {
    for (const hours of Object.values(DAYS)) {
      const mean = hours.reduce((sum: number, one) => sum + one, 0) / 24;
      expect(Math.abs(mean - 1)).toBeLessThan(0.001);
    }
  });
});

describe('a flash crowd', () => {
  it('comes up, stays and goes', () => {
    const flash = { rate: '10rps', at: '5m', times: 20, over: '2m', holds: '5m', falls: '4m' };
    const times = arrivalsOf('flash', flash, 1800e3);
    expectCount(between(times, 0, 300e3), 3000);
    expectCount(between(times, 300e3, 420e3), 120 * 105);
    expectCount(between(times, 420e3, 720e3), 300 * 200);
    expectCount(between(times, 720e3, 960e3), 240 * 105);
    expectCount(between(times, 960e3, 1800e3), 8400);
  });
});

describe('an MMPP of several states', () => {
  it('varies as its rates and times say, in a place with half of the load too', () => {
    const states = [
      { rate: '2rps', lasts: '20s' },
      { rate: '18rps', lasts: '20s' },
    ];
    for (const share of [1, 0.5]) {
      const windows = 600;
      const times = arrivalsOf('mmpp', { states }, windows * 500e3, share);
      const counts = new Array(windows).fill(0);
      for (const time of times) counts[Math.min(windows - 1, Math.floor(time / 500e3))] += 1;
      const mean = times.length / windows;
      const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / windows;
      // Fischer & Meier-Hellstern, eq. 22, for long windows: 1 + 2 v t m, with the variance of the rate over
      // its squared mean v = 0.64, the time t = 1 / (1/20 + 1/20) = 10 s, the mean rate m = 10/s by share.
      const expected = 1 + 2 * 0.64 * 10 * 10 * share;
      // The variance of 600 nearly normal values has a standard error of 5.8 %; windows of 50 t are 2 % short.
      expect(Math.abs(variance / mean / expected - 1)).toBeLessThan(0.25);
      expect(Math.abs(mean / (5000 * share) - 1)).toBeLessThan(0.025);
    }
  });
});

const web = (arrivals: string, service = '{ exponential: 1s }') => `
version: 1
title: arrivals
run: { seed: 3, duration: 20000s }
places: [paris, berlin]
nodes:
  people: { kind: clients, count: 10, access: none }
  origin: { kind: origin, at: paris, workers: 1, service: ${service} }
links:
  people -> origin: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: origin
    transport: open
    arrivals: ${arrivals}
    catalog: { objects: 1, popularity: uniform, size: 1B }
`;

describe('closed users', () => {
  it('are a machine repair shop: throughput and response of mean value analysis', () => {
    const result = runText(web('{ closed: { users: 10, think: { exponential: 10s } } }'));
    // MVA (Reiser & Lavenberg, JACM 27, 1980): R(n) = S (1 + Q(n-1)), X(n) = n / (Z + R(n)), Q = X R.
    let [queue, response, rate] = [0, 0, 0];
    for (let users = 1; users <= 10; users += 1) {
      response = 1 + queue;
      rate = users / (10 + response);
      queue = rate * response;
    }
    // 14 000 answers whose response times correlate over about ten of each other: 4 standard errors.
    expect(Math.abs(figure(result, 'mean', 'latency') / 1000 / response - 1)).toBeLessThan(0.085);
    expect(Math.abs(total(result, 'requests') / 20_000 / rate - 1)).toBeLessThan(0.02);
  });

  it('never have more under way than there are', () => {
    const result = runText(web('{ closed: { users: 3, think: 0s } }', '1s'));
    // Three in a line at a server that takes a second: each waits for the two others.
    expect(figure(result, 'max', 'latency')).toBeLessThan(3030);
    expect(total(result, 'requests')).toBe(20_000);
  });
});

describe('users who say something', () => {
  it('think again at once, since nobody answers them', () => {
    const result = runText(`
version: 1
title: talk
run: { seed: 3, duration: 20000s }
places: [paris]
nodes:
  people: { kind: clients, count: 50, access: none }
  gateway: { kind: gateway }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { closed: { users: 5, think: { exponential: 10s } } } }
`);
    // Five Poisson processes of a tenth a second: 4 standard deviations.
    expectCount(total(result, 'messages'), 10_000);
  });
});

describe('people who come once', () => {
  it('come once, half of them in the time that they are told', () => {
    const result = runText(web('{ once: { people: 1000, at: 100s, half: 600s } }', '0s'), [
      'run.duration=700s',
    ]);
    // Binomial of 1000 and a half: 4 standard deviations of 15.8.
    expect(Math.abs(total(result, 'requests') - 500)).toBeLessThan(64);
    const all = runText(web('{ once: { people: 1000, at: 100s, half: 600s } }', '0s'));
    expect(total(all, 'requests')).toBe(1000);
  });
});

describe('arrivals of a file', () => {
  const readWith = (text: string, duration = '40s') =>
    read(web('{ replay: { file: times.csv, speed: 2 } }', '0s'), {
      file: 'test.yaml',
      resolveFile: () => text,
      set: [`run.duration=${duration}`],
    });

  it.each([
    ['4s', 3],
    ['40s', 4],
  ])('come at its times, in one place or another: in %s %d', (duration, requests) => {
    const { scenario } = readWith('1\n3,GET\n3\n9\n', duration);
    const run = new Run(scenario!);
    while (!run.advance(Number.POSITIVE_INFINITY));
    expect(total(run.result(), 'requests')).toBe(requests);
  });

  it('are a problem when times decrease', () => {
    const { problems } = readWith('1\n3\n2\n');
    expect(problems.map(({ message }) => message)).toEqual([
      'times.csv: line 3: 2: expected seconds, not decreasing',
    ]);
  });
});

describe('arrivals at midnight', () => {
  const night = { rate: '2rps', at: '2h', times: 10, half: '10m' };

  it('jump, and half of what came on top is gone after the half-life', () => {
    const times = arrivalsOf('midnight', night, 4 * HOUR_MS);
    expectCount(between(times, 0, 2 * HOUR_MS), 2 * 7200);
    // The integral of 18 · 2^(-t / 10 min) over the first minute, and over a minute ten minutes later.
    const onTop = (18 * 600 * (1 - 2 ** -0.1)) / Math.LN2;
    expectCount(between(times, 2 * HOUR_MS, 2 * HOUR_MS + 60e3), 2 * 60 + onTop);
    const later = 2 * HOUR_MS + 600e3;
    expectCount(between(times, later, later + 60e3), 2 * 60 + onTop / 2);
  });

  it('come where it is midnight, by whole hours of the longitude', () => {
    const times = arrivalsOf('midnight', { ...night, local: true }, 4 * HOUR_MS, 1, 16);
    expectCount(between(times, 0, HOUR_MS), 2 * 3600);
    expect(between(times, HOUR_MS, HOUR_MS + 60e3)).toBeGreaterThan(900);
  });
});

describe('arrivals of each device', () => {
  it('are as many as there are devices', () => {
    const text = (places: string, count: number) => `
version: 1
title: each
run: { seed: 1, duration: 24h }
places: ${places}
nodes:
  people: { kind: clients, count: ${count}, access: none }
  gateway: { kind: gateway }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { each: { rate: 50/day, active: 50% } } }
`;
    for (const [places, count] of [
      ['[paris]', 200],
      ['[paris, tokyo]', 400],
    ] as const) {
      const people = count * (places === '[paris]' ? 1 : 2);
      expectCount(total(runText(text(places, count)), 'messages'), people * 25);
    }
  });
});
