/**
 * What messaging does a CPU second beside the engine's own HOLD with 10,000 pending events, all measured in turn, the
 * best of each kept:
 *
 *     npm run build:sim && node bench/chat/speed.mjs [ROUNDS] [ONLY]
 *
 * Each module here has WORKLOADS of one kind, and a table of its own. Writes its section of bench/RESULTS.md. ONLY: the
 * kinds whose name has it in it, printed and not written.
 */
import { cpus } from 'node:os';
import { interleaved, millions, twinwing } from '../engine/rounds.mjs';
import { writeSection } from '../section.mjs';
import { measuredOf, speedTable } from '../transport/of-hold.mjs';
import { WORKLOADS as PAIRS } from './pairs.mjs';
import { WORKLOADS as ROOMS } from './rooms.mjs';

/** What is counted, the module beside this one, and its workloads. */
const KINDS = [
  ['deliveries in rooms', 'rooms.mjs', ROOMS],
  ['messages between two people', 'pairs.mjs', PAIRS],
];

const rounds = Number(process.argv[2] ?? 4);
const only = process.argv[3] ?? '';
const kinds = KINDS.filter(([what]) => what.includes(only));
const hold = { name: 'HOLD 1e4', command: twinwing('hold', 6_000_000, 10_000) };
const subjects = kinds.flatMap(([, file, workloads]) => measuredOf(`../chat/${file}`, workloads));
const results = interleaved([hold, ...subjects], { rounds });
const lines = [
  '## Messaging beside the engine',
  '',
  `Written by \`npm run bench:chat\`: ${cpus()[0].model.trim()}, Node ${process.version}, the best of`,
  `${rounds} interleaved rounds, recorder and ledger on. HOLD with 10,000 pending events: ${millions(results.get(hold.name))} million a CPU second.`,
  'A goal that is missed is bold. The machine is shared: trust ratios. The ledger of rooms is in bulk: numbers, not people.',
  ...kinds.flatMap(([what, , workloads]) => [
    '',
    ...speedTable(what, workloads, results, results.get(hold.name)),
  ]),
];
if (only === '') writeSection(lines);
console.log(lines.join('\n'));
