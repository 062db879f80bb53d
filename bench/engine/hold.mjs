/**
 * The event queue and the run loop, beside a C++ std::priority_queue where there is a compiler:
 *
 *     npm run build:sim && node bench/engine/hold.mjs
 *
 * Millions of operations a CPU second, the best of interleaved rounds in processes of their own.
 * Trust the ratios, not the times.
 */
import { compiled } from './compiled.mjs';
import { LAWS } from './laws.mjs';
import { agree, interleaved, millions, table, times, twinwing } from './rounds.mjs';

/** Pending events, and how many operations make a measurement of about half a second. */
const SIZES = [
  [100, 10_000_000],
  [10_000, 6_000_000],
  [1_000_000, 4_000_000],
];

const yardstick = compiled('hold');
const cpp = (workload, operations, pending) =>
  yardstick.program === undefined
    ? []
    : [
        {
          name: 'C++',
          command: [yardstick.program, workload, String(operations), String(pending)],
        },
      ];

function compare(what, workloads, operations, pending) {
  const own = workloads.map((name) => ({ name, command: twinwing(name, operations, pending) }));
  const reference = what === 'M/M/1' ? 'mm1' : 'hold';
  const results = interleaved([...own, ...cpp(reference, operations, pending)]);
  agree(what, results, 1e-12);
  return results;
}

function holdTable() {
  const names = ['hold', 'hold-32', 'processes'];
  const rows = SIZES.map(([pending, operations]) => {
    const results = compare(`HOLD ${pending}`, names, operations, pending);
    const yard = results.get('C++');
    const cells = names.flatMap((name) => [
      millions(results.get(name)),
      times(results.get(name), yard),
    ]);
    return [pending.toExponential(0), millions(yard), ...cells];
  });
  return table([
    ['pending', 'C++', 'handler', '/ C++', '32 handlers', '/ C++', 'processes', '/ C++'],
    ...rows,
  ]);
}

function lawTable(pending, operations) {
  const subjects = Object.keys(LAWS).map((law) => ({
    name: law,
    command: twinwing('hold', operations, pending, law),
  }));
  const results = interleaved(subjects);
  const exponential = results.get('exponential');
  const rows = [...results].map(([law, result]) => [
    law,
    millions(result),
    times(result, exponential),
  ]);
  return table([[`law, ${pending} pending`, 'M/s', '/ exponential'], ...rows]);
}

function queueingTable() {
  const customers = 1_000_000;
  const results = compare('M/M/1', ['mm1', 'mm1-processes'], customers, 0);
  const requests = interleaved([{ name: 'timeouts', command: twinwing('timeouts', customers) }]);
  const yard = results.get('C++');
  const own = [...results].filter(([name]) => name !== 'C++');
  return table([
    ['model', 'M/s', '/ C++'],
    ...own.map(([name, result]) => [name, millions(result), times(result, yard)]),
    ['timeouts, 90 % cancelled', millions(requests.get('timeouts')), '–'],
  ]);
}

if (yardstick.missing) console.log(`No C++ to compare with: ${yardstick.missing}.\n`);
for (const lines of [holdTable(), queueingTable(), lawTable(200_000, 4_000_000)]) {
  console.log(`${lines.join('\n')}\n`);
}
