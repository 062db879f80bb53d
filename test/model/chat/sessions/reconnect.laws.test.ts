import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { type Reconnect, reconnects } from '../../../../sim/model/chat/sessions/reconnect.ts';
import { choose } from '../../../../sim/part/choice.ts';

const DRAWS = 20_000;

const made = (name: string, params: object = {}): Reconnect => {
  const part = reconnects.find(name)!;
  return choose(part, part.params.parse(params)).make(undefined);
};

describe.each(reconnects.parts)('reconnect $name', ({ name }) => {
  it('keeps to its longest pause, is never negative and repeats itself with the same stream', () => {
    const draw = () => {
      const random = new Streams('laws', 0).stream(name);
      const reconnect = made(name);
      let lastMs = 0;
      return Array.from({ length: 300 }, (_, tries) => {
        lastMs = reconnect.pauseMs(Math.min(255, tries), lastMs, random);
        return lastMs;
      });
    };
    const pauses = draw();
    expect(draw()).toEqual(pauses);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(made(name).longestMs);
  });
});

/** Mean, least and longest of many pauses after so many failures. */
function pausesOf(reconnect: Reconnect, tries: number, lastMs = 0) {
  const random = new Streams('means', 0).stream('pauses');
  const values = Array.from({ length: DRAWS }, () => reconnect.pauseMs(tries, lastMs, random));
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / DRAWS,
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

// Bounds of the fourth attempt: min(60 s, 1 s * 2^3) = 8 s; standard error of a uniform mean: width / sqrt(12 n).
const ERROR = (widthMs: number) => (4 * widthMs) / Math.sqrt(12 * DRAWS);

describe('backing off with jitter (Brooker, AWS Architecture Blog 2015)', () => {
  it('is uniform from 0 to the bound with full jitter', () => {
    const { mean, max } = pausesOf(made('full-jitter'), 3);
    expect(Math.abs(mean - 4000)).toBeLessThan(ERROR(8000));
    expect(max).toBeGreaterThan(7990);
    expect(pausesOf(made('full-jitter'), 20).max).toBeLessThanOrEqual(60_000);
  });

  it('is uniform from half of the bound to all of it with equal jitter', () => {
    const { mean, min, max } = pausesOf(made('equal-jitter'), 3);
    expect(Math.abs(mean - 6000)).toBeLessThan(ERROR(4000));
    expect(min).toBeGreaterThanOrEqual(4000);
    expect(max).toBeGreaterThan(7990);
  });

  it('is uniform from the base to three times the last pause when decorrelated', () => {
    const { mean, min, max } = pausesOf(made('decorrelated'), 3, 5000);
    expect(Math.abs(mean - 8000)).toBeLessThan(ERROR(14_000));
    expect(min).toBeGreaterThanOrEqual(1000);
    expect(max).toBeGreaterThan(14_980);
    expect(pausesOf(made('decorrelated'), 0).max).toBeLessThanOrEqual(3000);
  });

  it('is the bound itself without jitter', () => {
    expect(pausesOf(made('no-jitter'), 0)).toEqual({ mean: 1000, min: 1000, max: 1000 });
    expect(pausesOf(made('no-jitter'), 3)).toEqual({ mean: 8000, min: 8000, max: 8000 });
    expect(pausesOf(made('no-jitter'), 9)).toEqual({ mean: 60_000, min: 60_000, max: 60_000 });
  });

  it('begins at once and grows by 1.6 in gRPC, 20 % up or down', () => {
    expect(pausesOf(made('grpc'), 0).max).toBe(0);
    const { mean, min, max } = pausesOf(made('grpc'), 3);
    expect(Math.abs(mean - 2560)).toBeLessThan(ERROR(1024));
    expect(min).toBeGreaterThanOrEqual(2048);
    expect(max).toBeLessThanOrEqual(3072);
  });

  it('spreads the first attempt over a minute as XMPP wants it (RFC 6120 §3.3)', () => {
    const { mean, max } = pausesOf(made('xmpp'), 0);
    expect(Math.abs(mean - 30_000)).toBeLessThan(ERROR(60_000));
    expect(max).toBeLessThanOrEqual(60_000);
  });
});
