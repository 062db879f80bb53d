/**
 * Times of real transfers, measured by bench/transport/measure.mjs: node:http over TCP of the Linux
 * kernel that linux.json names, between two network namespaces, from the wish to connect to the last
 * byte. What the two programs need alone (`hostMs`) is not ours and is added.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { transferMs } from './one-path.ts';

interface Measured {
  readonly congestion: string;
  readonly hostMs: number;
  readonly sizesBytes: readonly number[];
  readonly table: readonly {
    readonly roundTripMs: number;
    readonly mbitPerSecond: number;
    readonly lossPercent: number;
    readonly mediansMs: readonly number[];
  }[];
}

const read = (file: string) =>
  JSON.parse(readFileSync(`test/model/net/transport/${file}`, 'utf8')) as Measured;
const files = [read('linux.json'), read('linux-bbr.json')];

/** Handshake, and the request on its way: one round trip and a half. */
const BEFORE_ANSWER = 1.5;
const RUNS = 31;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

type Row = Measured & Measured['table'][number];

/** How far our median is from the measured one, for each size. */
function errors(row: Row) {
  const { roundTripMs, mbitPerSecond, lossPercent, mediansMs, hostMs, sizesBytes, congestion } =
    row;
  return sizesBytes.map((bytes, index) => {
    const path = { congestion, roundTripMs, mbitPerSecond, lossRatio: lossPercent / 100 };
    const runs = Array.from({ length: lossPercent === 0 ? 1 : RUNS }, (_, seed) =>
      transferMs({ ...path, seed }, bytes),
    );
    const ours = hostMs + BEFORE_ANSWER * roundTripMs + median(runs);
    return Math.abs(ours / mediansMs[index]! - 1);
  });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const rows = files.flatMap((file): Row[] => file.table.map((row) => ({ ...file, ...row })));

describe.each(rows)(
  'with $congestion over $roundTripMs ms, $mbitPerSecond Mbit/s and $lossPercent % of loss',
  (row) => {
    const most = row.lossPercent === 0 ? 0.05 : 0.2;

    it(`transfers take what they take in Linux, within ${100 * most} % on average over sizes`, () => {
      expect(mean(errors(row))).toBeLessThan(most);
    });
  },
);

describe('without loss', () => {
  it.each(rows.filter(({ lossPercent }) => lossPercent === 0))(
    'no size is more than 6 %% off: $congestion over $roundTripMs ms and $mbitPerSecond Mbit/s',
    (row) => {
      expect(Math.max(...errors(row))).toBeLessThan(0.06);
    },
  );
});
