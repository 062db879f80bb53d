import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PENSIEVE, playTrace, readChunkBytes } from '../../../../sim/index.ts';
import { segmentQoe } from '../../../../sim/model/traffic/video/qoe.ts';
import { sharedData, whenShared } from '../../../shared-data.ts';
import { RULES, watch } from './textbook.ts';

/** 10 s of buffer for the lowest rendition only, 30 s for the highest: dash.js 2, BolaRule.js, calculateParameters. */
const DASH_2_BOLA = { bola: { gamma: 1.33, buffer: '34s' } };

const FOLDERS = ['fcc', 'hsdpa-3g', 'oboe'];

function traces(): { name: string; text: string }[] {
  return FOLDERS.flatMap((folder) => {
    const path = sharedData(`bandwidth/${folder}`)!;
    const names = readdirSync(path).sort((a, b) => (a < b ? -1 : 1));
    return names.map((name) => ({
      name: `${folder}/${name}`,
      text: readFileSync(`${path}/${name}`, 'utf8'),
    }));
  });
}

const sizes = (): number[][] =>
  readChunkBytes(
    readFileSync(sharedData('video/pensieve-envivio-chunk-bytes.txt')!, 'utf8'),
  ) as number[][];

it('is 128.2 for 48 chunks at 2.85 Mbit/s with 2 s of stalls (reference, oracle 23)', () => {
  const chunks = Array.from({ length: 48 }, (_, at) =>
    segmentQoe(2.85e6, 2.85e6, at === 7 ? 2000 : 0),
  );
  expect(chunks.reduce((sum, one) => sum + one, 0)).toBeCloseTo(48 * 2.85 - 4.3 * 2, 9);
});

whenShared('players on measured traces', () => {
  it.each(Object.keys(RULES))('%s equals the textbook on every trace, chunk for chunk', (rule) => {
    const bytes = sizes();
    const all = traces();
    expect(all).toHaveLength(130);
    for (const { name, text } of all) {
      const ours = playTrace({ ...PENSIEVE, trace: text, rule, bytes });
      const theirs = watch(text, bytes, RULES[rule]!);
      expect(
        ours.map(({ level }) => level),
        name,
      ).toEqual(theirs.map(({ level }) => level));
      for (const [at, chunk] of theirs.entries()) {
        // The simulator's grid of 2^-20 ms is crossed with each of 48 chunks.
        expect(Math.abs(ours[at]!.tookMs - chunk.delayMs), `${name} ${at}`).toBeLessThan(0.001);
        expect(Math.abs(ours[at]!.stallMs - chunk.rebufferMs)).toBeLessThan(0.001);
        expect(Math.abs(ours[at]!.bufferMs - chunk.bufferMs)).toBeLessThan(0.001);
      }
    }
  });

  /** QoE_lin of a segment on each trace, the first segment left out as in Pensieve's figures. */
  function qoeOf(rule: unknown): number[] {
    const bytes = sizes();
    return traces().map(({ text }) => {
      const segments = playTrace({ ...PENSIEVE, trace: text, rule, bytes }).slice(1);
      return segments.reduce((sum, { qoe }) => sum + qoe, 0) / segments.length;
    });
  }

  const meanOf = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  /** Mean gain of one over another on the same traces, and two standard errors of it. */
  function gain(one: readonly number[], other: readonly number[]): [number, number] {
    const each = one.map((value, at) => value - other[at]!);
    const mean = meanOf(each);
    const variance = meanOf(each.map((value) => (value - mean) ** 2));
    return [mean, 2 * Math.sqrt(variance / each.length)];
  }

  // Published: Mao et al., SIGCOMM 2017, §5: robust MPC, then BOLA and BBA, then rate-based. With the parameters
  // that were published with it (bb.py: 5 and 10 s; BOLA of dash.js 2: 10 and 30 s, which are γp 1.33 and 34 s
  // here), these traces cannot tell BBA and BOLA from rate-based: −0.02 ± 0.06 and 0.00 ± 0.07.
  it('are in the published order with the published parameters, BBA and BOLA level with rate-based', () => {
    const byRate = qoeOf('rate-based');
    const robust = qoeOf('robust-mpc');
    const buffers = ['bba', DASH_2_BOLA].map(qoeOf);
    const fixed = Math.max(...[0, 1, 2, 3, 4, 5].map((level) => meanOf(qoeOf({ fixed: level }))));
    for (const other of [...buffers, byRate]) {
      const [better, error] = gain(robust, other);
      expect(better).toBeGreaterThan(error);
    }
    for (const one of buffers) {
      const [mean, error] = gain(one, byRate);
      expect(Math.abs(mean)).toBeLessThan(error);
    }
    const above = [...buffers, byRate, qoeOf('throughput')].map(meanOf);
    expect(Math.min(...above)).toBeGreaterThan(fixed + 0.5);
  });

  // Chosen on these same traces: they show that the order is there to be had, and no more.
  it('are in the published order throughout with wider cushions', () => {
    const byRate = meanOf(qoeOf('rate-based'));
    const best = meanOf(qoeOf('robust-mpc'));
    for (const rule of [{ bba: { cushion: '15s' } }, { bola: { gamma: 2, buffer: '40s' } }]) {
      const mean = meanOf(qoeOf(rule));
      expect(mean).toBeGreaterThan(byRate);
      expect(best).toBeGreaterThan(mean + 0.1);
    }
  });

  it('gain by a learned rule on traces that it was not trained on', () => {
    const bytes = sizes();
    const others = traces().filter((_, index) => index % 2 === 1);
    const mean = (rule: unknown) => {
      const all = others.flatMap(({ text }) =>
        playTrace({ ...PENSIEVE, trace: text, rule, bytes }).slice(1),
      );
      return all.reduce((sum, { qoe }) => sum + qoe, 0) / all.length;
    };
    // bench/abr/train.mjs: 0.25 ± 0.10 above the simple rule.
    expect(mean('learned')).toBeGreaterThan(mean('rate-based') + 0.1);
  });
});
