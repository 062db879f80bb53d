/**
 * A million connected phones and 20,000 messages a second between people who know each other, kept by mailboxes, with receipts
 * and a ledger, in this process: time and memory. Times are for people to read; CI does not look at them.
 *
 *     npm run build:sim && node bench/chat/million.mjs [SECONDS]
 */
import { evaluate, Run, read } from '../../dist/index.js';

const SECONDS = Number(process.argv[2] ?? 30);
const TEXT = `
version: 1
title: a million phones
run: { seed: 1, duration: ${SECONDS}s }
places: [shanghai, chengdu, beijing]
nodes:
  phones:  { kind: clients, count: 333334, access: fibre }
  gateway: { kind: gateway, count: 4, workers: 64 }
  store:   { kind: mailbox, count: 2, workers: 256 }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: 20krps }
    contacts: small-world
    rooms: { count: 1, size: 2, share: 0% }
`;

const { scenario, problems } = read(TEXT, { file: 'million.yaml' });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const run = new Run(scenario);
while (!run.advance(1_000_000));
const result = run.result();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const total = (metric) => evaluate(result, { fn: 'total', metric, labels: {} }).value;
console.log(`phones 1 000 002, messages ${total('messages')}, deliveries ${total('deliveries')}`);
console.log(
  `CPU ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s, peak ${(maxRSS / 1024).toFixed(0)} MiB`,
);
