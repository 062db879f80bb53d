/**
 * The engine beside other simulators, doing the same work: writes its section of bench/RESULTS.md.
 *
 *     npm run bench:engine                                gets the peers first, from Debian (as
 *                                                         root) and npm
 *     npm run build:sim && node bench/engine/peers.mjs    the peers that are there
 *     … --only timeouts                                   rows of that name, printed and not written
 *
 * CPU time of the loop, best of interleaved rounds, ratios of one run.
 */
import { cpus } from 'node:os';
import { writeSection } from '../section.mjs';
import { LAWS } from './laws.mjs';
import { debianVersion, install, peers } from './programs.mjs';
import { agree, interleaved, measuredBy, millions, table, times, twinwing } from './rounds.mjs';
import { withoutFingerprint } from './without-fingerprint.mjs';

const HEADING = '## The engine beside its peers';
const NS3_SCHEDULERS = ['Map', 'Heap', 'Calendar', 'PriorityQueue'];
const OWN = 'Twinwing';

const only = process.argv.indexOf('--only') < 0 ? '' : process.argv.at(-1);
const wanted = (work) => work.startsWith(only);

if (process.argv.includes('--install')) install();
const { found, missing } = peers();
const rows = [['work', 'peer', 'Twinwing, M/s', 'peer, M/s', 'ratio', 'goal']];

/** A peer's command, in a list that is empty when the peer is missing. */
const peer = (name, program, ...args) =>
  found.has(program) ? [{ name, command: found.get(program)(...args) }] : [];

const ns3 = (schedulers, work, operations, pending) =>
  schedulers.flatMap((scheduler) =>
    peer(`ns-3 ${scheduler}`, 'ns-3', work, operations, pending, scheduler),
  );

/** Measures together what is compared. `goals`: the least ratio, by the beginning of a name. */
function compare(work, own, others, goals) {
  const results = interleaved([{ name: OWN, command: own }, ...others]);
  const mine = results.get(OWN);
  results.delete(OWN);
  for (const [name, result] of results) {
    const goal = Object.keys(goals).find((start) => name.startsWith(start));
    const wanted = goal === undefined ? '–' : goals[goal].toFixed(2);
    rows.push([work, name, millions(mine), millions(result), times(mine, result), wanted]);
    process.stderr.write(`${work}: ${times(mine, result)} × ${name}\n`);
  }
  return results.set(OWN, mine);
}

const count = (pending) => pending.toExponential(0).replace('+', '');

function hold(pending, operations, goal) {
  const few = operations / 10;
  // ns-3's calendar does not come to an end with so many.
  const schedulers = pending > 1e5 ? ['Map', 'PriorityQueue'] : NS3_SCHEDULERS;
  const own = twinwing('hold', operations, pending);
  const others = [
    ...peer('C++ priority_queue', 'C++', 'hold', operations, pending),
    ...ns3(schedulers, 'hold', few, pending),
    ...(pending > 1e5 ? [] : peer('SimGrid actors', 'SimGrid', 'hold', few / 10, pending)),
    ...(pending > 1e5 ? [] : peer('simjs', 'simjs', 'hold', few, pending)),
  ];
  compare(`HOLD ${count(pending)}`, own, others, { 'C++': goal, 'ns-3': 2.5 });
}

function manyHandlers(pending, operations, goal) {
  const yardstick = peer('C++ priority_queue', 'C++', 'hold', operations, pending);
  const own = twinwing('hold-32', operations, pending);
  const results = compare(`32 handlers ${count(pending)}`, own, yardstick, { 'C++': goal });
  agree('32 handlers', results, 1e-12);
}

function processes(pending, operations) {
  const simpy = peer('SimPy processes', 'SimPy', 'processes', operations / 10, pending);
  const own = twinwing('processes', operations, pending);
  compare(`processes ${count(pending)}`, own, simpy, { SimPy: 10 });
}

function queueing() {
  const customers = 1_000_000;
  const others = ns3(['Map', 'PriorityQueue'], 'mm1', customers, 0);
  const yardstick = peer('C++ priority_queue', 'C++', 'mm1', customers, 0);
  const own = twinwing('mm1', customers);
  agree('M/M/1', compare('M/M/1', own, [...yardstick, ...others], { 'ns-3': 2 }), 0.01);
  const simpy = peer('SimPy', 'SimPy', 'mm1-processes', customers / 10, 0);
  compare('M/M/1, processes', twinwing('mm1-processes', customers), simpy, { SimPy: 20 });
}

function timeouts() {
  const requests = 1_000_000;
  const others = [
    ...ns3(['Map', 'PriorityQueue'], 'timeouts', requests, 0),
    ...peer('SimPy', 'SimPy', 'timeouts', requests / 10, 0),
  ];
  const own = twinwing('timeouts', requests);
  compare('timeouts', own, others, { 'ns-3': 2.5, SimPy: 30 });
}

/** Peak memory with so many pending, less that with a hundred, for each pending event. */
function memory(pending, scheduler) {
  const runs = (events) => [
    { name: OWN, command: twinwing('hold', 2_000_000, events) },
    ...ns3([scheduler], 'hold', 2_000_000, events),
  ];
  const [few, many] = [interleaved(runs(100)), interleaved(runs(pending))];
  const bytes = (name) => ((many.get(name).kibibytes - few.get(name).kibibytes) * 1024) / pending;
  const name = `ns-3 ${scheduler}`;
  if (!many.has(name)) return;
  const [own, other] = [bytes(OWN), bytes(name)];
  const cells = [own.toFixed(0), other.toFixed(0), (own / other).toFixed(2), 'at most 1.00'];
  rows.push([`bytes, ${count(pending)} pending`, name, ...cells]);
}

/** The slowest of all laws of times, beside the one that everybody measures. */
function laws(pending, operations) {
  const subjects = Object.keys(LAWS).map((law) => {
    return { name: law, command: twinwing('hold', operations, pending, law) };
  });
  const results = interleaved(subjects);
  const worst = [...results].reduce((one, other) => (other[1].rate < one[1].rate ? other : one));
  const [name, result] = worst;
  const other = results.get('exponential');
  const cells = [millions(result), millions(other), times(result, other), '0.70'];
  rows.push([`worst law (${name}), ${count(pending)}`, 'exponential', ...cells]);
}

/** What hashing every event costs, beside a copy that does not. */
function fingerprint(pending, operations) {
  const plain = measuredBy(withoutFingerprint(), 'hold', operations, pending);
  const results = interleaved(
    [
      { name: OWN, command: twinwing('hold', operations, pending) },
      { name: 'without', command: plain },
    ],
    { rounds: 5 },
  );
  const [own, other] = [results.get(OWN), results.get('without')];
  const cells = [millions(own), millions(other), times(own, other), '0.90'];
  rows.push([`fingerprint, HOLD ${count(pending)}`, 'without it', ...cells]);
}

function histogram() {
  const own = [process.execPath, 'bench/stats/record.mjs', 'twinwing'];
  compare('histogram', own, peer('hdr-histogram-js', 'hdr-histogram-js'), { hdr: 8 });
}

const WORK = {
  'HOLD 1e2': () => hold(100, 10_000_000, 1),
  'HOLD 1e4': () => hold(10_000, 6_000_000, 1),
  'HOLD 1e6': () => hold(1_000_000, 4_000_000, 1.5),
  '32 handlers 1e2': () => manyHandlers(100, 10_000_000, 0.85),
  '32 handlers 1e4': () => manyHandlers(10_000, 6_000_000, 1),
  '32 handlers 1e6': () => manyHandlers(1_000_000, 4_000_000, 1.2),
  'processes 1e2': () => processes(100, 5_000_000),
  'processes 1e4': () => processes(10_000, 3_000_000),
  'M/M/1': queueing,
  timeouts,
  laws: () => laws(200_000, 4_000_000),
  'fingerprint 1e2': () => fingerprint(100, 10_000_000),
  'fingerprint 1e4': () => fingerprint(10_000, 6_000_000),
  histogram,
  'bytes 1e4': () => memory(10_000, 'PriorityQueue'),
  'bytes 1e6': () => memory(1_000_000, 'Map'),
};
for (const [name, measure] of Object.entries(WORK)) {
  if (!wanted(name)) continue;
  try {
    measure();
  } catch (error) {
    // What has been measured is written all the same.
    missing.push(`${name}: ${error.message}`);
  }
}

const versions = ['g++', 'libns3-dev', 'libsimgrid-dev', 'python3-simpy3'].map(
  (name) => `${name} ${debianVersion(name)}`,
);
const lines = [
  HEADING,
  '',
  `Written by \`node bench/engine/peers.mjs\` on ${cpus().length} × ${cpus()[0].model.trim()}, Node`,
  `${process.version}, ${versions.join(', ')}. Operations per CPU second, the best of interleaved`,
  'rounds; the machine is shared: trust ratios of one row.',
  '',
  ...table(rows),
  '',
  ...missing.map((why) => `Missing here: ${why}.`),
];
if (only === '') writeSection(lines);
process.stdout.write(`${lines.join('\n')}\n`);
