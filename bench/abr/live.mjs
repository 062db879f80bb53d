/**
 * 100 000 people who watch one live stream, each with a player, in this process: time and memory. Times are
 * for people to read; CI does not look at them. With --write into its section of bench/RESULTS.md.
 *
 *     npm run build:sim && node bench/abr/live.mjs
 */
import { evaluate, Run, read } from '../../dist/index.js';
import { writeSection } from '../section.mjs';

const VIEWERS = 100_000;
const scenario = (settings, minutes) => `
version: 1
title: a hundred thousand
run: { seed: 1, duration: ${minutes}m }
places: [frankfurt, virginia, singapore, tokyo]
nodes:
  people: { kind: clients, count: ${VIEWERS / 4}, access: 4g }
  edge: { kind: cache, capacity: 16GiB, policy: sieve, parent: origin }
  origin: { kind: origin, at: frankfurt }
traffic:
  match:
    kind: live
    from: people
    to: edge
    ladder: apple
    join: { exponential: 60s }
    ${settings}
`;

/** One of two: whole segments, or parts asked for ahead. */
const [name, settings, minutes] = process.argv.includes('--low-latency')
  ? ['low-latency HLS, parts of 1 s', 'low-latency: { part: 1s }', 2]
  : ['HLS, segments of 6 s', 'player: { rule: hls-js }', 5];
const { scenario: read1, problems } = read(scenario(settings, minutes), { file: 'live.yaml' });
if (read1 === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const run = new Run(read1);
while (!run.advance(1_000_000));
const result = run.result();
const figure = (metric, fn = 'value') => evaluate(result, { fn, metric, labels: {} }).value;
const { events } = result.replications[0];
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const seconds = (userCPUTime + systemCPUTime) / 1e6;
const pieces = figure('requests', 'total');
const watched = figure('watched_hours', 'total') * 3600;
const lines = [
  `## ${VIEWERS.toLocaleString('en')} live viewers: ${name}`,
  '',
  `Written by \`node bench/abr/live.mjs\`; ${minutes} minutes of a stream over four edges, whole process.`,
  '',
  '| figure | value |',
  '|---|---|',
  `| viewers who saw a picture | ${figure('sessions', 'total')} |`,
  `| requests | ${(pieces / 1e6).toFixed(2)} M |`,
  `| events | ${(events / 1e6).toFixed(1)} M, ${(events / pieces).toFixed(1)} a request |`,
  `| CPU time | ${seconds.toFixed(1)} s, ${(watched / seconds / 1e6).toFixed(2)} M seconds watched a second |`,
  `| peak memory | ${(maxRSS / 1024).toFixed(0)} MiB (goal: below 1 GB) |`,
  `| live latency, median | ${(figure('live_latency', 'p50') / 1000).toFixed(1)} s |`,
  '',
];
process.stdout.write(`${lines.join('\n')}\n`);
if (process.argv.includes('--write')) writeSection(lines);
