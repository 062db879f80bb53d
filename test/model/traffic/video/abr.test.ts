import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PENSIEVE, playTrace, readChunkBytes } from '../../../../sim/index.ts';
import { segmentQoe } from '../../../../sim/model/traffic/video/qoe.ts';
import { sharedData, whenShared } from '../../../shared-data.ts';
import { RULES, watch } from './textbook.ts';

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
  // The two that plan try 7776 plans a chunk: they get every thirteenth trace here, and all in bench/abr.
  it.each(Object.keys(RULES))('%s equals the textbook chunk for chunk', (rule) => {
    const bytes = sizes();
    const isSlow = rule.endsWith('mpc');
    const all = traces().filter((_, index) => !isSlow || index % 13 === 0);
    expect(all.length).toBeGreaterThanOrEqual(10);
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
});
