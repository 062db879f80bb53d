/** How many bytes a segment has: as its rate says, varying, or as measured of a real title. */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { partOf, registry } from '../../../part/part.ts';
import { number } from '../../../part/units.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

export interface SegmentSizes {
  /** Segments of each title, where sizes are given for so many. */
  readonly segments?: number;
  /** @param nominalBytes of a segment at the rendition's rate. */
  bytesOf(title: number, segment: number, level: number, nominalBytes: number): number;
}

export interface SizesContext {
  readonly random: Random;
  readonly levels: number;
  file(name: string): string;
}

/** Bytes of so much media at a rate. */
export const mediaBytes = (bitsPerSecond: number, mediaMs: number): number =>
  (bitsPerSecond * mediaMs) / (MS_PER_SECOND * BITS_PER_BYTE);

const sizes = partOf<SegmentSizes, SizesContext>();

const constant = sizes({
  name: 'constant',
  summary: 'is what the rate of the rendition says',
  source: 'definition',
  params: {},
  make: () => ({ bytesOf: (_title, _segment, _level, nominalBytes) => nominalBytes }),
});

/** Factors that are drawn once; which one a segment gets follows from its title and number. */
const FACTORS = 4096;

const vbr = sizes({
  name: 'vbr',
  summary: 'varies with what is in the picture, alike in all renditions of a segment',
  source:
    'fit to the 48 whole chunks of Envivio-Dash3 (Pensieve): deviation of the logarithm 0.047 to 0.106 in the six renditions, 0.083 in the mean; correlation of renditions 0.69 to 0.88',
  params: {
    sigma: number({ min: 0, max: 1 })
      .prefault(0.083)
      .describe('standard deviation of the logarithm of the size; mean sizes stay'),
  },
  main: 'sigma',
  make: ({ sigma }, { random }) => {
    const draw = () => random.lognormal((-sigma * sigma) / 2, sigma);
    const factors = Float64Array.from({ length: FACTORS }, draw);
    return {
      bytesOf: (title, segment, _level, nominalBytes) =>
        nominalBytes * factors[mixed(title, segment) & (FACTORS - 1)]!,
    };
  },
});

/** Finaliser of MurmurHash3 (Appleby, public domain) over both. */
function mixed(title: number, segment: number): number {
  let hash = Math.imul(title, 0x9e3779b1) ^ segment;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @returns bytes by level (the lowest first) and segment, or what is wrong with the text. */
export function readChunkBytes(text: string): number[][] | string {
  const rows = text.split('\n').flatMap((line) => {
    const [, list] = /^\s*\w+\s*=\s*\[([^\]]*)\]\s*$/.exec(line) ?? [];
    return list === undefined ? [] : [list.split(',').map(Number)];
  });
  const [first] = rows;
  if (first === undefined) return 'no sizes: expected lines such as size_video1 = [2354772, …]';
  if (rows.some((row) => row.length !== first.length)) {
    return 'lines of different lengths: expected each rendition to have as many chunks';
  }
  if (rows.some((row) => row.some((bytes) => !(bytes > 0)))) {
    return 'not all are sizes: expected numbers above 0';
  }
  const sum = (row: readonly number[]) => row.reduce((total, bytes) => total + bytes, 0);
  return rows.sort((one, other) => sum(one) - sum(other));
}

const chunks = sizes({
  name: 'chunks',
  summary: 'is what was measured of a real title, from a file',
  source:
    'form of the file: video sizes of Pensieve (Mao et al., SIGCOMM 2017), one line a rendition',
  params: {
    file: z
      .string()
      .min(1)
      .describe('lines such as size_video1 = [2354772, …], relative to the scenario'),
  },
  main: 'file',
  files: ({ file }) => [
    {
      param: 'file',
      name: file,
      wrong: (text) => {
        const read = readChunkBytes(text);
        return typeof read === 'string' ? read : undefined;
      },
    },
  ],
  make: ({ file }, context) => {
    const rows = readChunkBytes(context.file(file)) as number[][];
    if (rows.length !== context.levels) {
      throw new RangeError(
        `${file}: ${rows.length} renditions: expected as many as the ladder has, ${context.levels}`,
      );
    }
    return {
      segments: rows[0]!.length,
      bytesOf: (_title, segment, level) => rows[level]![segment]!,
    };
  },
});

export const segmentSizes = registry('segment sizes', [constant, vbr, chunks]);
