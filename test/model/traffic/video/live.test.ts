import { describe, expect, it } from 'vitest';
import { LiveEdge } from '../../../../sim/model/traffic/video/live-edge.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/** No delay anywhere, so that latency is what the stream itself costs. */
const SCENARIO = `
version: 1
title: one stream
run: { seed: 3, duration: 4m }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 40, access: none }
  edge: { kind: cache, capacity: 4GiB, policy: lru, parent: origin }
  origin: { kind: origin, service: 0ms }
traffic:
  match:
    kind: live
    from: people
    to: edge
    transport: open
    sizes: constant
    starts: 60s
    encode: 1s
    join: { uniform: { min: 0s, max: 60s } }
    player: { rule: { fixed: 2 } }
`;

const latency = (fn: 'min' | 'max' | 'mean', ...set: string[]): number =>
  figure(
    runText(
      SCENARIO,
      set.map((one) => `traffic.match.${one}`),
    ),
    fn,
    'live_latency',
  );

describe('a live edge', () => {
  const edge = new LiveEdge({ pieceMs: 6000, encodeMs: 1000, holdBack: 3, windowMs: 60_000 });

  it('has a segment once it was shot and encoded', () => {
    expect(edge.readyAtMs(0)).toBe(7000);
    expect([6999, 7000, 12_999, 13_000].map((ms) => edge.newest(ms))).toEqual([-1, 0, 0, 1]);
  });

  it('begins three segments from the end of the playlist (RFC 8216 §6.3.3)', () => {
    expect(edge.first(10)).toBe(8);
    expect(edge.first(1)).toBe(0);
  });
});

describe('a live stream', () => {
  // Three whole segments behind the playlist's end, which was encoded 1 s before it could be had, and came
  // up to a segment before the viewer: 3 × 6 + 1 to 4 × 6 + 1 s.
  it('is three to four segments behind with plain HLS', () => {
    expect(latency('min')).toBeGreaterThanOrEqual(19_000);
    expect(latency('max')).toBeLessThanOrEqual(25_000);
    const mean = latency('mean');
    // Uniform between the two, over 40 viewers: 22 s, deviation 1.73 s; four standard errors.
    expect(Math.abs(mean - 22_000)).toBeLessThan((4 * 1732) / Math.sqrt(40));
  });

  it('is three to four parts behind with low latency, asked for ahead or by the clock', () => {
    for (const format of ['hls', 'dash']) {
      const set = [`format=${format}`, 'low-latency.part=500ms'] as const;
      expect(latency('min', ...set)).toBeGreaterThanOrEqual(2500);
      expect(latency('max', ...set)).toBeLessThanOrEqual(3000 + 1e-6);
    }
  });

  it('asks low-latency HLS for parts that are not there, which the origin holds back, once an edge', () => {
    const result = runText(SCENARIO, ['traffic.match.low-latency.part=500ms']);
    const parts = total(result, 'segments') * 12;
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'rebuffers')).toBe(0);
    // Part and playlist, and a main playlist for each viewer.
    expect(total(result, 'requests') / (2 * parts + 40)).toBeCloseTo(1, 1);
    // 360 parts and playlists from the first viewer on, at most; 40 viewers would ask for 14 400.
    expect(total(result, 'origin_requests')).toBeLessThanOrEqual(2 * 365);
    expect(figure(result, 'p50', 'latency')).toBeGreaterThan(300);
  });

  it('catches up with the event after a cut, at the speed it is given', () => {
    const cut = `${SCENARIO}
timeline:
  - { at: 150s, do: cut, between: [edge, origin], for: 3s, name: cut }
  - { at: 190s, do: ramp, traffic: other, to: 1rps, over: 1s, name: after }
`.replace(
      'traffic:\n',
      `traffic:
  other: { kind: web, from: people, to: edge, arrivals: { poisson: 1rps }, catalog: { objects: 1, popularity: uniform, size: 1kB } }
`,
    );
    const low = ['traffic.match.low-latency.part=500ms'];
    const lateness = (catchUp: string) => {
      const result = runText(cut, [...low, `traffic.match.player.catch-up=${catchUp}`]);
      expect(total(result, 'rebuffers')).toBeGreaterThanOrEqual(40);
      return figure(result, 'mean', 'live_latency', { during: 'after' });
    };
    // 3 s late and more; at 10 % more than real time that is made up for within 40 s.
    expect(lateness('0%')).toBeGreaterThan(4000);
    expect(lateness('10%')).toBeLessThan(2600);
  });

  it('jumps to the edge when what it wants has left the playlist', () => {
    const text = SCENARIO.replace('rule: { fixed: 2 }', 'rule: { fixed: 2 }, retries: 50').concat(`
timeline:
  - { at: 130s, do: crash, node: edge, for: 40s }
`);
    const set = ['traffic.match.low-latency.part=500ms', 'traffic.match.window=20s'];
    expect(total(runText(text, set), 'live_jumps')).toBe(40);
    expect(total(runText(text, [...set, 'traffic.match.window=200s']), 'live_jumps')).toBe(0);
  });

  it('has half of its audience within three minutes by default', () => {
    const text = SCENARIO.replace('    join: { uniform: { min: 0s, max: 60s } }\n', '')
      .replace('starts: 60s', 'starts: 0s')
      .replace('count: 40', 'count: 1000')
      .replace('4m }', '3m }');
    // Binomial: 500 of 1000, deviation 16.
    expect(Math.abs(total(runText(text), 'connections') - 500)).toBeLessThan(4 * 16);
  });
});
