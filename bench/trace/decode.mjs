/**
 * How fast traces are decoded, on synthetic input: million records a CPU second, best and
 * median of 7 rounds.
 *
 * Run `npm run build:sim` first, then `node bench/trace/decode.mjs [folder of the compiled sim]`; with `--json`
 * it prints data.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROUNDS = 7;
const RECORDS = 1_000_000;
const OBJECTS = 200_000;
const CHUNK_BYTES = 256 * 1024;

const isJson = process.argv.includes('--json');
const compiled = resolve(
  process.argv.slice(2).find((word) => !word.startsWith('--')) ??
    join(import.meta.dirname, '../../dist'),
);
const load = (name) => import(pathToFileURL(join(compiled, 'model/traffic/trace', name)).href);
const { TraceBatch } = await load('batch.js');
const { createDecoder } = await load('format.js');
const { IdTable } = await load('intern.js');

/** Objects whose popularity falls off, by a fixed linear congruential generator: the same input everywhere. */
function drawObjects() {
  const objects = new Int32Array(RECORDS);
  let state = 1;
  for (let i = 0; i < RECORDS; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const unit = state / 2 ** 32;
    objects[i] = Math.floor(unit * unit * unit * OBJECTS);
  }
  return objects;
}

const objects = drawObjects();
const idWords = (object) => [
  Math.imul(object, 0x9e3779b1) >>> 0,
  Math.imul(object, 0x85ebca6b) >>> 0,
];

function oracleGeneral() {
  const words = new Uint32Array(6 * RECORDS).fill(0xffffffff);
  objects.forEach((object, i) => {
    words.set([Math.floor(i / 1000), ...idWords(object), 1000 + (object % 1000)], 6 * i);
  });
  return new Uint8Array(words.buffer);
}

function text(line) {
  const parts = ['time,key,size\n'];
  if (line === logLine) parts.pop();
  for (let i = 0; i < RECORDS; i++) parts.push(line(objects[i], i));
  return new TextEncoder().encode(parts.join(''));
}

const csvLine = (object, i) => `${(i / 1000).toFixed(3)},${object},${1000 + (object % 1000)}\n`;

function logLine(object, i) {
  const seconds = Math.floor(i / 1000);
  const clock = [3600, 60, 1].map((unit) =>
    String(Math.floor(seconds / unit) % 60).padStart(2, '0'),
  );
  const request = `GET /assets/img/${object}.jpg HTTP/1.1`;
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36';
  const stamp = `17/May/2015:${clock.join(':')} +0000`;
  return `192.0.2.7 - - [${stamp}] "${request}" 200 ${1000 + (object % 1000)} "-" "${agent}"\n`;
}

function decode(format, bytes) {
  const decoder = createDecoder(format);
  const batch = new TraceBatch();
  const drain = () => {
    while (decoder.read(batch)) batch.count = 0;
  };
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    decoder.push(bytes.subarray(from, from + CHUNK_BYTES));
    drain();
  }
  decoder.end();
  drain();
  if (decoder.records !== RECORDS) throw new Error(`${decoder.records} of ${RECORDS} records`);
}

/** The floor: reading every field through the stride view, without interning or checks. */
function stride(bytes) {
  const words = new Uint32Array(bytes.buffer);
  let sum = 0;
  for (let at = 0; at < words.length; at += 6) {
    sum += words[at] + words[at + 1] + words[at + 2] + words[at + 3];
  }
  if (sum === 0) throw new Error('nothing was read');
}

function intern(bytes) {
  const words = new Uint32Array(bytes.buffer);
  const table = new IdTable();
  for (let at = 0; at < words.length; at += 6) table.intern(words[at + 1], words[at + 2]);
}

function measure(name, what, work, bytes) {
  const rates = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    work(bytes);
    const { user, system } = process.cpuUsage(before);
    return RECORDS / (user + system);
  }).sort((a, b) => a - b);
  const [best, median] = [rates.at(-1), rates[(ROUNDS - 1) / 2]];
  if (!isJson) print(what, best, median, bytes.length / RECORDS);
  return { name, what, best, median };
}

function print(what, ...figures) {
  const [best, median] = figures.map((rate) => rate.toFixed(1).padStart(6));
  const bytes = figures[2].toFixed(0);
  console.log(`${what.padEnd(28)} best ${best}  median ${median}  (${bytes} bytes each)`);
}

if (!isJson)
  console.log(`million records a CPU second, ${RECORDS} records, up to ${OBJECTS} objects`);
const oracle = oracleGeneral();
const csv = text(csvLine);
const log = text(logLine);
const measured = [
  measure('stride', 'oracle-general, stride only', stride, oracle),
  measure('intern', 'oracle-general, intern only', intern, oracle),
  ...[
    ['oracle-general', oracle],
    ['csv', csv],
    ['access-log', log],
  ].map(([name, bytes]) =>
    measure(name, `${name}, decoder`, (given) => decode(name, given), bytes),
  ),
];
if (isJson) process.stdout.write(JSON.stringify(measured));
