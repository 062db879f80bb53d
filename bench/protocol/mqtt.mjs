/**
 * How many messages of MQTT pass in a second of this machine, by 2000 clients of MQTT.js in virtual time, ten for each
 * topic:
 *
 *     npm run build:sim && node bench/protocol/mqtt.mjs [ROUNDS] [QOS/VERSION...]
 *
 * Writes its section of bench/RESULTS.md when all are measured. Deliveries count.
 */
import { writeSection } from '../section.mjs';
import { best, cellsOf, HOW } from './rate.mjs';

const CLIENTS = 2000;
const TOPIC_OF = 10;
/** Publications a second of virtual time. */
const RATE = 2000;
/** Of the plan: messages a second with QoS 0. */
const GOAL = 25_000;

/** Virtual time of the two runs, s: all have connected before the first ends. */
const SECONDS = [6, 26];

const [rounds = 3, ...given] = process.argv.slice(2);
const cases = given.length > 0 ? given : ['0/3.1.1', '0/5', '1/5', '2/5'];

const scenario = (qos, version) => `
version: 1
title: two thousand clients
run: { seed: 1, duration: 26s, fidelity: protocol }
places: [paris]
nodes:
  things: { kind: clients, count: ${CLIENTS}, access: none }
  broker: { kind: broker, workers: 64, service: 0ms, per-delivery: 0ms }
traffic:
  news:
    { kind: pubsub, from: things, to: broker, arrivals: { poisson: ${RATE}rps }, topics: ${CLIENTS / TOPIC_OF},
      subscriptions: 1, protocol: { mqtt: { qos: ${qos}, version: '${version}', tls: false } } }
`;

const workloads = cases.map((name) => ({ name, text: scenario(...name.split('/')) }));
const found = await best(workloads, Number(rounds), 'deliveries', SECONDS);
const rows = [...found].map(([name, one]) => {
  const [qos, version] = name.split('/');
  return `| ${qos} | ${version} | ${cellsOf(one, qos === '0' ? GOAL : 0)} |`;
});
const lines = [
  '## MQTT in virtual time',
  '',
  `Written by \`node bench/protocol/mqtt.mjs\`: ${HOW(rounds)}`,
  `${CLIENTS} clients of MQTT.js, ${TOPIC_OF} for each topic, payloads of 100 B; aedes for 3.1.1, our broker for 5. Goal: ${GOAL.toLocaleString('en')} with QoS 0; missed is bold.`,
  '',
  '| QoS | version | messages delivered | a second and core | with loading and connecting |',
  '|---|---|---|---|---|',
  ...rows,
];
if (given.length === 0) writeSection(lines);
console.log(lines.join('\n'));
process.exit(0);
