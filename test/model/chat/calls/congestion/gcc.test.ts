import { describe, expect, it } from 'vitest';
import { mediaControls } from '../../../../../sim/model/chat/calls/congestion/index.ts';
import { NORMAL, OVER, UNDER } from '../../../../../sim/model/chat/calls/congestion/overuse.ts';
import { RateControl } from '../../../../../sim/model/chat/calls/congestion/rate-control.ts';
import { drive, meanOf } from './one-link.ts';

const control = (name: string, given = {}) => {
  const part = mediaControls.find(name)!;
  return part.make(part.params.parse(given) as never);
};
/** As the draft has it, without what stands for probes. */
const gcc = (given = {}) => control('gcc', { startup: '8%', ...given });

/** Jitter of up to 4 ms from a fixed seed, without which two equal senders stay in step for ever. */
function jitter(): () => number {
  let state = 1;
  return () => {
    state = (state * 16807) % 2147483647;
    return (4 * state) / 2147483647;
  };
}

/** Jain, Chiu & Hawe, DEC-TR-301, 1984: 1 when all have the same, 1/n when one has all. */
const fairness = (rates: readonly number[]) => {
  const sum = rates.reduce((all, rate) => all + rate, 0);
  return (sum * sum) / (rates.length * rates.reduce((all, rate) => all + rate * rate, 0));
};

// Authority of the rules: draft-ietf-rmcat-gcc-02 §5.5.
describe('the rate by delays', () => {
  it('becomes 0.85 of what was received when queues grow', () => {
    const rate = new RateControl(2e6);
    rate.update(OVER, 100, 1e6, 50);
    expect(rate.bitsPerSecond).toBe(850_000);
  });

  it('grows by 8 % a second, to 1.5 times what was received at most', () => {
    const rate = new RateControl(1e6);
    rate.update(NORMAL, 0, 1e6, 50);
    rate.update(NORMAL, 1000, 1e6, 50);
    expect(rate.bitsPerSecond).toBeCloseTo(1.08e6, 3);
    for (let nowMs = 2000; nowMs < 20_000; nowMs += 1000) rate.update(NORMAL, nowMs, 1e6, 50);
    expect(rate.bitsPerSecond).toBe(1.5e6);
  });

  it('grows by half a packet a reaction time where queues have grown before', () => {
    const rate = new RateControl(2e6);
    rate.update(OVER, 0, 1e6, 100);
    // Decrease to Hold to Increase.
    rate.update(NORMAL, 200, 1e6, 100);
    rate.update(NORMAL, 400, 1e6, 100);
    // A frame of 850 000 / 30 bits is 3 packets of 9444 bits; 200 ms are a whole reaction time.
    expect(rate.bitsPerSecond).toBeCloseTo(850_000 + 0.5 * (850_000 / 30 / 3), 6);
  });

  it('stays while queues shrink', () => {
    const rate = new RateControl(1e6);
    rate.update(UNDER, 0, 5e5, 50);
    rate.update(UNDER, 1000, 5e5, 50);
    expect(rate.bitsPerSecond).toBe(1e6);
  });
});

describe('GCC on a link alone', () => {
  const steps = (nowMs: number) => (nowMs < 60e3 ? 2e6 : nowMs < 120e3 ? 0.7e6 : 2e6);
  const samples = drive([gcc()], { capacity: steps, untilMs: 200e3 });

  // Carlucci et al., ToN 2017, §VI: the capacity is used, with queues of some tens of milliseconds.
  it.each([
    ['at first', 45e3, 60e3, 2e6],
    ['after a fall of the capacity', 85e3, 120e3, 0.7e6],
    ['after a rise', 150e3, 200e3, 2e6],
  ])(
    'comes close to its capacity %s, without a standing queue',
    (_when, fromMs, toMs, capacity) => {
      const { rates, queueMs } = meanOf(samples, fromMs, toMs);
      expect(rates[0]! / capacity).toBeGreaterThan(0.85);
      expect(rates[0]! / capacity).toBeLessThan(1);
      expect(queueMs).toBeLessThan(30);
    },
  );

  it('takes a fall to a third for what it is, and empties a second of queue in 20', () => {
    const atOnce = samples.find(({ nowMs, rates }) => nowMs > 60e3 && rates[0]! < 0.7e6)!;
    expect(atOnce.nowMs).toBeLessThan(61e3);
    // It takes 85 % of what arrives and grows again at once: what is left over drains the queue slowly.
    const drained = samples.find(({ nowMs, queueMs }) => nowMs > 62e3 && queueMs < 10)!;
    expect(drained.nowMs).toBeLessThan(80e3);
  });

  it('grows from 300 kbit/s by 8 % a second', () => {
    const first = samples.findIndex(({ rates }) => rates[0]! >= 600e3);
    // ln 2 / ln 1.08 = 9.006 s, and the first reports.
    expect(samples[first]!.nowMs).toBeGreaterThan(9000);
    expect(samples[first]!.nowMs).toBeLessThan(9600);
  });

  it('doubles each second at first when probes are thought of', () => {
    const fast = drive([gcc({ startup: '100%' })], { capacity: () => 2e6, untilMs: 60e3 });
    const half = fast.find(({ rates }) => rates[0]! >= 600e3)!;
    // Growth begins with the second report.
    expect(half.nowMs).toBeGreaterThan(1000);
    expect(half.nowMs).toBeLessThan(1500);
    expect(meanOf(fast, 20e3, 60e3).rates[0]! / 2e6).toBeGreaterThan(0.85);
  });

  it('leaves to others what they take', () => {
    const shared = drive([gcc({ start: '2Mbps' })], {
      capacity: () => 3e6,
      cross: () => 1e6,
      jitterMs: jitter(),
      untilMs: 60e3,
    });
    const { rates, queueMs } = meanOf(shared, 20e3, 60e3);
    expect(rates[0]).toBeGreaterThan(0.85 * 2e6);
    expect(rates[0]).toBeLessThan(2e6);
    expect(queueMs).toBeLessThan(30);
  });
});

// draft-ietf-rmcat-gcc-02 §6.
describe('GCC with losses that no queue makes', () => {
  const settled = (lossRatio: number) =>
    meanOf(drive([gcc()], { capacity: () => 2e6, lossRatio, untilMs: 100e3 }), 60e3, 100e3);

  it('takes no notice of less than 2 %', () => {
    expect(settled(0.01).rates[0]).toBeGreaterThan(0.85 * 2e6);
  });

  it('stays where it is between 2 and 10 %', () => {
    // The first 200 ms are over when 300 kbit/s have grown for two reports, 8 % a second.
    const { rates } = settled(0.05);
    expect(rates[0]).toBeGreaterThanOrEqual(300_000);
    expect(rates[0]).toBeLessThan(310_000);
  });

  it('falls by half the losses when they are more, down to its least', () => {
    const control = gcc();
    for (let group = 0; group < 60; group += 1) control.heard(group * 20, group * 20, 800, 200);
    control.reported(0, 50);
    control.reported(200, 50);
    // What delays allow has grown meanwhile, by 8 % a second for 200 ms.
    expect(control.bitsPerSecond).toBeCloseTo(300_000 * 1.08 ** 0.2 * (1 - 0.5 * 0.2), 6);
    expect(settled(0.2).rates[0]).toBe(30_000);
  });
});

describe('two senders with GCC on one link', () => {
  const run = (second: object) =>
    meanOf(
      drive([gcc({ start: '2Mbps' }), gcc(second)], {
        capacity: () => 3e6,
        jitterMs: jitter(),
        untilMs: 240e3,
      }),
      120e3,
      240e3,
    );

  it('share it fairly when they begin together', () => {
    const { rates, queueMs } = run({ start: '2Mbps' });
    expect(fairness(rates)).toBeGreaterThan(0.95);
    expect(queueMs).toBeLessThan(30);
  });

  it('let each other in when one comes late, if not to the same share', () => {
    const { rates } = run({ startup: '100%' });
    expect(rates[1]).toBeGreaterThan(2 * 300e3);
    expect(fairness(rates)).toBeGreaterThan(0.8);
  });
});

describe('GCC beside a TCP flow that fills the queue', () => {
  /** Reno as a fluid: a segment more each round trip, half when the queue of 300 ms is full. */
  function reno(): (nowMs: number, queueMs: number) => number {
    let segments = 20;
    let calmUntilMs = 0;
    return (nowMs, queueMs) => {
      const roundTripMs = 50 + queueMs;
      if (queueMs > 260 && nowMs > calmUntilMs) {
        segments /= 2;
        calmUntilMs = nowMs + roundTripMs;
      } else segments += 40 / roundTripMs;
      return (segments * 1500 * 8 * 1000) / roundTripMs;
    };
  }

  // draft-ietf-rmcat-gcc-02 §5.4: with a threshold that does not adapt it would be starved.
  it('keeps a part of the link for itself, and leaves the larger one', () => {
    const samples = drive([gcc({ startup: '100%' })], {
      capacity: () => 3e6,
      cross: reno(),
      jitterMs: jitter(),
      roomMs: 300,
      untilMs: 240e3,
    });
    const { rates } = meanOf(samples, 60e3, 240e3);
    expect(rates[0]! / 3e6).toBeGreaterThan(0.15);
    expect(rates[0]! / 3e6).toBeLessThan(0.5);
  });
});

describe.each(mediaControls.parts)('media congestion control $name', ({ name }) => {
  it('always allows something, and the same for the same reports', () => {
    const play = () =>
      drive([control(name)], { capacity: () => 1e6, lossRatio: 0.5, untilMs: 20e3 }).map(
        ({ rates }) => rates[0]!,
      );
    const rates = play();
    expect(Math.min(...rates)).toBeGreaterThan(0);
    expect(play()).toEqual(rates);
  });
});
