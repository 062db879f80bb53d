/**
 * Requests that spoken HTTP makes a second of processor time with 2,000 devices:
 *
 *     npm run build:sim && node bench/protocol/http.mjs [ROUNDS]
 *
 * Writes its section of bench/RESULTS.md.
 */
import { writeSection } from '../section.mjs';
import { best, cellsOf, HOW } from './rate.mjs';

const DEVICES = 2000;
const RATE = 400;
/** Of the plan: requests a second and core. */
const GOAL = 7000;
/** Virtual time of the two runs, s: nearly all devices have connected before the first ends. */
const SECONDS = [15, 65];

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

const rounds = Number(process.argv[2] ?? 3);
const found = await best(WORKLOADS, rounds, 'requests', SECONDS);
const lines = [
  '## HTTP in virtual time',
  '',
  `Written by \`node bench/protocol/http.mjs\`: ${HOW(rounds)}`,
  `${DEVICES} devices, ${RATE} requests a second of virtual time, 2 KiB each. Goal for HTTP/1.1: ${GOAL.toLocaleString('en')}; missed is bold.`,
  '',
  '| | requests | a second and core | with loading and connecting |',
  '|---|---|---|---|',
  ...[...found].map(
    ([name, one]) => `| ${name} | ${cellsOf(one, name.startsWith('HTTP/1.1') ? GOAL : 0)} |`,
  ),
];
writeSection(lines);
console.log(lines.join('\n'));
process.exit(0);
