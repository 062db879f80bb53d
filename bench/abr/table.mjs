/**
 * Adaptation rules over measured traces of bandwidth: QoE_lin, bitrate, stalls and switches of each, in the
 * mean over sessions. With --write into its section of bench/RESULTS.md; --every N takes every Nth trace.
 *
 *     npm run bench:abr
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PENSIEVE, playTrace, readChunkBytes } from '../../dist/index.js';
import { writeSection } from '../section.mjs';

const SHARED = process.env.TWINWING_SHARED ?? join(import.meta.dirname, '../../../shared');
const FOLDERS = ['fcc', 'hsdpa-3g', 'oboe'];
export const RULES = [
  ...[0, 1, 2, 3, 4, 5].map((level) => ({ fixed: level })),
  'rate-based',
  'throughput',
  'bba',
  { bba: { cushion: '15s' } },
  'bola',
  { bola: { gamma: 1.33, buffer: '34s' } },
  { bola: { gamma: 2, buffer: '40s' } },
  'hls-js',
  'dash-js',
  'mpc',
  'robust-mpc',
];

const nameOf = (rule) => {
  if (typeof rule === 'string') return rule;
  const [[name, value]] = Object.entries(rule);
  const given = typeof value === 'object' ? Object.entries(value).flat().join(' ') : value;
  return `${name}, ${given}`.replace('fixed,', 'fixed');
};

export function readTraces(every = 1) {
  return FOLDERS.flatMap((folder) => {
    const path = join(SHARED, 'data/bandwidth', folder);
    const names = readdirSync(path).sort();
    return names.map((name) => ({ folder, name, text: readFileSync(join(path, name), 'utf8') }));
  }).filter((_, index) => index % every === 0);
}

export const chunkBytes = () =>
  readChunkBytes(readFileSync(join(SHARED, 'data/video/pensieve-envivio-chunk-bytes.txt'), 'utf8'));

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The first segment is left out, as in Pensieve's figures: all rules begin in the same rendition. */
export function sessionOf(segments) {
  const counted = segments.slice(1);
  const changes = counted.filter(({ level }, at) => level !== segments[at].level).length;
  const stalls = counted.filter(({ stallMs }) => stallMs > 0);
  return {
    qoe: counted.reduce((sum, { qoe }) => sum + qoe, 0),
    perSegment: mean(counted.map(({ qoe }) => qoe)),
    mbps: mean(counted.map(({ level }) => PENSIEVE.ladder[level] / 1e6)),
    stallS: stalls.reduce((sum, { stallMs }) => sum + stallMs / 1000, 0),
    stalls: stalls.length,
    changes,
  };
}

export function sessions(rule, traces, bytes) {
  return traces.map(({ text }) => sessionOf(playTrace({ ...PENSIEVE, trace: text, rule, bytes })));
}

const of = (all, key) => mean(all.map((one) => one[key]));

function row(rule, traces, bytes) {
  const all = sessions(rule, traces, bytes);
  const folders = FOLDERS.map((folder) => {
    const own = all.filter((_, at) => traces[at].folder === folder);
    return own.length === 0 ? '–' : of(own, 'perSegment').toFixed(2);
  });
  const share = of(all, 'stallS') / (of(all, 'stallS') + (47 * PENSIEVE.segmentMs) / 1000);
  const cells = [
    nameOf(rule),
    of(all, 'perSegment').toFixed(3),
    ...folders,
    of(all, 'qoe').toFixed(1),
    of(all, 'mbps').toFixed(2),
    `${(100 * share).toFixed(1)} %`,
    of(all, 'stalls').toFixed(1),
    of(all, 'changes').toFixed(1),
  ];
  return { qoe: of(all, 'perSegment'), line: `| ${cells.join(' | ')} |` };
}

function main() {
  const every = Number(process.argv[process.argv.indexOf('--every') + 1]) || 1;
  const [traces, bytes] = [readTraces(every), chunkBytes()];
  const rows = RULES.map((rule) => row(rule, traces, bytes)).sort((a, b) => b.qoe - a.qoe);
  const lines = [
    '## Adaptation rules on measured traces',
    '',
    `Written by \`npm run bench:abr\`. ${traces.length} traces of \`../shared/data/bandwidth\` (fcc, hsdpa-3g, oboe; all of them`,
    'mobile or mixed), 48 segments of Envivio-Dash3, environment of Pensieve; the first segment left out. QoE_lin with',
    'μ = 4.3 for a segment: in the mean, by set of traces, and the sum of a session; then bitrate, share of the time in',
    'stalls, stalls and switches of a session.',
    '',
    '| rule | QoE | fcc | hsdpa-3g | oboe | a session | Mbit/s | stalled | stalls | switches |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map(({ line }) => line),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (process.argv.includes('--write')) writeSection(lines);
}

if (process.argv[1] === import.meta.filename) main();
