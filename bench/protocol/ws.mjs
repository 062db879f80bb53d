/**
 * A chat by ws in virtual time: 2000 people in rooms of 10, one gateway, no confirmations.
 *
 *     npm run build:sim && node bench/protocol/ws.mjs [ROUNDS] [PROTOCOL...]
 *
 * Writes its section of bench/RESULTS.md when no protocol is given.
 */
import { writeSection } from '../section.mjs';
import { best, cellsOf, HOW } from './rate.mjs';

const PEOPLE = 2000;
const ROOM = 10;
/** Of the plan: deliveries a second and core. */
const GOAL = 60_000;
/** Virtual time of the two runs, s: all have connected before the first ends. */
const SECONDS = [6, 24];

const scenario = (protocol) => `
version: 1
title: rooms of ten
run: { seed: 1, duration: 24s, fidelity: protocol }
places: [frankfurt]
nodes:
  people: { kind: clients, at: frankfurt, count: ${PEOPLE} }
  gateway: { kind: gateway, at: frankfurt }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    arrivals: { poisson: ${PEOPLE}rps }
    rooms: { count: ${PEOPLE / ROOM}, size: { constant: ${ROOM} }, share: 100% }
    text: { constant: 200B }
    protocol: ${protocol}
`;

const [rounds = 3, ...given] = process.argv.slice(2);
const protocols = given.length > 0 ? given : ['{ websocket: { acks: false, tls: false } }'];
const workloads = protocols.map((name) => ({ name, text: scenario(name) }));
const found = await best(workloads, Number(rounds), 'deliveries', SECONDS);
const lines = [
  '## Chats in virtual time',
  '',
  `Written by \`node bench/protocol/ws.mjs\`: ${HOW(rounds)}`,
  `${PEOPLE} people in rooms of ${ROOM} at one gateway, texts of 200 B over \`ws\`. Goal: ${GOAL.toLocaleString('en')}; missed is bold.`,
  '',
  '| protocol | deliveries | a second and core | with loading and connecting |',
  '|---|---|---|---|',
  ...[...found].map(([name, one]) => `| \`${name}\` | ${cellsOf(one, GOAL)} |`),
];
if (given.length === 0) writeSection(lines);
console.log(lines.join('\n'));
process.exit(0);
