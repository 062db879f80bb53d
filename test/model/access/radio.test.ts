import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { radioStates } from '../../../sim/model/access/radio/radio.ts';
import { RadioLink } from '../../../sim/model/access/radio/radio-link.ts';
import { SteadyLink } from '../../../sim/model/access/steady-link.ts';
import { choose } from '../../../sim/part/choice.ts';
import { contextOf, profileOf, quantileOf } from './fixtures.ts';

const DEVICES = 4000;

function phones(name: string, given: object = {}, devices = DEVICES) {
  const part = radioStates.find(name)!;
  const settings = choose(part, part.params.parse(given)).make(undefined)!;
  const context = contextOf(devices);
  const link = new RadioLink(new SteadyLink(profileOf('none'), context), settings, context);
  return { link, context, random: context.stream('test') };
}

/** Power at the end of a stretch without more events, mW for all devices together. */
function power({ context }: ReturnType<typeof phones>, untilMs: number): number {
  const facts = { simulatedMs: untilMs, events: 0, fingerprint: '' };
  const { counters } = context.recorder.replication(0, facts);
  return counters.find(({ metric }) => metric === 'radio_power')!.total / untilMs;
}

/** Packets to phones that have been silent for `gapMs`, as RRC-Probe sends them; round trips in ms. */
function probe(name: string, gapMs: number, baseMs: number): number[] {
  const { link, random } = phones(name);
  const when = new Streams('probe', 0).stream('when');
  return Array.from({ length: DEVICES }, (_, device) => {
    const firstMs = when.uniform() * 60_000;
    const ready = firstMs + link.upMs(device, 0, firstMs, random);
    return baseMs + link.downMs(device, 0, ready + gapMs, random);
  });
}

/** As `probe`, ten probes to each phone, each after a silence of up to 4.5 s more than `gapMs`. */
function series(name: string, gapMs: number, baseMs: number): number[] {
  const { link, random } = phones(name, {}, 1000);
  const when = new Streams('probe', 0).stream('when');
  return Array.from({ length: 1000 }, (_, device) => {
    let nowMs = when.uniform() * 60_000;
    nowMs += link.upMs(device, 0, nowMs, random);
    return Array.from({ length: 10 }, () => {
      nowMs += gapMs + when.uniform() * 4500;
      const waitMs = link.downMs(device, 0, nowMs, random);
      nowMs += waitMs;
      // What answers the probe goes out at once.
      expect(link.upMs(device, 0, nowMs, random)).toBe(0);
      return baseMs + waitMs;
    });
  }).flat();
}

const shareWithin = (values: readonly number[], fromMs: number, toMs: number): number =>
  values.filter((value) => value >= fromMs && value < toMs).length / values.length;

describe('push to a phone', () => {
  // reference/domain.md §1.3, from RRC-Probe; three physical parameters (paging 1.28 s, promotion
  // 260 ms, DRX 320 ms) for all networks, and the round trip of an awake phone to the probe's server,
  // ~60 ms. p50 and p95 within 10 %, p5 within 20 %.
  it.each([
    ['lte', 'Verizon LTE', 397, 937, 1540],
    ['lte', 'T-Mobile LTE', 395, 950, 1549],
    ['5g-nsa', 'Verizon NSA low', 351, 947, 1540],
    ['5g-nsa', 'T-Mobile NSA low', 459, 1001, 1599],
    ['5g-nsa', 'Verizon NSA mmWave', 350, 919, 1535],
  ])('that is idle takes on %s what was measured at %s', (name, _network, p5, p50, p95) => {
    const took = probe(name, 20_000, 60);
    expect(Math.abs(quantileOf(took, 0.05) / p5 - 1)).toBeLessThan(0.2);
    expect(Math.abs(quantileOf(took, 0.5) / p50 - 1)).toBeLessThan(0.1);
    expect(Math.abs(quantileOf(took, 0.95) / p95 - 1)).toBeLessThan(0.1);
  });

  it.each([
    ['lte', 'Verizon LTE', 77, 214, 370],
    ['5g-nsa', 'Verizon NSA low', 72, 212, 372],
  ])(
    'that is connected waits on %s for its DRX cycle, as at %s',
    (name, _network, p5, p50, p95) => {
      const took = probe(name, 5_000, 60);
      expect(Math.abs(quantileOf(took, 0.05) / p5 - 1)).toBeLessThan(0.2);
      expect(Math.abs(quantileOf(took, 0.5) / p50 - 1)).toBeLessThan(0.1);
      expect(Math.abs(quantileOf(took, 0.95) / p95 - 1)).toBeLessThan(0.1);
    },
  );

  it('that is awake waits for nothing', () => {
    expect(Math.max(...probe('lte', 50, 0))).toBe(0);
  });

  // RRC-Probe, S20US_TMobile_SA.csv: 5 probes after each silence of 10.2 to 14.9 s. Slow and fast ones take
  // turns: after a resumption the phone stays connected for 15 s. p50 lies between the two kinds, of
  // which one ends at 160 ms and the other begins at 400, so that no single wait has it.
  it('that is silent for 10 to 15 s on SA is resumed every second time, as at T-Mobile', () => {
    const took = series('5g-sa', 10_200, 80);
    expect(Math.abs(quantileOf(took, 0.05) / 81 - 1)).toBeLessThan(0.2);
    expect(Math.abs(quantileOf(took, 0.5) / 443 - 1)).toBeLessThan(0.1);
    expect(Math.abs(quantileOf(took, 0.95) / 1565 - 1)).toBeLessThan(0.1);
    // 112 of 232 probes came back within 160 ms, 5 of 232 after 160 to 400 ms.
    expect(Math.abs(shareWithin(took, 0, 160) - 112 / 232)).toBeLessThan(0.03);
    expect(shareWithin(took, 160, 400)).toBeLessThan(0.03);
  });

  it('that is idle on SA takes what was measured where the probe did wake it', () => {
    // The same file, silences from 15 s on, the 187 of 245 probes that took more than 300 ms: others came
    // back at once, 27 of them after 0 ms, so that something else had woken the phone.
    const took = probe('5g-sa', 20_000, 80);
    expect(Math.abs(quantileOf(took, 0.05) / 536 - 1)).toBeLessThan(0.2);
    expect(Math.abs(quantileOf(took, 0.5) / 1125 - 1)).toBeLessThan(0.1);
    expect(Math.abs(quantileOf(took, 0.95) / 1663 - 1)).toBeLessThan(0.1);
  });

  it('that is connected on SA hardly waits', () => {
    const took = series('5g-sa', 5_000, 80);
    // reference/domain.md §1.3: about 83 and 120 ms.
    expect(Math.abs(quantileOf(took, 0.05) / 83 - 1)).toBeLessThan(0.1);
    expect(Math.abs(quantileOf(took, 0.95) / 120 - 1)).toBeLessThan(0.1);
  });
});

describe('a radio', () => {
  it('makes what comes while it wakes wait for the same moment', () => {
    const { link, random } = phones('lte', {}, 1);
    const first = link.downMs(0, 0, 100_000, random);
    expect(link.downMs(0, 0, 100_010, random)).toBeCloseTo(first - 10, 6);
    expect(link.upMs(0, 0, 100_000 + first, random)).toBe(0);
  });

  it('draws what its states cost', () => {
    const group = phones('lte', {}, 1);
    // One packet up in 100 s: 260 ms at 1211 mW, 10 s at 1060 mW, the rest at 20 mW, by hand.
    group.link.upMs(0, 0, 50_000, group.random);
    const expected = (260 * 1211 + 10_000 * 1060 + (100_000 - 10_260) * 20) / 100_000;
    expect(power(group, 100_000)).toBeCloseTo(expected, 6);
  });

  it('pays for a connection once, however often it is used meanwhile', () => {
    const group = phones('lte', {}, 1);
    for (const ms of [50_000, 52_000, 54_000]) group.link.upMs(0, 0, ms, group.random);
    // The connection ends 10 s after the last packet: 14 s and not 30.
    const expected = (260 * 1211 + 13_740 * 1060 + (100_000 - 14_000) * 20) / 100_000;
    expect(power(group, 100_000)).toBeCloseTo(expected, 0);
  });

  it('is not found behind a NAT that forgot it, until it speaks by itself', () => {
    const { link, random } = phones('lte', { nat: '2m', 'keep-alive': '5m' }, 1);
    link.upMs(0, 0, 0, random);
    // Awake from 260 ms on; forgotten after 2 minutes, and it speaks again after 5.
    const waits = link.downMs(0, 0, 180_000, random);
    expect(waits).toBeGreaterThan(300_000 + 260 - 180_000 - 1);
    expect(waits).toBeLessThan(300_000 + 260 - 180_000 + 600);
  });

  it('that keeps alive in time is found at once, and pays for it', () => {
    const group = phones('lte', { nat: '2m', 'keep-alive': '1m' }, 1);
    group.link.upMs(0, 0, 0, group.random);
    expect(group.link.downMs(0, 0, 175_000, group.random)).toBeLessThan(1280 + 261);
    const lazy = phones('lte', {}, 1);
    lazy.link.upMs(0, 0, 0, lazy.random);
    lazy.link.downMs(0, 0, 175_000, lazy.random);
    // Two more promotions and 10 s connected each: 2 · (260 · 1191 + 10 000 · 1040) µJ in 200 s.
    const more = (2 * (260 * 1191 + 10_000 * 1040)) / 200_000;
    expect(power(group, 200_000) - power(lazy, 200_000)).toBeCloseTo(more, 0);
  });

  it('that moves waits in handovers, for as much of the time as they take', () => {
    const { link, random } = phones('5g-nsa', { 'handover-every': '8s' }, 1);
    let waiting = 0;
    const looks = 200_000;
    for (let look = 0; look < looks; look += 1) {
      if (link.upMs(0, 0, look * 50, random) > 0) waiting += 1;
    }
    // 150 ms in 8150 ms, 1.84 %, of looks each 50 ms: 1200 handovers, ± 10 % is three deviations.
    expect(Math.abs(waiting / looks / 0.0184 - 1)).toBeLessThan(0.2);
  });
});
