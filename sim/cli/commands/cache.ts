/** `twinwing cache`: traces replayed to caches of several policies and sizes. */
import type { Argv } from 'yargs';
import { admissionPolicies, type CacheStudy, evictionPolicies } from '../../index.ts';
import { parseCacheSize, parseMemory, parseSample } from '../../lab/cache/cache-size.ts';
import { parsePolicies } from '../../lab/cache/policy-text.ts';
import { runCacheStudy, type StudyPlan } from '../../lab/node/cache-study.ts';
import { writeWhole } from '../../lab/node/write-whole.ts';
import { cacheStudyHtml } from '../../report/cache/html.ts';
import { cacheStudyJson } from '../../report/cache/json.ts';
import { cacheStudyText } from '../../report/cache/terminal.ts';
import { CacheProgress } from '../cache-progress.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { onInterrupt } from '../interrupt.ts';

interface CacheArgs {
  readonly traces: readonly string[];
  readonly policy: string;
  readonly admission: string;
  readonly size?: string;
  readonly 'unit-size'?: boolean;
  readonly format: string;
  readonly lenient?: boolean;
  readonly seed: string;
  readonly mrc?: boolean;
  readonly sample?: string;
  readonly memory: string;
  readonly json?: boolean;
  readonly report?: string;
}

const DEFAULT_POLICIES = 'lru,fifo,arc,sieve,s3-fifo,w-tinylfu';
const ALWAYS = 'always';
const DEFAULT_SIZES = '0.1%,1%,10%';
const DEFAULT_MEMORY = '256MiB';
/** Of a curve: four to each factor of ten. */
const CURVE_SIZES = [
  ...['0.1', '0.18', '0.32', '0.56', '1', '1.8', '3.2', '5.6'],
  ...['10', '18', '32', '56', '100'],
].map((percent) => `${percent}%`);

const declare = (yargs: Argv): Argv =>
  yargs
    .positional('traces', {
      describe: 'access logs, CSV, oracleGeneral, Parquet, columns',
      type: 'string',
      array: true,
    })
    .option('policy', {
      describe: 'eviction, as lru,clock:bits=2; all: every one',
      type: 'string',
      nargs: 1,
      default: DEFAULT_POLICIES,
      defaultDescription: 'six well-known ones',
    })
    .option('admission', {
      describe: 'what may enter: always,nth-hit',
      type: 'string',
      nargs: 1,
      default: ALWAYS,
    })
    .option('size', {
      describe: '10% of unique bytes, 64MiB; objects with --unit-size',
      type: 'string',
      nargs: 1,
      defaultDescription: DEFAULT_SIZES,
    })
    .option('unit-size', { describe: 'count every object as 1', type: 'boolean' })
    .option('format', {
      describe: 'access-log, csv, oracle-general, parquet or columns',
      type: 'string',
      nargs: 1,
      default: 'auto',
    })
    .option('lenient', { describe: 'leave bad records out and say how many', type: 'boolean' })
    .option('seed', {
      describe: 'of policies that draw',
      type: 'string',
      nargs: 1,
      default: '1',
    })
    .option('mrc', {
      describe: `miss-ratio curves: ${CURVE_SIZES.length} sizes, exact LRU, theory`,
      type: 'boolean',
    })
    .option('sample', {
      describe: 'replay a part of the objects only: 1%',
      type: 'string',
      nargs: 1,
    })
    .option('memory', {
      describe: 'for requests, 8 bytes each; beyond it a file is used',
      type: 'string',
      nargs: 1,
      default: DEFAULT_MEMORY,
    })
    .option('json', { describe: 'print the rows as JSON', type: 'boolean' })
    .option('report', { describe: 'write an HTML page with curves', type: 'string', nargs: 1 })
    .example('$0 cache access.log.gz --policy all', 'what every policy would miss');

/** What the user wrote becomes a plan. @throws UsageError for what makes none. */
function planOf(args: CacheArgs): StudyPlan {
  const { traces, policy, seed, format, lenient = false, mrc: curves = false } = args;
  const size = args.size ?? (curves ? CURVE_SIZES.join(',') : DEFAULT_SIZES);
  const unitSize = args['unit-size'] ?? false;
  const list = policy === 'all' ? evictionPolicies.names.join(',') : policy;
  try {
    const policies = parsePolicies(list, evictionPolicies);
    const sizes = size.split(',').map((text) => parseCacheSize(text.trim(), unitSize));
    if (policies.length === 0) throw new RangeError('--policy: expected at least one policy');
    const reading = { format: format as 'auto', lenient };
    const admissions = parsePolicies(args.admission, admissionPolicies).map(gateOf);
    if (admissions.length === 0) throw new RangeError('--admission: expected at least one policy');
    const sample = args.sample === undefined ? 1 : parseSample(args.sample);
    const mostRequests = parseMemory(args.memory);
    const what = { traces, policies, admissions, sizes, unitSize, seed };
    return { ...what, sample, curves, reading, mostRequests };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** Without a gate the replay is the fast one, and its rows are those of every other program. */
const gateOf = ({ text, name, given: params }: { text: string; name: string; given: object }) =>
  name === ALWAYS ? undefined : { text, name, params: params as Record<string, unknown> };

async function run(args: CacheArgs, host: Host): Promise<ExitCode> {
  const plan = planOf(args);
  const progress = new CacheProgress(host);
  const interrupt = onInterrupt(() => host.err('stopping; once more to abort\n'));
  try {
    const { study, problems } = await runCacheStudy(plan, {
      signal: interrupt.signal,
      progress: (done, of) => progress.show(done, of),
    });
    progress.end(study.rows);
    if (study.rows.length > 0) await tell(study, args, host);
    for (const problem of problems) host.err(`${problem}\n`);
    if (!study.complete) return EXIT.interrupted;
    return problems.length === 0 ? EXIT.ok : EXIT.usage;
  } finally {
    interrupt.release();
  }
}

async function tell(study: CacheStudy, { json, report }: CacheArgs, host: Host): Promise<void> {
  host.out(json ? cacheStudyJson(study) : cacheStudyText(study, host.outStyle));
  if (report === undefined) return;
  await writeWhole(report, cacheStudyHtml(study));
  host.err(`wrote ${report}\n`);
}

export const command: Command<CacheArgs> = { declare, run };
