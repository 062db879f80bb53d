/**
 * What requests, messages of HTTP and handshakes cost, by spoken runs: bytes, which are the same in every run, and CPU, which is this
 * machine's. `npm run build:sim && node bench/protocol/fit.mjs --write` stores them in coefficients.json; with `--bytes` only those, where the
 * machine is busy.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { costsOf, sampleText } from './costs.mjs';

const FILE = fileURLToPath(new URL('coefficients.json', import.meta.url));
const RUNS = 2;
/** Requests a second: few, and many, so that what a run costs by itself drops out. */
const FEW = 10;
const MANY = 150;
const US_PER_SECOND = 1e6;

const { runProtocol } = await import('../../dist/protocol/run-protocol.js');

async function spoken(text) {
  const texts = new Map([['a.yaml', text]]);
  const capture = { point: 'client', mostBytes: 2 ** 28, of: 'connection/1' };
  return runProtocol({ file: 'a.yaml', texts, capture });
}

/** CPU of a whole run, the least of some: what else the machine does only adds to it. */
async function cpuUs(text) {
  const found = [];
  for (let run = 0; run < RUNS; run += 1) {
    const before = process.cpuUsage();
    const { result } = await runProtocol({ file: 'a.yaml', texts: new Map([['a.yaml', text]]) });
    const { user, system } = process.cpuUsage(before);
    found.push({ us: user + system, requests: totalOf(result, 'requests') });
  }
  return found.reduce((best, one) => (one.us < best.us ? one : best));
}

const totalOf = ({ replications }, metric) =>
  replications[0].counters
    .filter((one) => one.metric === metric && one.labels.during === undefined)
    .reduce((sum, one) => sum + one.total, 0);

/** Between few requests and many: what one of them costs. */
async function cpuOf(transport, idle) {
  const few = await cpuUs(sampleText({ transport, idle, rps: FEW }));
  const many = await cpuUs(sampleText({ transport, idle, rps: MANY }));
  return (many.us - few.us) / (many.requests - few.requests);
}

const text = (transport) => sampleText({ transport, idle: '1ms', rps: FEW });
const bytes = {};
for (const transport of ['tcp', 'tls-1.3', 'tls-1.2']) {
  bytes[transport] = costsOf(await spoken(text(transport)));
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
if (process.argv.includes('--bytes')) {
  const stored = JSON.parse(readFileSync(FILE, 'utf8'));
  const provenance = { ...stored.provenance, bytesCommit: commit };
  writeFileSync(FILE, `${JSON.stringify({ ...stored, provenance, bytes }, undefined, 2)}\n`);
  process.exit();
}
const kept = await cpuOf('tcp', '60s');
const opened = await cpuOf('tcp', '1ms');
const secured = await cpuOf('tls-1.3', '1ms');
const rounded = (us) => Math.round(us);
const found = {
  provenance: {
    date: new Date().toISOString().slice(0, 10),
    command: 'npm run build:sim && node bench/protocol/fit.mjs --write',
    commit,
    node: process.version,
    openssl: process.versions.openssl,
    machine: `${cpus()[0].model}, ${cpus().length} threads`,
    load: `${loadavg()[0].toFixed(1)} processes wanted to run`,
    method:
      'bytes: payload of TCP of all connections of a spoken run, by tap, per request, record and handshake; CPU: both ends, the difference of runs with many and few requests, least of 2',
  },
  band: 0.02,
  bytes,
  cpuUs: {
    request: rounded(kept),
    tcpHandshake: rounded(opened - kept),
    tlsHandshake: rounded(secured - opened),
  },
};
const shown = `${JSON.stringify(found, undefined, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(FILE, shown);
else if (process.argv.includes('--compare')) process.stdout.write(readFileSync(FILE, 'utf8'));
process.stdout.write(shown);
process.stderr.write(`${US_PER_SECOND / found.cpuUs.request} requests a second and core\n`);
