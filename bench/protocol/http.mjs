/**
 * Requests that spoken HTTP makes a second of processor time, of all threads, with 2,000 devices:
 *
 *     npm run bench:protocol [-- ROUNDS]
 *
 * Each workload runs for a short and for a long virtual time in a thread of its own; what counts is the difference, so that loading
 * counts as nothing. Writes its section of bench/RESULTS.md.
 */
import { cpus } from 'node:os';
import { runProtocol } from '../../dist/protocol/run-protocol.js';
import { writeSection } from '../section.mjs';

const DEVICES = 2000;
const RATE = 400;
const SHORT_SECONDS = 5;
const LONG_SECONDS = 65;

const scenario = (transport, hops, more = '') => `
version: 1
title: ${hops} of ${transport}
run: { seed: 1, duration: 60s, fidelity: protocol }
places: [frankfurt, london]
nodes:
  people: { kind: clients, at: frankfurt, count: ${DEVICES} }
${hops === 'device, origin' ? '' : '  edge: { kind: cache, at: frankfurt, capacity: 1GiB, parent: origin }'}
  origin: { kind: origin, at: london, workers: 1000, service: { constant: 1ms } }
traffic:
  web:
    kind: web
    from: people
    to: ${hops === 'device, origin' ? 'origin' : 'edge'}
    transport: { ${transport}: { tls: none } }${more}
    arrivals: { poisson: ${RATE}rps }
    catalog: { objects: 500, popularity: { zipf: 0.9 }, size: { constant: 2KiB } }
`;

const WORKLOADS = [
  { name: 'HTTP/1.1, device and origin', text: scenario('http-1.1', 'device, origin') },
  {
    name: 'HTTP/1.1 by undici, device and origin',
    text: scenario('http-1.1', 'device, origin', '\n    library: undici'),
  },
  { name: 'HTTP/2, device and origin', text: scenario('http-2', 'device, origin') },
  { name: 'HTTP/1.1, device, edge and origin', text: scenario('http-1.1', 'device, edge, origin') },
];

async function once(text, seconds) {
  const since = process.cpuUsage();
  const { result } = await runProtocol({
    file: 'bench.yaml',
    texts: new Map([['bench.yaml', text]]),
    set: [`run.duration=${seconds}s`],
  });
  const { user, system } = process.cpuUsage(since);
  const cpuSeconds = (user + system) / 1e6;
  const entries = result.replications
    .flatMap(({ counters }) => counters)
    .filter(({ metric, labels }) => metric === 'requests' && labels.during === undefined);
  const requests = entries.reduce(
    (sum, { windows }) => sum + windows.reduce((a, b) => a + b, 0),
    0,
  );
  return { cpuSeconds, requests };
}

/** What else the machine does makes runs longer, never shorter: of each length the quickest counts. */
const least = (all) => all.reduce((a, b) => (b.cpuSeconds < a.cpuSeconds ? b : a));

function measured({ short, long }) {
  const [brief, whole] = [least(short), least(long)];
  const requests = whole.requests - brief.requests;
  return { requests, perSecond: requests / (whole.cpuSeconds - brief.cpuSeconds) };
}

const rounds = Number(process.argv[2] ?? 3);
const runs = WORKLOADS.map(() => ({ short: [], long: [] }));
for (let round = 0; round < rounds; round += 1) {
  for (const [at, { name, text }] of WORKLOADS.entries()) {
    runs[at].short.push(await once(text, SHORT_SECONDS));
    runs[at].long.push(await once(text, LONG_SECONDS));
    console.error(name, Math.round(measured(runs[at]).perSecond));
  }
}
const best = WORKLOADS.map(({ name }, at) => [name, measured(runs[at])]);
const lines = [
  '## HTTP in virtual time',
  '',
  `Written by \`npm run bench:protocol\`: ${cpus()[0].model.trim()}, Node ${process.version}, the quickest of ${rounds} runs of each length.`,
  `${DEVICES} devices, ${RATE} requests a second of virtual time, 2 KiB each; processor time of all threads, with loading taken off.`,
  '',
  '| | requests | requests a second and core |',
  '|---|---|---|',
  ...best.map(
    ([name, { requests, perSecond }]) =>
      `| ${name} | ${requests.toLocaleString('en')} | ${Math.round(perSecond).toLocaleString('en')} |`,
  ),
];
writeSection(lines);
console.log(lines.join('\n'));
process.exit(0);
