import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../../run-scenario.ts';

/** Four people behind one link to their server, which is narrow from 40 to 80 s. */
const NARROW = `
version: 1
title: a narrow link
run: { seed: 13, duration: 120s, warmup: 20s }
places: [paris]
nodes:
  people: { kind: clients, count: 4, access: none }
  gateway: { kind: gateway, count: 1 }
  media: { kind: media-server, count: 1 }
links:
  people -> media: { latency: 15ms, bandwidth: 30Mbps, queue: 300ms }
traffic:
  talk:
    kind: meeting
    from: people
    to: gateway
    arrivals: { once: { people: 1, half: 1ms } }
    size: 4
    lasts: 10m
    comes: 0s
    topology: { sfu: media }
timeline:
  - { at: 40s, do: degrade, between: [people, media], bandwidth: 6Mbps, for: 40s, name: narrow }
  - { at: 60s, do: degrade, between: [people, media], latency: 0ms, for: 20s, name: settled }
`;

describe('a link that many share and that becomes narrow', () => {
  const result = runText(NARROW);
  const during = (metric: string, fn: 'value' | 'mean' = 'value') =>
    figure(result, fn, metric, { during: 'settled' });

  it('is used to most of what it has, in both directions', () => {
    // Down: four members get 6 Mbit/s together; up, eight Mbit/s of cameras in three sizes come down to less than 6.
    expect(4 * during('down_bitrate')).toBeGreaterThan(0.6 * 6e6);
    expect(4 * during('down_bitrate')).toBeLessThan(1.02 * 6e6);
    expect(4 * during('up_bitrate')).toBeLessThan(1.02 * 6e6);
  });

  it('makes pictures smaller and loses next to nothing, without a standing queue', () => {
    expect(during('camera_bitrate')).toBeLessThan(0.6e6);
    expect(figure(result, 'value', 'camera_bitrate', { during: 'narrow' })).toBeGreaterThan(50e3);
    expect(during('media_loss_ratio')).toBeLessThan(0.02);
    // Frame and lookahead 26.5 ms, two ways of 15, and the most of 100 that queues up and down add, by buffers of 99 %:
    // a standing queue would be the room of 300 each way.
    expect(during('mouth_to_ear', 'mean')).toBeLessThan(300);
    expect(total(result, 'layer_switches')).toBeGreaterThan(0);
  });

  it('is found wide again when it is', () => {
    const { replications } = result;
    const video = replications[0]!.counters.find(({ metric }) => metric === 'video_down_bytes')!;
    const last = video.windows.slice(-5).reduce((sum, bytes) => sum + bytes, 0);
    const narrow = video.windows.slice(60, 65).reduce((sum, bytes) => sum + bytes, 0);
    expect(last).toBeGreaterThan(2 * narrow);
  });

  it('drowns without congestion control', () => {
    const steady = runText(NARROW, ['traffic.talk.congestion=steady']);
    const lost = (of: typeof result) =>
      figure(of, 'value', 'media_loss_ratio', { during: 'settled' });
    expect(lost(steady)).toBeGreaterThan(0.3);
    expect(figure(steady, 'mean', 'mos', { during: 'settled' })).toBeLessThan(
      during('mos', 'mean') - 1,
    );
  });
});

describe('the step in which media go', () => {
  const seen = (step: string) => {
    const text = NARROW.slice(0, NARROW.indexOf('timeline:'));
    const set = [`traffic.talk.step=${step}`, 'run.duration=40s', 'nodes.people.access=fibre'];
    return figure(runText(text, set), 'value', 'camera_bitrate');
  };

  // Lines of fibre whose delays jitter, and a link with room: what GCC finds is a property of these.
  it('does not decide what rates are found', () => {
    const usual = seen('40ms');
    expect(usual).toBeGreaterThan(1.3e6);
    for (const step of ['10ms', '100ms']) expect(seen(step) / usual).toBeCloseTo(1, 1);
  });
});
