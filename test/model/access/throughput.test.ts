import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { CHAINS } from '../../../sim/model/access/throughput/markov.data.ts';
import { drawRates } from '../../../sim/model/access/throughput/markov.ts';
import { RateCurve } from '../../../sim/model/access/throughput/rate-curve.ts';
import { readRateTrace } from '../../../sim/model/access/throughput/trace-text.ts';
import { sharedData, whenShared } from '../../shared-data.ts';
import { contextOf, linkOf, meanOf, profileOf } from './fixtures.ts';

const SMALL = '0 9\n1 2\n3 0\n4 6\n';

describe('a rate curve', () => {
  it('holds a rate until the time of its line, as Pensieve reads traces', () => {
    // env.py of Pensieve: bandwidth[i] for time[i] - time[i - 1]; the first rate is never used.
    expect(readRateTrace(SMALL)).toEqual({
      stepsMs: [1000, 2000, 1000],
      bitsPerSecond: [2e6, 0, 6e6],
    });
  });

  it('passes the integral of its rate, round after round', () => {
    const curve = new RateCurve([1000, 2000, 1000], [2e6, 0, 6e6]);
    // By hand: 2 Mbit in the first second, none in two, 6 in the last, 8 a round of 4 s.
    const expected = [
      [500, 1e6],
      [1000, 2e6],
      [2500, 2e6],
      [3500, 5e6],
      [4000, 8e6],
      [8500, 17e6],
    ] as const;
    for (const [ms, bits] of expected) expect(curve.bitsAt(ms)).toBeCloseTo(bits, 3);
    // The first moment by which they are there, before nothing passes.
    expect(curve.timeAt(2e6)).toBeCloseTo(1000, 9);
    expect(curve.timeAt(2e6 + 1)).toBeCloseTo(3000, 3);
    expect(curve.timeAt(17e6)).toBeCloseTo(8500, 6);
  });

  it('finds the time of any amount of bits', () => {
    const steps = fc.array(fc.tuple(fc.double({ min: 1, max: 5000, noNaN: true }), fc.nat(90)), {
      minLength: 1,
      maxLength: 30,
    });
    const share = fc.double({ min: 0.001, max: 5, noNaN: true });
    fc.assert(
      fc.property(steps, share, (rows, rounds) => {
        fc.pre(rows.some(([, mbps]) => mbps > 0));
        const curve = new RateCurve(
          rows.map(([ms]) => ms),
          rows.map(([, mbps]) => mbps * 1e6),
        );
        const bits = rounds * curve.bits;
        expect(Math.abs(curve.bitsAt(curve.timeAt(bits)) / bits - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it.each([
    ['a word', 'line 1: a word: expected seconds and Mbit/s'],
    ['0 1\n0 2', 'line 2: 0 s: expected a later time'],
    ['0 1', 'fewer than two lines: expected seconds and Mbit/s in each'],
    ['0 1\n1 0', 'nothing ever passes: expected some rate above 0'],
    ['0 1\n1 -3', 'line 2: 1 -3: expected seconds and Mbit/s'],
  ])('is not made of %j', (text, problem) => {
    expect(readRateTrace(text)).toBe(problem);
  });
});

/** Downloads packets one behind the other until a time. @returns bytes that arrived by then. */
function greedyBytes(text: string, untilMs: number): number {
  const context = contextOf(1, { trace: text });
  const given = { file: 'trace', aligned: true, 'round-trip': '0ms' };
  const link = linkOf(profileOf('trace', given), context);
  const random = context.stream('test');
  let bytes = 0;
  for (let nowMs = 0; nowMs < untilMs; ) {
    nowMs += link.downMs(0, 1500, nowMs, random);
    if (nowMs <= untilMs) bytes += 1500;
  }
  return bytes;
}

whenShared('replay of measured traces', () => {
  const folders = ['hsdpa-3g', 'fcc', 'oboe'].map((name) => sharedData(`bandwidth/${name}`)!);
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

  it('delivers the integral of the rate of every file, within one packet', () => {
    // Oracle 26 of reference/domain.md §9; the integral is summed here, apart from the model.
    expect(files.length).toBe(130);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const rows = text.trim().split('\n');
      const samples = rows.map((line) => line.trim().split(/\s+/).map(Number));
      let bits = 0;
      for (let index = 1; index < samples.length; index += 1) {
        bits += samples[index]![1]! * 1e6 * (samples[index]![0]! - samples[index - 1]![0]!);
      }
      const lengthMs = (samples.at(-1)![0]! - samples[0]![0]!) * 1000;
      const missing = bits / 8 - greedyBytes(text, lengthMs);
      expect(missing, file).toBeGreaterThan(-1);
      expect(missing, file).toBeLessThanOrEqual(1501);
    }
  });
});

describe.each(CHAINS)('throughput like $name', (chain) => {
  const rates = drawRates(chain, 400_000, new Streams('markov', 0).stream(chain.name));
  const average = meanOf(rates);
  const variance = meanOf(rates.map((rate) => (rate - average) ** 2));

  it('has the mean, the variation and the correlation of the traces', () => {
    // Facts of the traces, from the fit; the chain's levels are means of bands, which takes some of
    // the variation away, and correlation lasts ~10 s: 400 000 s know the mean within 1–2 %.
    expect(Math.abs(average - 1)).toBeLessThan(0.06);
    expect(Math.abs(Math.sqrt(variance) / chain.cv - 1)).toBeLessThan(0.1);
    const products = rates
      .slice(1)
      .map((rate, index) => (rate - average) * (rates[index]! - average));
    expect(Math.abs(meanOf(products) / variance - chain.lag1)).toBeLessThan(0.05);
  });

  it('is as often below a tenth of the mean', () => {
    const low = rates.filter((rate) => rate < 0.1).length / rates.length;
    // Bands are 5 or 10 % wide: a band's mean is below a tenth or above as a whole.
    expect(Math.abs(low - chain.low)).toBeLessThan(0.08);
  });
});

describe('markov', () => {
  it('gives devices the mean rate that it is told', () => {
    const context = contextOf(20);
    const link = linkOf(
      profileOf('markov', { like: '3g-commute', mean: '8Mbps', length: '24h' }),
      context,
    );
    const random = context.stream('test');
    // 4 GB for each device take 4000 s at 8 Mbit/s; 80 000 s of it all told.
    const took = Array.from({ length: 20 }, (_, device) => link.downMs(device, 4e9, 0, random));
    expect(Math.abs(meanOf(took) / 4e6 - 1)).toBeLessThan(0.08);
  });
});

whenShared('the chain of Norwegian commutes', () => {
  it('has the mean and the variation of the files themselves', () => {
    const folders = ['hsdpa-3g', 'fcc'].map((name) => sharedData(`bandwidth/${name}`)!);
    const all = folders.flatMap((folder) =>
      readdirSync(folder).flatMap((name) => {
        const rows = readFileSync(join(folder, name), 'utf8').trim().split('\n');
        return rows.map((line) => Number(line.trim().split(/\s+/)[1]));
      }),
    );
    const average = meanOf(all);
    const deviation = Math.sqrt(meanOf(all.map((rate) => (rate - average) ** 2)));
    const chain = CHAINS.find(({ name }) => name === '3g-commute')!;
    expect(chain.samples).toBe(all.length);
    expect(chain.meanMbps).toBeCloseTo(average, 2);
    expect(chain.cv).toBeCloseTo(deviation / average, 3);
  });
});
