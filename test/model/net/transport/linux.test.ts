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

const known = new Map<Row, readonly number[]>();

/** Our medians, for each size, ms. */
function oursMs(row: Row): readonly number[] {
  const found = known.get(row) ?? simulatedMs(row);
  known.set(row, found);
  return found;
}

function simulatedMs(row: Row) {
  const { roundTripMs, mbitPerSecond, lossPercent, hostMs, sizesBytes, congestion } = row;
  return sizesBytes.map((bytes) => {
    const path = { congestion, roundTripMs, mbitPerSecond, lossRatio: lossPercent / 100 };
    const runs = Array.from({ length: lossPercent === 0 ? 1 : RUNS }, (_, seed) =>
      transferMs({ ...path, seed }, bytes),
    );
    return hostMs + BEFORE_ANSWER * roundTripMs + median(runs);
  });
}

/** How far our median is from the measured one, for each size. */
const errors = (row: Row) =>
  oursMs(row).map((ours, index) => Math.abs(ours / row.mediansMs[index]! - 1));

const SHOWN_BYTES = [100e3, 1e6, 3e6];

/** A row of the table in docs/networks.md, as it should be. */
function shown(row: Row): string {
  const { congestion, roundTripMs, mbitPerSecond, lossPercent, sizesBytes, mediansMs } = row;
  const loss = lossPercent === 0 ? '' : `, ${lossPercent} % lost`;
  const cells = SHOWN_BYTES.map((bytes) => {
    const index = sizesBytes.indexOf(bytes);
    return `${mediansMs[index]!.toFixed(0)} / ${oursMs(row)[index]!.toFixed(0)}`;
  });
  const off = `${(100 * mean(errors(row))).toFixed(1)} %`;
  const path = `${roundTripMs} ms, ${mbitPerSecond} Mbit/s${loss}`;
  return `| ${[congestion, path, ...cells, off].join(' | ')} |`;
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
    'no size is more than 5 %% off: $congestion over $roundTripMs ms and $mbitPerSecond Mbit/s',
    (row) => {
      expect(Math.max(...errors(row))).toBeLessThan(0.05);
    },
  );
});

describe('docs/networks.md', () => {
  it('shows these times', () => {
    const page = readFileSync('docs/networks.md', 'utf8');
    const missing = rows.map(shown).filter((line) => !page.includes(line));
    // Not all paths of BBR are on the page.
    expect(missing.filter((line) => !line.startsWith('| bbr'))).toEqual([]);
    expect(rows.length - missing.length).toBe(11);
  });
});
