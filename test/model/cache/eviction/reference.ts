/** Miss counts of libCacheSim (commit aa0fc40) on real traces: `cache/expected.csv` of the shared data. */
import { readFileSync } from 'node:fs';
import { type RequestLog, readLog } from '../../../../sim/lab/cache/request-log.ts';
import { openTrace } from '../../../../sim/lab/node/trace-file.ts';
import { sharedData } from '../../../shared-data.ts';

/**
 * Our name and parameters for a policy and its parameters there, `POLICY params`. Every row that is
 * marked deterministic and listed here must be reproduced exactly.
 */
export const REFERENCE: Readonly<Record<string, readonly [string, Record<string, unknown>]>> = {
  'lru default': ['lru', {}],
  'fifo default': ['fifo', {}],
  'sieve default': ['sieve', {}],
  's3fifo default': ['s3-fifo', { 'as-large': false }],
  's3fifo move-to-main-threshold=1': ['s3-fifo', { 'as-large': false, 'promote-after': 1 }],
  'clock default': ['clock', {}],
  'clock n-bit-counter=2': ['clock', { bits: 2 }],
  'lfu default': ['lfu', {}],
  'slru default': ['slru', {}],
  'twoq default': ['2q', {}],
  'qdlp default': ['qd-lp', { 'as-large': false }],
};

export interface ReferenceRow {
  readonly trace: string;
  /** `POLICY params`, as there. */
  readonly policy: string;
  readonly unitSize: boolean;
  /** Part of the trace's unique bytes, or objects. */
  readonly fraction: number;
  readonly cacheSize: number;
  readonly misses: number;
  readonly missBytes: number;
  readonly deterministic: boolean;
}

export function referenceRows(): ReferenceRow[] {
  const lines = readFileSync(sharedData('cache/expected.csv')!, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  return lines.map((line) => {
    const cells = line.split(',');
    return {
      trace: cells[0]!,
      policy: `${cells[1]} ${cells[2]}`,
      unitSize: cells[3] === '1',
      fraction: Number(cells[4]),
      cacheSize: Number(cells[5]),
      misses: Number(cells[7]),
      missBytes: Number(cells[9]),
      deterministic: cells[10] === 'yes',
    };
  });
}

/** A trace of the shared data, whole. */
export async function sharedLog(trace: string): Promise<RequestLog> {
  const source = openTrace(sharedData(`cache/${trace}.oracleGeneral.bin.zst`)!, { format: 'auto' });
  const log = await readLog(source);
  await source.close();
  return log;
}
