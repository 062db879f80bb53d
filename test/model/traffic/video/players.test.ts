import { describe, expect, it } from 'vitest';
import { Simulator } from '../../../../sim/engine/simulator.ts';
import { abrRules } from '../../../../sim/model/traffic/video/abr/index.ts';
import type { AbrRule, Situation } from '../../../../sim/model/traffic/video/abr/rule.ts';
import { Players } from '../../../../sim/model/traffic/video/players.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const LADDER = Float64Array.of(300e3, 750e3, 1200e3, 1850e3, 2850e3, 4300e3);

/** A rule that has heard of segments which took so long at a rate. */
function ruleOf(name: string, heard: readonly [number, number][]): AbrRule {
  const part = abrRules.parts.find((one) => one.name === name)!;
  const rule = choose(part, part.params.parse({})).make({
    ladder: LADDER,
    segmentMs: 4000,
    bufferMs: 60_000,
    bytesOf: (_title, _segment, level) => LADDER[level]! / 2,
  });
  rule.reserve(1);
  rule.begin(0);
  for (const [bitsPerSecond, tookMs] of heard) {
    rule.loaded(0, (bitsPerSecond * tookMs) / 8000, tookMs, 0);
  }
  return rule;
}

const situation = (level: number, bufferMs: number): Situation => ({
  player: 0,
  nowMs: 50_000,
  bufferMs,
  level,
  title: 0,
  segment: 10,
  remaining: 30,
  isWaiting: false,
});

describe('rules of players', () => {
  it('dash.js looks at a short buffer from the third segment on (InsufficientBufferRule.js)', () => {
    // 90 % of 3 Mbit/s is 2.7; 70 % of what comes in a buffer of 1 s is 0.525 of 4 s.
    const chosen = (heard: number) =>
      ruleOf(
        'dash-js',
        Array.from({ length: heard }, (): [number, number] => [3e6, 2000]),
      ).choose(situation(3, 1000));
    expect(chosen(1)).toBe(3);
    expect(chosen(2)).toBe(0);
  });

  it('dash.js lets a full buffer go no higher than the throughput (BOLA-O, BolaRule.js)', () => {
    // 22 s of buffer: BOLA would have the top, and what is not sufficient starts at 3.85 Mbit/s.
    const heard = Array.from({ length: 4 }, (): [number, number] => [1e6, 3000]);
    expect(ruleOf('dash-js', heard).choose(situation(1, 22_000))).toBe(1);
    expect(ruleOf('dash-js', heard).choose(situation(3, 22_000))).toBe(3);
  });

  it('hls.js goes up with 70 % of the rate and stays with 95 % (abr-controller.ts)', () => {
    const rule = ruleOf('hls-js', [[2e6, 3000]]);
    expect(rule.choose(situation(2, 30_000))).toBe(2);
    expect(rule.choose(situation(3, 30_000))).toBe(3);
    expect(ruleOf('hls-js', [[2.7e6, 3000]]).choose(situation(2, 30_000))).toBe(3);
  });
});

it('runs dry sooner when it plays faster, all the way or for a part of it', () => {
  const dryAfter = (targetMs: number) => {
    const simulator = new Simulator();
    const stalls: number[] = [];
    const players = new Players({
      simulator,
      rule: ruleOf('fixed', []),
      settings: {
        startMs: 0,
        resumeMs: 0,
        bufferMs: 60_000,
        tickMs: 100,
        firstLevel: 0,
        catchUp: 0.5,
        targetMs,
      },
      segmentMs: 6000,
      host: { wants: () => {}, ended: () => {} },
      log: {
        started: () => {},
        watched: () => {},
        stalled: (_player, ms) => stalls.push(ms),
        loaded: () => {},
      },
    });
    // At 10 s it gets what was shot from 0 to 6 s: it is 10 s behind, and stalls until 30 s.
    const load = simulator.handler(() => {
      players.choose(player);
      players.loaded(player, 1000, 1);
    }, 'load');
    const player = players.begin({ title: 0, segment: 0, segments: Number.POSITIVE_INFINITY }, 0);
    simulator.at(10_000, load);
    simulator.at(30_000, load);
    simulator.run(Number.POSITIVE_INFINITY);
    return 20_000 - stalls[0]!;
  };
  // 6 s at 1.5 times the speed are 4 s.
  expect(dryAfter(0)).toBeCloseTo(4000, 3);
  // 9.5 s are where it wants to be: it is fast for 1 s, which shows 1.5 s, then the other 4.5.
  expect(dryAfter(9500)).toBeCloseTo(5500, 3);
});

const LIVE = `
version: 1
title: one stream
run: { seed: 2, duration: 10m }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 3, access: none }
  origin: { kind: origin, workers: 1000, service: 0ms }
links:
  people -> origin: { latency: 10ms }
traffic:
  match:
    kind: live
    from: people
    to: origin
    transport: open
    join: 1s
    starts: 60s
    sizes: constant
    low-latency: { part: 500ms }
    player: { rule: rate-based }
`;

describe('low latency', () => {
  it('times what it waited for from when it was there, and so goes to the top', () => {
    // From when it was asked for, it would come at its own rate, and nine tenths of that lead downwards.
    const result = runText(LIVE, ['traffic.match.player.rule=throughput']);
    expect(figure(result, 'value', 'mean_bitrate')).toBeGreaterThan(0.95 * 4.3e6);
  });

  it('has the QoE of whole segments, however short the pieces are', () => {
    const result = runText(LIVE, ['traffic.match.player.rule={ fixed: 2 }']);
    expect(total(result, 'rebuffers')).toBe(0);
    expect(figure(result, 'value', 'segment_qoe')).toBeCloseTo(1.2, 6);
  });
});

const HLS = LIVE.replace('    low-latency: { part: 500ms }\n', '');

it('gets the playlist of each rendition of a live stream before its first segment', () => {
  const beside = (rule: string) => {
    const result = runText(HLS, [`traffic.match.player.rule=${rule}`]);
    return [
      total(result, 'requests') - 2 * total(result, 'segments'),
      total(result, 'switches'),
    ] as const;
  };
  const [still] = beside('{ fixed: 0 }');
  const [moving, switches] = beside('rate-based');
  expect(switches).toBe(3);
  // Each goes up once: one playlist more than those that tell of new segments.
  expect(moving).toBe(still + switches);
});

const FILM = `
version: 1
title: nobody answers
run: { seed: 3, duration: 600s }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 50, access: none }
  origin: { kind: origin, workers: 1000, service: 0ms }
traffic:
  films:
    kind: vod
    from: people
    to: origin
    transport: open
    arrivals: { poisson: 2rps }
    titles: { count: 1, length: 60s }
    format: bare
timeline:
  - { at: 0s, do: crash, node: origin, for: 1000s }
`;

it('tries again three times, and then gives up', () => {
  const result = runText(FILM);
  const broken = total(result, 'sessions_broken');
  expect(broken).toBeGreaterThan(1000);
  // Those of the last three seconds have not given up yet.
  const open = total(result, 'requests') - 4 * broken;
  expect(open).toBeGreaterThanOrEqual(0);
  expect(open).toBeLessThan(4 * 3 * 4);
});

it('asks for nothing again that a viewer before has wanted, who has left', () => {
  const result = runText(FILM, ['traffic.films.leaves={ startup: 0s, per-second: 100% }']);
  const left = total(result, 'sessions_impatient');
  expect(left).toBeGreaterThan(1000);
  // Everybody leaves before the second try: one request each.
  expect(total(result, 'requests')).toBe(left + total(result, 'sessions_unstarted'));
});

it('goes on after a stall when there is as much as it wants', () => {
  // 375 kB at 600 kbit/s take 5 s and show 4 s: dry 4 s after the start, and two more are there after 10.
  const text = FILM.replace(/timeline:[\s\S]*$/u, '')
    .replace('arrivals: { poisson: 2rps }', 'arrivals: { once: { people: 1, half: 1s } }')
    .replace('    format: bare', '    format: bare\n    sizes: constant')
    .replace(
      'traffic:',
      'links:\n  people -> origin: { latency: 0ms, bandwidth: 600kbps }\ntraffic:',
    );
  const of = (resume: string) =>
    runText(text, [`traffic.films.player={ rule: { fixed: 1 }, resume: ${resume} }`]);
  expect(figure(of('0s'), 'max', 'stall')).toBeGreaterThan(1000);
  expect(figure(of('0s'), 'max', 'stall')).toBeLessThan(1050);
  expect(figure(of('8s'), 'max', 'stall')).toBeGreaterThan(6000);
  expect(figure(of('8s'), 'max', 'stall')).toBeLessThan(6100);
});
