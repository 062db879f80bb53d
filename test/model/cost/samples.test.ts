import { describe, expect, it } from 'vitest';
import { Measured } from '../../../sim/model/cost/measured.ts';
import { monthly, sentBy } from './priced.ts';

const MINUTE_MS = 60_000;
const there = new Set(['ashburn']);

function samples(minutes: number, windowMs: number, bytesPerMinute: (minute: number) => number) {
  const sent = Array.from({ length: minutes }, (_, minute) => ({
    place: 'ashburn',
    bytes: bytesPerMinute(minute),
    atMs: minute * MINUTE_MS,
  }));
  const result = sentBy(sent, minutes * MINUTE_MS, windowMs);
  return new Measured(result, result.replications[0]!).samplesOf('edge', there);
}

describe('samples of what a group sends', () => {
  it('are means of 5 minutes each, from finer windows', () => {
    // 300 bytes in each minute are 8 · 300 / 60 bits per second; twice as much from minute 5 on.
    const found = samples(12, MINUTE_MS, (minute) => (minute < 5 ? 300 : 600));
    expect(found).toEqual({ eachMs: 300_000, bitsPerSecond: [40, 80] });
  });

  it('of a run shorter than that are one, of all of it', () => {
    const found = samples(2, MINUTE_MS, () => 300);
    expect(found).toEqual({ eachMs: 2 * MINUTE_MS, bitsPerSecond: [40] });
  });

  it('of a day are 288', () => {
    expect(samples(1440, 300_000, () => 300).bitsPerSecond).toHaveLength(288);
  });
});

describe('what is billed', () => {
  const HOUR_MS = 3_600_000;
  const plain = sentBy([{ place: 'ashburn', bytes: 1e9 }], HOUR_MS, HOUR_MS);
  const [one] = plain.replications;
  const withBytes = (labels: Record<string, string>) => {
    const entry = { metric: 'call_bytes', labels, total: 1e9, windows: [1e9] };
    return { ...plain, replications: [{ ...one!, counters: [...one!.counters, entry] }] };
  };
  // 0.01 USD for a GB; the hour stands for 730.
  const price = (labels: Record<string, string>) => monthly(withBytes(labels), 'bunny');

  it('is a message to a device, and none that a device writes', () => {
    expect(monthly(plain, 'bunny')).toBeCloseTo(7.3, 9);
    // Edge to people: a message; what people send to the edge is then messages, too, and comes in for nothing.
    expect(price({ node: 'edge', to: 'people', place: 'ashburn' })).toBeCloseTo(7.3, 9);
  });

  it('is counted once: what a phase of the timeline had is a part of the whole', () => {
    const phase = { node: 'people', to: 'edge', place: 'ashburn', during: 'crash' };
    expect(price(phase)).toBeCloseTo(7.3, 9);
  });

  it('is what another group is sent', () => {
    expect(price({ node: 'shield', to: 'edge', place: 'ashburn' })).toBeCloseTo(14.6, 9);
  });
});
