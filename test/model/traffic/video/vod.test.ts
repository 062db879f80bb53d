import { describe, expect, it } from 'vitest';
import { REQUEST_BYTES } from '../../../../sim/model/wire/http.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

/** A title of 15 segments of 4 s: 60 s, at 750 kbit/s 375 kB each. */
const SCENARIO = `
version: 1
title: one film
run: { seed: 3, duration: 1h }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 50, access: none }
  edge: { kind: cache, capacity: 1GiB, policy: lru, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 10ms }
  edge -> origin: { latency: 0ms }
traffic:
  films:
    kind: vod
    from: people
    to: edge
    transport: open
    arrivals: { poisson: 1rpm }
    titles: { count: 1, length: 60s }
    sizes: constant
    format: bare
    player: { rule: { fixed: 1 }, buffer: 30s, tick: 100ms }
`;

describe('video on demand', () => {
  it('plays each title from the first segment to the last, which a cache has after the first viewer', () => {
    const result = runText(SCENARIO);
    const sessions = total(result, 'sessions');
    expect(sessions).toBeGreaterThan(40);
    // The last viewers may not have ended.
    expect(total(result, 'segments')).toBeGreaterThan(15 * (sessions - 4));
    expect(total(result, 'requests')).toBe(total(result, 'segments'));
    expect(total(result, 'origin_requests')).toBe(15);
    expect(total(result, 'switches')).toBe(0);
    expect(figure(result, 'value', 'mean_bitrate')).toBe(750_000);
    expect(figure(result, 'value', 'rebuffer_ratio')).toBe(0);
    expect(figure(result, 'max', 'startup')).toBe(20);
    const hours = total(result, 'watched_hours');
    expect(hours).toBeLessThanOrEqual(sessions / 60 + 1e-9);
    expect(hours).toBeGreaterThan((sessions - 4) / 60);
  });

  it('asks for a main playlist and one of each rendition it uses in HLS, for one manifest in DASH', () => {
    const beyond = (format: string) => {
      const result = runText(SCENARIO, [`traffic.films.format=${format}`]);
      return total(result, 'requests') - total(result, 'segments');
    };
    const sessions = total(runText(SCENARIO), 'sessions');
    expect(beyond('dash')).toBe(sessions);
    expect(beyond('hls')).toBe(2 * sessions);
  });

  it('stalls where the way is too thin, for as long as arithmetic says', () => {
    // 375 kB at 600 kbit/s take 5 s and show 4 s: 1 s of stall before each segment but the first, and the
    // time in which the request crosses the link.
    const stall = 1 + (REQUEST_BYTES * 8) / 600_000;
    const text = SCENARIO.replace('{ latency: 10ms }', '{ latency: 0ms, bandwidth: 600kbps }')
      .replace('1rpm', '1/h')
      .replace('seed: 3', 'seed: 7')
      .replace('1h }', '6h }');
    const result = runText(text);
    const sessions = total(result, 'sessions');
    expect(sessions).toBeGreaterThan(2);
    expect(total(result, 'rebuffers')).toBe(14 * sessions);
    expect(total(result, 'stalled_hours') * 3600).toBeCloseTo(14 * sessions * stall, 3);
    expect(figure(result, 'max', 'startup')).toBeCloseTo(1000 * (4 + stall), 3);
    expect(figure(result, 'value', 'qoe')).toBeCloseTo(15 * 0.75 - 4.3 * 14 * stall, 6);
  });

  it('leaves no viewer without an account: begun, waiting, turned away or given up', () => {
    const crowd = SCENARIO.replace('1rpm', '30rpm').replace('count: 50', 'count: 20');
    const text = `${crowd}
timeline:
  - { at: 20m, do: crash, node: edge, for: 5m }
`;
    const result = runText(text);
    expect(total(result, 'sessions_blocked')).toBeGreaterThan(0);
    expect(total(result, 'sessions_broken')).toBeGreaterThan(0);
    expect(total(result, 'sessions_unstarted')).toBeLessThanOrEqual(20);
    expect(total(result, 'sessions_unstarted')).toBeGreaterThanOrEqual(0);
    expect(total(result, 'requests') + total(result, 'unanswered')).toBeGreaterThan(
      total(result, 'segments'),
    );
  });
});
