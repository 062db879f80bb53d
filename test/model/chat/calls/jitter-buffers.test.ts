import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jitterBuffers } from '../../../../sim/model/chat/calls/jitter-buffers.ts';

const BIN_MS = 5;
const make = (name: string, params: object) => {
  const part = jitterBuffers.find(name)!;
  return part.make(part.params.parse(params) as never);
};

describe('an adaptive jitter buffer', () => {
  it('plays what it has been told when enough packets have come', () => {
    const delays = fc.array(fc.double({ min: 0, max: 1900, noNaN: true }), {
      minLength: 20,
      maxLength: 300,
    });
    fc.assert(
      fc.property(delays, (tookMs) => {
        const buffer = make('adaptive', { window: 50, quantile: '90%' });
        for (const took of tookMs) buffer.heard(took);
        // The slow twin sorts: the smallest bin's end by which 90 % of the last 50 have come.
        const bins = tookMs.slice(-50).map((took) => Math.floor(took / BIN_MS));
        bins.sort((one, other) => one - other);
        const rank = Math.ceil(0.9 * bins.length) - 1;
        expect(buffer.playoutMs).toBe((bins[rank]! + 1) * BIN_MS);
      }),
    );
  });

  it('holds the first packets longer', () => {
    const buffer = make('adaptive', { first: '40ms' });
    expect(buffer.playoutMs).toBe(Number.POSITIVE_INFINITY);
    buffer.heard(20);
    expect(buffer.playoutMs).toBe(60);
  });
});

describe('a fixed jitter buffer', () => {
  it('stays with what the first packet took', () => {
    const buffer = make('fixed', { hold: '60ms' });
    for (const took of [30, 200, 10]) buffer.heard(took);
    expect(buffer.playoutMs).toBe(90);
  });
});
