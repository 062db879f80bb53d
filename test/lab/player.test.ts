import { describe, expect, it } from 'vitest';
import { Run, read, type Scenario } from '../../sim/index.ts';
import { Player } from '../../sim/lab/player.ts';

const FAULT = '- { at: 40s, do: crash, node: edge/0, for: 10s }';

/** Web, chat, links with bandwidth, a fault: every kind of event that scenarios have. */
const textWith = (timeline: string) => `version: 1
title: Tape
run: { seed: 11, duration: 100s, warmup: 5s, replications: 2 }
places: [virginia, frankfurt]
nodes:
  viewers: { kind: clients, count: 40, access: fibre }
  edge: { kind: cache, count: 2, capacity: 4MiB, policy: s3-fifo, parent: origin }
  lb: { kind: balancer, backends: edge, algorithm: power-of-choices }
  origin: { kind: origin, at: virginia, workers: 4, service: { lognormal: { median: 20ms, p99: 80ms } } }
  gateway: { kind: gateway }
links:
  edge -> origin: { bandwidth: 50Mbps }
traffic:
  images:
    kind: web
    from: viewers
    to: lb
    arrivals: { poisson: 40rps }
    catalog: { objects: 500, popularity: { zipf: 0.8 }, size: 30KiB }
  talk: { kind: chat, from: viewers, to: gateway, arrivals: { poisson: 2rps } }
timeline:
  ${FAULT}
  ${timeline}
`;

function scenarioWith(timeline: string): Scenario {
  const { scenario, problems } = read(textWith(timeline), { file: 'tape.yaml' });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}

const scenario = scenarioWith('');

/** What a run that never looks back knows at a time. */
function straight(timeMs: number, of = scenario, replication = 0) {
  const run = new Run({ ...of, run: { ...of.run, replications: 1 } }, replication);
  run.advance(Number.POSITIVE_INFINITY, timeMs);
  return run.result();
}

/** Back and forth, to the same time twice, to both ends, to a fault and into it. */
const TIMES_MS = [70e3, 20e3, 20e3, 100e3, 0, 40e3, 39_999.5, 45e3, 99_999, 1, 60e3, 80e3];

describe('Player', () => {
  it.each([0, 1, 4])(
    'gives at any time what a straight run gives, with %i siblings',
    (siblings) => {
      const player = new Player(scenario, { siblings });
      for (const timeMs of TIMES_MS) {
        expect(player.seek(timeMs)).toBe(true);
        expect(player.nowMs).toBe(timeMs);
        expect(player.result()).toEqual(straight(timeMs));
        player.prepare();
      }
    },
  );

  it('plays whichever replication is asked for', () => {
    const player = new Player(scenario, { replication: 1 });
    player.seek(50e3);
    player.seek(30e3);
    expect(player.result()).toEqual(straight(30e3, scenario, 1));
    expect(player.fingerprint).not.toBe(straight(30e3).replications[0]!.fingerprint);
  });

  it('seeks in slices to the same place', () => {
    const player = new Player(scenario);
    let slices = 1;
    while (!player.seek(30e3, 100)) slices += 1;
    expect(slices).toBe(Math.floor(player.events / 100) + 1);
    expect(player.result()).toEqual(straight(30e3));
  });

  it('steps from one event to the next, and past the last one to nowhere', () => {
    const player = new Player(scenario);
    player.seek(30e3);
    const { events } = player;
    expect(player.step()).toBe(true);
    expect(player.events).toBe(events + 1);
    expect(player.result().replications).toEqual(straight(player.nowMs).replications);
    player.seek(100e3);
    expect(player.isAtEnd).toBe(true);
    expect(player.step()).toBe(false);
  });

  it('goes back at the cost of one spacing once its siblings are prepared', () => {
    const player = new Player(scenario, { siblings: 4 });
    const eventsAt = (timeMs: number) => straight(timeMs).replications[0]!.events;
    const marks = [0, 20e3, 40e3, 60e3, 80e3, 100e3].map(eventsAt);
    const most = Math.max(...marks.slice(1).map((events, index) => events - marks[index]!));
    player.seek(100e3);
    for (const timeMs of [99e3, 81e3, 63e3, 47e3, 21e3, 95e3, 20e3, 3e3, 79e3]) {
      player.prepare();
      const before = player.work;
      player.seek(timeMs);
      expect(player.work - before).toBeLessThanOrEqual(most);
    }
  });

  it('prepares in slices, and only as far as the tape was played', () => {
    const player = new Player(scenario, { siblings: 4 });
    player.seek(50e3);
    const before = player.work;
    let slices = 1;
    while (!player.prepare(500)) slices += 1;
    expect(slices).toBeGreaterThan(2);
    const [first, second] = [20e3, 40e3].map((at) => straight(at).replications[0]!.events);
    // Siblings at 20 s and 40 s; those at 60 s and 80 s would not help anybody yet.
    expect(player.work - before).toBe(first! + second!);
  });

  it('refuses times outside the run', () => {
    const player = new Player(scenario);
    for (const timeMs of [-1, 100_001, Number.NaN]) {
      expect(() => player.seek(timeMs)).toThrow(RangeError);
    }
  });
});

const FORKS = [
  '- { at: 60s, do: crash, node: edge/1, for: 5s }',
  '- { at: 60s, do: purge, nodes: edge/* }',
  '- { at: 60s, do: ramp, traffic: images, to: 400rps, over: 5s }',
];

describe.each(FORKS)('a fork with %s', (entry) => {
  const { timeline } = scenarioWith(entry);

  it('does the same events until then, and others afterwards', () => {
    const player = new Player(scenario);
    player.seek(55e3);
    const fork = player.fork(timeline);
    for (const timeMs of [10e3, 45e3, 55e3, 59_999.999]) {
      player.seek(timeMs);
      fork.seek(timeMs);
      expect(fork.events).toBe(player.events);
      expect(fork.fingerprint).toBe(player.fingerprint);
    }
    player.seek(70e3);
    fork.seek(70e3);
    expect(fork.fingerprint).not.toBe(player.fingerprint);
  });

  it('is the run of a scenario that was written so', () => {
    const fork = new Player(scenario).fork(timeline);
    fork.seek(80e3);
    fork.seek(65e3);
    expect(fork.result().replications).toEqual(straight(65e3, scenarioWith(entry)).replications);
  });
});

describe('a fork', () => {
  it('may leave out what has not happened yet', () => {
    const [fault] = scenario.timeline;
    const player = new Player(scenarioWith(FORKS[0]!));
    player.seek(50e3);
    const fork = player.fork([fault!]);
    fork.seek(90e3);
    expect(fork.fingerprint).toBe(straight(90e3).replications[0]!.fingerprint);
  });

  it('is refused when it changes what has happened already', () => {
    const player = new Player(scenario);
    player.seek(50e3);
    expect(() => player.fork([])).toThrow('a change at 40000 ms: expected none before 50000 ms');
  });
});

it('refuses a scenario that replays a trace', () => {
  const text = `version: 1
title: Log
run: { seed: 1 }
places: [virginia]
nodes:
  people: { kind: clients, count: 1, access: fibre }
  origin: { kind: origin }
traffic:
  log: { kind: trace, from: people, to: origin, file: a.log }
`;
  const replay = read(text, { file: 'log.yaml' }).scenario!;
  expect(() => new Player(replay)).toThrow('a trace cannot be wound back');
});
