/**
 * Measures the built program and writes bench/RESULTS.md. Times are CPU seconds of whole processes
 * or of loops inside one; CI does not look at them.
 *
 *     npm run build && npm run bench
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const ROUNDS = 3;

/** Runs a program alone. @returns its CPU seconds, peak memory and what it printed. */
function measure(args) {
  const run = spawnSync(process.execPath, ['bench/child.mjs', ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const millions = (value) => `${(value / 1e6).toFixed(2)} M`;

function quickstart() {
  const rounds = Array.from({ length: ROUNDS }, () => measure(['scenarios/quickstart.yaml']));
  const cpuSeconds = median(rounds.map((round) => round.cpuSeconds));
  const { events, requests, deliveries } = rounds[0];
  return [
    '## Quickstart',
    '',
    `\`scenarios/quickstart.yaml\`, whole process with start-up, median of ${ROUNDS} rounds.`,
    '',
    '| figure | value |',
    '|---|---|',
    `| CPU time | ${cpuSeconds.toFixed(2)} s |`,
    `| simulated requests | ${millions(requests)} |`,
    `| message deliveries | ${millions(deliveries)} |`,
    `| events | ${millions(events)} |`,
    `| events per CPU second | ${millions(events / cpuSeconds)} |`,
    `| requests per CPU second | ${millions(requests / cpuSeconds)} |`,
    `| peak memory | ${Math.max(...rounds.map((round) => round.peakMebibytes)).toFixed(0)} MiB |`,
  ];
}

/** Output of the smaller benchmarks, each a program of its own. */
function others() {
  const programs = ['stats/histogram', 'trace/decode'];
  return programs.flatMap((name) => {
    const path = `bench/${name}.mjs`;
    const text = execFileSync(process.execPath, [path], { encoding: 'utf8' });
    return [`## ${path}`, '', '```', text.trimEnd(), '```', ''];
  });
}

const version = JSON.parse(readFileSync('package.json', 'utf8')).version;
const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`;
const lines = [
  '# Measured',
  '',
  `Written by \`npm run bench\`. Twinwing ${version}; ${machine}. The machine is shared: trust ratios`,
  'within one run, not absolute times.',
  '',
  ...quickstart(),
  '',
  ...others(),
];
// Those sections are written by other scripts (bench/engine/peers.mjs, bench/cache/speed.mjs and the like), which take
// longer; they stay as they are.
const OTHERS =
  /^## (The engine beside its peers|Caches beside lru-cache|Transfers beside the engine|A distribution beside|Messaging beside|Adaptation rules|The learned|100,000 live)/m;
const before = existsSync('bench/RESULTS.md') ? readFileSync('bench/RESULTS.md', 'utf8') : '';
const from = before.search(OTHERS);
const peers = from < 0 ? [] : ['', before.slice(from).trimEnd()];
writeFileSync('bench/RESULTS.md', `${[lines.join('\n').trimEnd(), ...peers].join('\n')}\n`);
process.stdout.write(`${lines.join('\n')}\n`);
