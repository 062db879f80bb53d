import { describe, expect, it } from 'vitest';
import { mediaControls } from '../../../../../sim/model/chat/calls/congestion/index.ts';
import { drive, meanOf } from './one-link.ts';

const nada = (given = {}) => {
  const part = mediaControls.find('nada')!;
  return part.make(part.params.parse(given) as never);
};

const STEP_MS = 10;

// RFC 8698 §4.3, eq. 5: at rest the offset is 0, so that the delay above the base is XREF · RMAX / r. Of that, a group's
// own time on the link is a step at the capacity; the base is that of the first group, of 300 kbit/s.
describe('NADA on a link alone', () => {
  it.each([0.6e6, 1.0e6, 1.2e6])(
    'settles at a capacity of %d with the queue that its rate is worth',
    (capacity) => {
      const samples = drive([nada()], {
        capacity: () => capacity,
        stepMs: STEP_MS,
        untilMs: 120e3,
      });
      const found = meanOf(samples, 60e3, 120e3);
      expect(found.rates[0]! / capacity).toBeCloseTo(1, 6);
      const worthMs = (10 * 1.5e6) / capacity;
      expect(found.queueMs).toBeCloseTo(worthMs - STEP_MS * (1 - 300e3 / capacity), 3);
    },
  );

  it('goes as high as it may when the link has more', () => {
    const samples = drive([nada()], { capacity: () => 3e6, stepMs: 10, untilMs: 60e3 });
    expect(meanOf(samples, 30e3, 60e3).rates[0]).toBe(1.5e6);
  });

  it('follows a fall of the capacity, and its rise', () => {
    const steps = (nowMs: number) => (nowMs < 60e3 || nowMs >= 120e3 ? 1.2e6 : 0.5e6);
    const samples = drive([nada()], { capacity: steps, stepMs: 10, untilMs: 180e3 });
    expect(meanOf(samples, 80e3, 120e3).rates[0]! / 0.5e6).toBeCloseTo(1, 1);
    expect(meanOf(samples, 140e3, 180e3).rates[0]! / 1.2e6).toBeCloseTo(1, 1);
  });
});

describe('two senders with NADA on one link', () => {
  it('get nearly the same, whatever they begin with: each is worth the same queue', () => {
    const both = [nada({ start: '1.4Mbps' }), nada()];
    const samples = drive(both, { capacity: () => 1.6e6, stepMs: 5, untilMs: 300e3 });
    // The second one's base is a group longer, some 1 ms of the 19 that its rate is worth.
    const [first, second] = meanOf(samples, 200e3, 300e3).rates;
    expect(first! / second!).toBeGreaterThan(0.9);
    expect(first! / second!).toBeLessThan(1.1);
  });
});

describe('NADA with losses', () => {
  // §4.2: at 2 % the penalty is 10 · (2 / 1)² = 40 ms, which is the queue of 1.5 Mbit/s · 10 / 40 = 375 kbit/s.
  it('settles where losses alone are worth its rate', () => {
    const samples = drive([nada()], {
      capacity: () => 10e6,
      lossRatio: 0.02,
      stepMs: 10,
      untilMs: 120e3,
    });
    expect(meanOf(samples, 60e3, 120e3).rates[0]! / 375e3).toBeCloseTo(1, 2);
  });
});
