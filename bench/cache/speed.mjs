/**
 * Caches beside the npm package lru-cache, which is given the same dense numbers; what objects take in
 * memory; and how fast traces are read. Writes its section of bench/RESULTS.md. Needs the shared data in
 * ../shared, or where TWINWING_SHARED says.
 *
 *     npm run bench:cache                                gets lru-cache from npm first
 *     npm run build:sim && node bench/cache/speed.mjs    with what is there
 *     … --only sieve                                     one policy, printed and not written
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { WORKSHOP } from '../engine/compiled.mjs';
import { agree, interleaved, millions, table, times } from '../engine/rounds.mjs';
import { writeSection } from '../section.mjs';
import { decodedFile, SHARED } from './traces.mjs';

const HEADING = '## Caches beside lru-cache';
const PEER = 'lru-cache@11.5.3';
const TRACES = ['scarab_recs', 'cache2k_orm_busy', 'arc_OLTP'];
/** Least ratio to lru-cache; undefined: no goal. */
const GOALS = {
  fifo: 8,
  lru: 8,
  clock: 8,
  sieve: 8,
  's3-fifo': 5,
  slru: 2,
  '2q': 2,
  lfu: 2,
  'qd-lp': 2,
  arc: 1.2,
  lirs: 1.2,
  'w-tinylfu': 1.2,
  gdsf: 0.5,
  lhd: 0.5,
  hyperbolic: 0.5,
  belady: 0.7,
};
const HASHED = ['fifo', 'lru', 'clock', 'sieve'];
const HASHED_GOAL = 2;
/** Policies that train a model, and the least millions of requests a second, training included. */
const LEARNED = ['lrb', 'gl-cache'];
const LEARNED_GOAL = 0.3;
const CATALOG = 2_000_000;
const BYTES_GOAL = 48;
const CATALOG_GOAL_MB = 200;
const MEGA = 1e6;

const only = process.argv.indexOf('--only') < 0 ? undefined : process.argv.at(-1);
const wanted = (names) => names.filter((name) => only === undefined || name === only);

function install() {
  mkdirSync(WORKSHOP, { recursive: true });
  const words = ['install', '--prefix', WORKSHOP, '--no-audit', '--no-fund', PEER];
  const { status } = spawnSync('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.stderr.write(`could not be installed: ${PEER}\n`);
}

const peerVersion = () => {
  const path = join(WORKSHOP, 'node_modules/lru-cache/package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : undefined;
};

const command = (path, ...args) => [process.execPath, 'bench/cache/measure.mjs', path, ...args];

/** All caches of a trace in turn, so that what else the machine does falls on all. */
async function measuredOn(trace) {
  const path = await decodedFile(trace);
  const own = (kind, names) =>
    wanted(names).map((name) => ({ name: `${kind} ${name}`, command: command(path, kind, name) }));
  const peer = [{ name: 'peer', command: command(path, 'peer', 'lru-cache', WORKSHOP) }];
  const results = interleaved([
    ...(peerVersion() === undefined ? [] : peer),
    ...own('dense', [...Object.keys(GOALS), ...LEARNED]),
    ...own('hashed', HASHED),
  ]);
  const same = ['peer', 'dense lru', 'hashed lru'];
  agree(trace, new Map([...results].filter(([name]) => same.includes(name))));
  for (const [name, result] of results)
    process.stderr.write(`${trace}: ${name} ${millions(result)}\n`);
  return results;
}

/** `14.1 M/s, 2.20 ×`, in bold where the goal is missed. */
function cell(results, name, goal) {
  const [own, other] = [results.get(name), results.get('peer')];
  const ratio = times(own, other);
  const text = `${millions(own)}${ratio === '–' ? '' : ` · ${ratio} ×`}`;
  return Number(ratio) < goal || own?.error !== undefined ? `**${text}**` : text;
}

function speedRows(byTrace) {
  const line = (label, name, goal) => [
    label,
    `${goal} ×`,
    ...TRACES.map((trace) => cell(byTrace.get(trace), name, goal)),
  ];
  return [
    ['policy', 'goal', ...TRACES],
    ['lru-cache', '–', ...TRACES.map((trace) => millions(byTrace.get(trace).get('peer')))],
    ...wanted(Object.keys(GOALS)).map((name) => line(name, `dense ${name}`, GOALS[name])),
    ...wanted(HASHED).map((name) => line(`${name}, raw ids`, `hashed ${name}`, HASHED_GOAL)),
    ...wanted(LEARNED).map((name) => [
      `${name}, with training`,
      `${LEARNED_GOAL} M/s`,
      ...TRACES.map((trace) => learnedCell(byTrace.get(trace).get(`dense ${name}`))),
    ]),
  ];
}

const learnedCell = (result) =>
  result?.rate >= LEARNED_GOAL * 1e6 ? millions(result) : `**${millions(result)}**`;

const atMost = (value, goal, digits) =>
  value > goal ? `**${value.toFixed(digits)}**` : value.toFixed(digits);

function memoryRows() {
  const measured = (name, kind) => {
    const words = ['--expose-gc', 'bench/cache/memory.mjs', name, String(CATALOG), kind];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const line = (name) => {
    const [replay, store] = [measured(name, 'replay'), measured(name, 'store')];
    const cells = [replay, store].map(({ perObject }) => atMost(perObject, BYTES_GOAL, 1));
    return [name, ...cells, `${atMost(store.bytes / MEGA, CATALOG_GOAL_MB, 0)} MB`];
  };
  return [
    ['policy', 'in `twinwing cache`', 'in a cache node', `cache node with ${CATALOG} objects`],
    ['goal', `${BYTES_GOAL}`, `${BYTES_GOAL}`, `${CATALOG_GOAL_MB} MB`],
    ...['lru', 'sieve', 's3-fifo'].map(line),
  ];
}

function readingRows() {
  const words = ['bench/trace/decode.mjs', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const goals = { stride: 100, 'oracle-general': 15, csv: 10 };
  const rows = JSON.parse(stdout).map(({ name, what, best, median }) => [
    what,
    goals[name] === undefined ? '–' : String(goals[name]),
    best.toFixed(1),
    median.toFixed(1),
  ]);
  return [['million records a CPU second', 'goal', 'best', 'median'], ...rows];
}

if (SHARED === undefined) {
  process.stderr.write('shared data: not found: expected the cache traces in ../shared\n');
  process.exit(2);
}
if (process.argv.includes('--install')) install();
const version = peerVersion();
const missing =
  'lru-cache: missing here: no ratios; `node bench/cache/speed.mjs --install` gets it';
if (version === undefined) process.stderr.write(`${missing}\n`);
const byTrace = new Map();
for (const trace of TRACES) byTrace.set(trace, await measuredOn(trace));
const rest =
  only !== undefined
    ? []
    : [
        '',
        'Bytes of each cached object, beside the trace:',
        '',
        ...table(memoryRows()),
        '',
        'Reading, synthetic traces of a million requests (`bench/trace/decode.mjs`):',
        '',
        ...table(readingRows()),
      ];
const lines = [
  HEADING,
  '',
  `Written by \`npm run bench:cache\` on ${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}.`,
  version === undefined ? `${missing}.` : `lru-cache ${version} is given the same dense numbers.`,
  'Million requests per CPU second and times lru-cache, the best of three interleaved rounds; 10 % of',
  'the objects, each counts 1. A goal that is missed is bold. The machine is shared: trust ratios.',
  '',
  ...table(speedRows(byTrace)),
  ...rest,
];
if (only === undefined) writeSection(lines);
process.stdout.write(`${lines.join('\n')}\n`);
