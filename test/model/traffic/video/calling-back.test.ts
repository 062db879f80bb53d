import { describe, expect, it } from 'vitest';
import { abrRules } from '../../../../sim/model/traffic/video/abr/index.ts';
import type { Loading, Situation } from '../../../../sim/model/traffic/video/abr/rule.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const LADDER = Float64Array.of(300e3, 750e3, 1200e3, 1850e3, 2850e3, 4300e3);

/** A thin time of half a minute in a stream that fills 4 Mbit/s well. */
const DIP = `
version: 1
title: a thin time
run: { seed: 3, duration: 10m }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 4, access: none }
  origin: { kind: origin, workers: 100, service: 0ms }
links:
  people -> origin: { latency: 20ms, bandwidth: 16Mbps }
traffic:
  films:
    kind: vod
    from: people
    to: origin
    transport: http-2
    arrivals: { once: { people: 4, half: 1s } }
    titles: { count: 1, length: 4m }
    sizes: constant
    player: { rule: dash-js, buffer: 30s, tick: 500ms }
timeline:
  - { at: 61s, do: degrade, between: [people, origin], bandwidth: 2Mbps, for: 40s }
`;

describe('requests for segments that are called back', () => {
  it.each(['http-1.1', 'http-2', 'http-3'])(
    'end as cancelled over %s, and every byte is sent for an answer or for nothing',
    (transport) => {
      // A run ends with a check that all requests are accounted for (model/node/conservation.ts).
      const result = runText(DIP, [`traffic.films.transport=${transport}`]);
      const cancelled = total(result, 'cancelled');
      expect(cancelled).toBeGreaterThan(0);
      expect(total(result, 'unanswered')).toBe(0);
      expect(total(result, 'sessions')).toBe(4);
      expect(total(result, 'segments')).toBe(4 * 60);
      const wasted = total(result, 'cancelled_bytes');
      expect(wasted).toBeGreaterThan(0);
      expect(total(result, 'call_bytes')).toBe(total(result, 'response_bytes') + wasted);
      // Less was left of each than of what was asked for instead: of 4.3 Mbit/s at the most 2.15 MB are lost.
      expect(wasted).toBeLessThan(cancelled * 2.15e6);
    },
  );

  it('are sent until the node hears of it, and no longer', () => {
    // One segment of 60 s at 4.3 Mbit/s, 32 MB, over 8 Mbit/s: nobody waits for it to the end.
    const large = DIP.replace('bandwidth: 16Mbps', 'bandwidth: 8Mbps')
      .replace('people: 4', 'people: 1')
      .replace('length: 4m', 'length: 60s')
      .replace('rule: dash-js', 'rule: { fixed: 5 }')
      .replace('    sizes: constant', '    sizes: constant\n    segment: 60s\n    format: bare');
    for (const transport of ['http-1.1', 'http-2', 'http-3']) {
      const result = runText(large, [
        `traffic.films.transport=${transport}`,
        'traffic.films.leaves={ startup: 10s, per-second: 100% }',
        'timeline=[]',
      ]);
      expect(total(result, 'cancelled')).toBe(1);
      // A megabyte a second for 10 to 11 s, less what windows need to open, and headers.
      expect(total(result, 'cancelled_bytes'), transport).toBeGreaterThan(9e6);
      expect(total(result, 'cancelled_bytes'), transport).toBeLessThan(11.2e6);
    }
  });

  it('keep viewers from waiting for what is too large for a thin time', () => {
    const stalled = (rule: string) =>
      total(runText(DIP, [`traffic.films.player.rule=${rule}`]), 'stalled_hours');
    const patient = stalled('{ dash-js: { abandon: 0 } }');
    expect(patient).toBeGreaterThan(0);
    expect(stalled('dash-js')).toBeLessThan(patient);
  });

  it('are none where nobody sees how far an answer is', () => {
    const result = runText(DIP, ['traffic.films.transport=tls-1.3']);
    expect(result.replications[0]!.counters.some(({ metric }) => metric === 'cancelled')).toBe(
      false,
    );
  });
});

describe('dash.js gives a request up (AbandonRequestsRule.js)', () => {
  function rule() {
    const part = abrRules.parts.find(({ name }) => name === 'dash-js')!;
    const made = choose(part, part.params.parse({})).make({
      ladder: LADDER,
      segmentMs: 4000,
      bufferMs: 60_000,
      bytesOf: (_title, _segment, level) => LADDER[level]! / 2,
    });
    made.reserve(1);
    made.begin(0);
    return made;
  }
  const situation: Situation = {
    player: 0,
    nowMs: 100_000,
    bufferMs: 8000,
    level: 5,
    title: 0,
    segment: 7,
    remaining: 40,
    isWaiting: false,
  };
  /** 4 s at 4.3 Mbit/s, of which so much has come. */
  const loading = (bytes: number, elapsedMs: number): Loading => ({
    level: 5,
    elapsedMs,
    bytes,
    ofBytes: 2_150_000,
  });
  /** Bytes in 600 ms at a rate. */
  const come = (bitsPerSecond: number) => loading((bitsPerSecond * 0.6) / 8, 600);

  it('when all of it would take 1.8 times its length, for the highest rendition at the rate it came', () => {
    // 17.2 Mbit in 7.2 s are 2.39 Mbit/s.
    expect(rule().abandons!(situation, come(2.4e6))).toBe(-1);
    expect(rule().abandons!(situation, come(2.38e6))).toBe(3);
    expect(rule().abandons!(situation, come(0.8e6))).toBe(1);
    expect(rule().abandons!(situation, come(0.1e6))).toBe(0);
  });

  it('not within 500 ms, with 18 s of buffer, in the lowest rendition, or twice', () => {
    const slow = come(0.8e6);
    expect(rule().abandons!(situation, { ...slow, elapsedMs: 500 })).toBe(-1);
    expect(rule().abandons!({ ...situation, bufferMs: 18_001 }, slow)).toBe(-1);
    expect(rule().abandons!(situation, { ...slow, level: 0 })).toBe(-1);
    const once = rule();
    expect(once.abandons!(situation, slow)).toBe(1);
    expect(once.abandons!(situation, slow)).toBe(-1);
    expect(once.abandons!({ ...situation, segment: 8 }, slow)).toBe(1);
  });

  it('not when what is left is less than all of the lower rendition', () => {
    // At 750 kbit/s all of it is 375 kB; 1.78 MB of 2.15 have come in 17.8 s at 800 kbit/s.
    expect(rule().abandons!(situation, loading(1_780_000, 17_800))).toBe(-1);
    expect(rule().abandons!(situation, loading(1_770_000, 17_700))).toBe(1);
  });

  it('and goes no higher for 10 s (abandonLoadTimeout)', () => {
    const made = rule();
    for (let segment = 0; segment < 5; segment += 1) made.loaded(0, 2_150_000, 1000, 5);
    made.abandons!(situation, come(0.8e6));
    const later = (ms: number) =>
      made.choose({ ...situation, level: 1, nowMs: situation.nowMs + ms, bufferMs: 16_000 });
    expect(later(9_999)).toBe(1);
    expect(later(10_001)).toBe(5);
  });
});

/** One segment takes a round trip of 7 s to come: a start-up of 7 s. */
const FAR = `
version: 1
title: far away
run: { seed: 11, duration: 5m }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 2000, access: none }
  origin: { kind: origin, workers: 5000, service: 0ms }
links:
  people -> origin: { latency: 3.5s }
traffic:
  films:
    kind: vod
    from: people
    to: origin
    transport: open
    arrivals: { once: { people: 2000, half: 1s } }
    titles: { count: 1, length: 4s }
    sizes: constant
    format: bare
    leaves: {}
    player: { rule: { fixed: 0 } }
`;

describe('viewers leave (Krishnan & Sitaraman, IMC 2012)', () => {
  it('when they see nothing after 2 s, another 5.8 % of them each second', () => {
    const far = runText(FAR);
    // A binomial count of 2000: three standard deviations are 0.03.
    expect(total(far, 'sessions_impatient') / 2000).toBeCloseTo(0.058 * 5, 1);
    expect(Math.abs(total(far, 'sessions_impatient') / 2000 - 0.29)).toBeLessThan(0.03);
    expect(total(far, 'cancelled')).toBe(total(far, 'sessions_impatient'));
    expect(total(far, 'sessions')).toBe(2000 - total(far, 'sessions_impatient'));
    expect(total(far, 'sessions_unstarted')).toBe(0);
    // Without packets, all of an answer comes, for nothing: 4 s at 300 kbit/s.
    expect(total(far, 'cancelled_bytes')).toBe(total(far, 'cancelled') * 150_000);
    const near = runText(FAR, ['links.people -> origin.latency=990ms']);
    expect(total(near, 'sessions_impatient')).toBe(0);
  });

  it('before the end, by five times what they waited in stalls', () => {
    // 375 kB at 600 kbit/s take 5 s and show 4 s; the request takes a moment, too.
    const text = FAR.replace('{ latency: 3.5s }', '{ latency: 0ms, bandwidth: 600kbps }')
      .replace('people: 2000', 'people: 1')
      .replace('length: 4s', 'length: 60s')
      .replace('fixed: 0', 'fixed: 1');
    const result = runText(text, ['traffic.films.leaves={ startup: 60s }']);
    const stalls = total(result, 'rebuffers');
    const stallS = (total(result, 'stalled_hours') * 3600) / stalls;
    expect(stallS).toBeGreaterThan(1);
    // After j segments 60 − 4j − 5s(j − 1) seconds are left; it leaves in the stall that takes a fifth of them.
    const seen = Math.ceil(60 / (4 + 5 * stallS));
    expect(seen).toBe(7);
    expect(total(result, 'sessions_left')).toBe(1);
    expect(total(result, 'segments')).toBe(seen);
    expect(total(result, 'watched_hours') * 3600).toBeCloseTo(4 * seen, 6);
  });

  it('in a stall that has no end, once it has taken a fifth of what is left', () => {
    // Cut off after the first segment is there: it ends at 5 s + 4 s, and 56 s were left.
    const text = FAR.replace('{ latency: 3.5s }', '{ latency: 0ms, bandwidth: 600kbps }')
      .replace('people: 2000', 'people: 1')
      .replace('length: 4s', 'length: 60s')
      .replace('fixed: 0', 'fixed: 1');
    const cut = `${text}
timeline:
  - { at: 6s, do: cut, between: [people, origin], for: 200s }
`;
    const result = runText(cut, ['traffic.films.leaves={ startup: 60s }']);
    expect(total(result, 'segments')).toBe(1);
    expect(total(result, 'sessions_left')).toBe(1);
    expect(total(result, 'cancelled')).toBe(1);
    expect(figure(result, 'count', 'startup')).toBe(1);
  });
});
