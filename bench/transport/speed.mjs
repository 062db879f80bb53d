/**
 * Transfers a CPU second beside the engine's own HOLD with 10,000 pending events, and many transfers at
 * a time through one bottleneck; all measured in turn, the best of each kept:
 *
 *     npm run build:sim && node bench/transport/speed.mjs [ROUNDS]
 *
 * Writes its section of bench/RESULTS.md.
 */
import { cpus } from 'node:os';
import { interleaved, millions, table, twinwing } from '../engine/rounds.mjs';
import { writeSection } from '../section.mjs';
import { measuredOf, speedTable } from './of-hold.mjs';
import { WORKLOADS } from './workloads.mjs';

const HOLD = 'HOLD 1e4';
const rounds = Number(process.argv[2] ?? 5);

/** Connections, and the bandwidth that they share, Mbit/s. */
const BOTTLENECKS = [
  [100, 100],
  [1000, 1000],
  [10_000, 10_000],
  [100, 1000],
  [10_000, 1000],
];

const node = (...args) => [process.execPath, ...args.map(String)];
const transfers = measuredOf('./workloads.mjs', WORKLOADS);
const bottlenecks = BOTTLENECKS.map((pair) => ({
  name: pair.join(' on '),
  command: node('bench/transport/flows.mjs', ...pair),
}));

function bottleneckTable(results) {
  const rows = BOTTLENECKS.map(([count, mbit], index) => {
    const measured = results.get(bottlenecks[index].name);
    if (measured.error !== undefined) throw new Error(measured.error);
    const eventMicroseconds = 1e6 / measured.rate / measured.events;
    return [
      count,
      `${mbit / 1000} Gbit/s`,
      millions(measured),
      measured.events.toFixed(2),
      `${eventMicroseconds.toFixed(2)} µs`,
    ];
  });
  return table([['connections', 'bottleneck', 'M segments/s', 'events each', 'an event'], ...rows]);
}

const hold = { name: HOLD, command: twinwing('hold', 6_000_000, 10_000) };
const results = interleaved([hold, ...transfers, ...bottlenecks], { rounds });
const lines = [
  '## Transfers beside the engine',
  '',
  `Written by \`bench/transport/speed.mjs\`: ${cpus()[0].model.trim()}, Node ${process.version}, the best of`,
  `${rounds} interleaved rounds, recorder on. HOLD with 10,000 pending events: ${millions(results.get(HOLD))} million a CPU second.`,
  'Small objects are 21 kB in the mean; a goal that is missed is bold. The machine is shared: trust ratios.',
  '',
  ...speedTable('transfers', WORKLOADS, results, results.get(HOLD)),
  '',
  'Connections that never have sent all, CUBIC, round trips of 40 ms and a queue of 100 ms:',
  '',
  ...bottleneckTable(results),
];
writeSection(lines);
console.log(lines.join('\n'));
