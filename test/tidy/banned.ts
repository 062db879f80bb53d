/** Words that do not belong where they stand, and what belongs there instead. */
import { code, type Files, lineOf, type Violation } from './source.ts';

interface Ban {
  /** With the flag g. */
  readonly pattern: RegExp;
  /** Files that it holds for. */
  readonly where: RegExp;
  readonly instead: string;
}

/** What decides about figures: it must give the same bits on every machine. */
const SIMULATED = /^sim\/(engine|stats|model|part|result|scenario|lab\/(?!node\/))/;
const ENGINE_MATH = 'sim/engine/math, because engines differ in the last bit';

export const BANS: readonly Ban[] = [
  {
    pattern: /\bMath\.random\b|\bcrypto\.(?:randomUUID|getRandomValues)\b/g,
    where: /^(sim\/(?!cli\/|lab\/node\/|protocol\/|live\/)|viz\/charts\/)/,
    instead: 'a named stream of sim/engine/streams.ts, so that a seed repeats a run',
  },
  {
    pattern:
      /\bMath\.(?:log|log2|log10|log1p|exp|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/g,
    where: SIMULATED,
    instead: ENGINE_MATH,
  },
  {
    pattern: /(?<![/*])\*\*=?(?![/*])/g,
    where: SIMULATED,
    instead: `a product, or pow of ${ENGINE_MATH}`,
  },
  {
    pattern: /\bDate\.now\b|\bnew Date\b|\bDate\(|\bperformance\.now\b/g,
    where: /^sim\/(?!cli\/|lab\/node\/|protocol\/|live\/)/,
    instead: 'simulated time (nowMs), not wall time',
  },
  {
    pattern: /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/g,
    where: SIMULATED,
    instead: 'an event of the simulator',
  },
  {
    pattern: /\basync\b|\bawait\b|\bPromise\b/g,
    where: /^sim\/(engine|stats|model|part|result|scenario|report)\//,
    instead: 'plain calls; only hosts (sim/lab/node, sim/cli, viz) wait',
  },
  {
    pattern: /\bconsole\.|\bprocess\.(?:stdout|stderr|exit|env|argv)\b/g,
    where: /^sim\/(?!cli\/)/,
    instead: 'a return value; only sim/cli prints and exits',
  },
  {
    pattern: /\.(?:toS|s)ort(?:ed)?\(\s*\)/g,
    where: /^(sim|viz)\//,
    instead: 'a comparator that says of any two which comes first',
  },
  {
    pattern: /\blocaleCompare\b|\bIntl\.|\btoLocale\w*\(/g,
    where: /^sim\//,
    instead: '< and >, or sim/report/format.ts, which are the same everywhere',
  },
  {
    pattern: /\bError\(\s*(['"`])(?:(?!\1).)*(?<!\.\.)\.\1\s*[,)]/g,
    where: /^(sim|viz|bench)\//,
    instead: 'an error message without a full stop',
  },
  {
    pattern: /\bdebugger\b|\b(?:it|test|describe)\.only\(/g,
    where: /^(sim|viz|bench|test)\//,
    instead: 'nothing: it is left over from looking for a mistake',
  },
];

/** Looked for in comments too, where it usually stands. */
const FIXME = /\bFIXME\b|\bXXX\b/g;

const found = (path: string, text: string, { pattern, instead }: Omit<Ban, 'where'>) =>
  [...text.matchAll(pattern)].map(
    (match): Violation => ({
      path,
      line: lineOf(text, match.index),
      message: `${match[0].trim()} is banned here, use ${instead}`,
    }),
  );

const isSource = (path: string): boolean => /\.(ts|tsx|mjs|js)$/.test(path);

export function bannedWords(files: Files): Violation[] {
  return [...files]
    .filter(([path]) => isSource(path) && !path.startsWith('test/tidy'))
    .flatMap(([path, text]) => [
      ...BANS.filter(({ where }) => where.test(path)).flatMap((ban) =>
        found(path, code(text), ban),
      ),
      ...found(path, text, { pattern: FIXME, instead: 'a fix, or a decision in DECISIONS.md' }),
    ]);
}
