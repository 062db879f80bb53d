/** Miss counts of libCacheSim (commit aa0fc40) on real traces: `cache/expected.csv` of the shared data. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Misses, replay } from '../../../../sim/lab/cache/replay.ts';
import { type RequestLog, readLog } from '../../../../sim/lab/cache/request-log.ts';
import { openTrace } from '../../../../sim/lab/node/trace-file.ts';
import { evictionPolicies } from '../../../../sim/model/cache/eviction/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
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
  'arc default': ['arc', {}],
  'lirs default': ['lirs', { overdraft: true }],
  'qdlp default': ['qd-lp', { 'as-large': false }],
  'gdsf default': ['gdsf', {}],
  'size default': ['size', {}],
  'belady default': ['belady', {}],
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
  if (trace === 'elastic_apache') return apacheLog();
  const source = openTrace(sharedData(`cache/${trace}.oracleGeneral.bin.zst`)!, { format: 'auto' });
  const log = await readLog(source);
  await source.close();
  return log;
}

const LINE = /"GET (\S+)[^"]*" 200 (\d+) /;

/**
 * The access log as the reference read it: requests that were served whole, the object being the path
 * as logged. Not by our reader of access logs, which takes a path's parameters for what they are.
 */
function apacheLog(): RequestLog {
  const lines = gunzipSync(readFileSync(sharedData('logs/apache_combined.log.gz')!)).toString();
  const numbers = new Map<string, number>();
  const object: number[] = [];
  const bytes: number[] = [];
  for (const line of lines.split('\n')) {
    const [, path, size] = LINE.exec(line) ?? [];
    if (path === undefined || Number(size) === 0) continue;
    if (!numbers.has(path)) numbers.set(path, numbers.size);
    object.push(numbers.get(path)!);
    bytes.push(Number(size));
  }
  return {
    requests: object.length,
    objects: numbers.size,
    object: Int32Array.from(object),
    bytes: Uint32Array.from(bytes),
  };
}

/**
 * The five rows that we do not meet: LIRS, where evicted objects come back with another size. What the
 * reference counts then is not known (DECISIONS.md); with the size that they come with it is ours.
 */
export function comesBackInAnotherSize(row: ReferenceRow): boolean {
  const { trace, policy, unitSize, fraction } = row;
  return (
    policy === 'lirs default' &&
    trace === 'nasa_19950801' &&
    !unitSize &&
    Math.round(1000 * fraction) > 1
  );
}

/** The rows whose counts a replay of the log does not give, each with what it gives. */
export function wrongRows(
  log: RequestLog,
  rows: readonly ReferenceRow[],
): (ReferenceRow & { got: Misses })[] {
  return rows.flatMap((row) => {
    const [name, given] = REFERENCE[row.policy]!;
    const part = evictionPolicies.find(name)!;
    const choice = choose(part, part.params.parse(given));
    const { cacheSize: capacity, unitSize } = row;
    const got = replay(log, choice, { capacity, unitSize, seed: 'reference' });
    const isRight = got.misses === row.misses && got.missBytes === row.missBytes;
    return isRight ? [] : [{ ...row, got }];
  });
}
