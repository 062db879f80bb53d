import { describe, expect, it } from 'vitest';
import { Measured } from '../../../sim/model/cost/measured.ts';
import { sentBy } from './priced.ts';

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
