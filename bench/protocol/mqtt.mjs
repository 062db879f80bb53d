/**
 * How many messages of MQTT pass in a second of this machine, by 2000 clients of MQTT.js in virtual time, ten for each
 * topic:
 *
 *     npm run build:sim && node bench/protocol/mqtt.mjs [SECONDS] [QOS/VERSION...]
 *
 * Writes its section of bench/RESULTS.md when all are measured. Deliveries count; set-up of the clients and loading of the
 * libraries are in the time.
 */
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { writeSection } from '../section.mjs';

const CLIENTS = 2000;
const TOPIC_OF = 10;
/** Publications a second of virtual time. */
const RATE = 2000;
/** Of the plan: messages a second with QoS 0. */
const GOAL = 25_000;

const seconds = Number(process.argv[2] ?? 20);
const cases = process.argv.length > 3 ? process.argv.slice(3) : ['0/3.1.1', '0/5', '1/5', '2/5'];

const scenario = (qos, version) => `
version: 1
title: two thousand clients
run: { seed: 1, duration: ${seconds + 1}s, fidelity: protocol }
places: [paris]
nodes:
  things: { kind: clients, count: ${CLIENTS}, access: none }
  broker: { kind: broker, workers: 64, service: 0ms, per-delivery: 0ms }
traffic:
  news:
    { kind: pubsub, from: things, to: broker, arrivals: { poisson: ${RATE}rps }, topics: ${CLIENTS / TOPIC_OF},
      subscriptions: 1, protocol: { mqtt: { qos: ${qos}, version: '${version}', tls: false } } }
timeline:
  - { at: ${seconds}s, do: ramp, traffic: news, to: 0rps }
`;

/** @returns deliveries, how long it took, and how much of it the process had, ms: the machine may be shared. */
function measure(text) {
  return new Promise((resolve, reject) => {
    const begunMs = performance.now();
    const before = process.cpuUsage();
    const worker = new Worker(new URL('../../dist/protocol/protocol-worker.js', import.meta.url), {
      workerData: { file: 'a.yaml', texts: new Map([['a.yaml', text]]) },
    });
    worker.on('error', reject);
    worker.on('message', (message) => {
      if (message.kind === 'progress') return;
      if (message.kind !== 'answer') {
        reject(new Error(JSON.stringify(message)));
        return;
      }
      const { counters } = message.answer.result.replications[0];
      const deliveries = counters
        .filter(({ metric }) => metric === 'deliveries')
        .reduce((sum, { total }) => sum + total, 0);
      const { user, system } = process.cpuUsage(before);
      resolve({ deliveries, tookMs: performance.now() - begunMs, cpuMs: (user + system) / 1000 });
    });
  });
}

const rows = [];
for (const each of cases) {
  const [qos, version] = each.split('/');
  const { deliveries, tookMs, cpuMs } = await measure(scenario(qos, version));
  const perSecond = (ms) => Math.round((1000 * deliveries) / ms);
  const row = [qos, version, deliveries, perSecond(tookMs), perSecond(cpuMs)];
  console.log(...row);
  rows.push({ row, isMissed: qos === '0' && perSecond(cpuMs) < GOAL });
}
if (process.argv.length <= 3) {
  writeSection([
    '## MQTT in virtual time',
    '',
    `Written by \`node bench/protocol/mqtt.mjs\`: ${cpus()[0].model.trim()}, Node ${process.version}, ${CLIENTS} clients of MQTT.js,`,
    `${TOPIC_OF} for each topic, payloads of 100 B; aedes for 3.1.1, our broker for 5. Goal: ${GOAL} a second with QoS 0; missed is bold.`,
    '',
    '| QoS | version | messages delivered | a second of the clock | a second of CPU |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ row, isMissed }) => {
      const cells = [...row.slice(0, -1), isMissed ? `**${row.at(-1)}**` : row.at(-1)];
      return `| ${cells.join(' | ')} |`;
    }),
  ]);
}
