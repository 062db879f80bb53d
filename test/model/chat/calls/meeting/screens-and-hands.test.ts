import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../../run-scenario.ts';

/** A teacher and four students, 10 ms from a server and 5 ms from the gateway; the teacher's camera is off. */
const CLASS = `
version: 1
title: a class
run: { seed: 11, duration: 120s, warmup: 5s }
places: [paris]
nodes:
  people: { kind: clients, count: 5, access: none }
  gateway: { kind: gateway, count: 1, service: 0ms, per-delivery: 0ms, workers: 1000 }
  media: { kind: media-server, count: 1, per-packet: 0ms }
links:
  people -> media: { latency: 10ms }
  people -> gateway: { latency: 5ms }
traffic:
  lesson:
    kind: meeting
    from: people
    to: gateway
    arrivals: { once: { people: 1, half: 1ms } }
    size: 5
    lasts: 10m
    comes: 0s
    cameras: 0
    floor: { lecture: { hands: 600, speaks: 3s, calls-on: 500ms } }
    codec: g711
    frames: 2
    jitter-buffer: { fixed: 0ms }
    topology: { sfu: media }
    congestion: { steady: 1Mbps }
`;

const VOICE = (210 * 8) / 0.02;

describe('hands', () => {
  it('are called on in turn, after a hand, a call and a word to the server', () => {
    const result = runText(CLASS);
    // Two round trips of 4 × 10 ms between student and teacher over the server, and 500 ms to look up.
    expect(figure(result, 'min', 'hand_wait')).toBe(580);
    // 600 hands an hour who speak for 3.58 s each are a load of 0.6: many wait for others, some for two.
    expect(figure(result, 'max', 'hand_wait')).toBeGreaterThan(3580);
  });

  it('are heard by all but who speaks, beside the teacher', () => {
    const result = runText(CLASS);
    const seconds = 115;
    const heard = (total(result, 'media_down_bytes') * 8) / VOICE / seconds;
    const sent = (total(result, 'media_up_bytes') * 8) / VOICE / seconds;
    // Each voice is heard by four.
    expect(heard / sent).toBeCloseTo(4, 1);
    // The teacher all the time, and a student for a part of it.
    expect(sent).toBeGreaterThan(1.3);
    expect(sent).toBeLessThan(1.8);
  });

  it('are none where the floor has none', () => {
    const result = runText(CLASS, ['traffic.lesson.floor={ lecture: { hands: 0 } }']);
    expect((total(result, 'media_up_bytes') * 8) / VOICE / 115).toBeCloseTo(1, 2);
  });
});

describe('a page of a shared screen', () => {
  const pages = (set: readonly string[] = []) =>
    runText(CLASS, [
      'traffic.lesson.floor={ lecture: { hands: 0 } }',
      'traffic.lesson.screen={ every: { constant: 10s }, page: 80kB }',
      ...set,
    ]);

  it('takes as long as its bytes at what legs allow, and is counted once for each who sees it', () => {
    const result = pages();
    // Up: 640 kbit at 0.8 × (1000 − 84) kbit/s, 0.87 s, in steps of 40 ms; down at the same time, a step and 20 ms later.
    const leastMs = (640 / (0.8 * (1000 - VOICE / 1000))) * 1000;
    expect(figure(result, 'min', 'screen_delay')).toBeGreaterThan(leastMs);
    expect(figure(result, 'max', 'screen_delay')).toBeLessThan(leastMs + 20 + 4 * 40);
    // A page each 10 s from 10 s on, 11 of them before the end at 120 s, to four who see it.
    const { histograms } = result.replications[0]!;
    const shown = histograms.find(({ metric }) => metric === 'screen_delay')!.total.count;
    expect(shown).toBe(11 * 4);
  });

  it('comes over a mesh too, from each to each', () => {
    const result = pages(['traffic.lesson.topology=mesh']);
    expect(figure(result, 'max', 'screen_delay')).toBeLessThan(1500);
  });

  it('arrives although packets are lost', () => {
    const result = pages([
      'network.loss.independent=5%',
      'links.people -> media.loss.independent=5%',
    ]);
    const { histograms } = result.replications[0]!;
    const shown = histograms.find(({ metric }) => metric === 'screen_delay')!.total.count;
    expect(shown).toBe(11 * 4);
    expect(total(result, 'media_lost_bytes')).toBeGreaterThan(0);
  });
});
