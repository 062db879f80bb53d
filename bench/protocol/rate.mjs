/** How many things real libraries do in a second of one core's time, once they are loaded and connected. */
import { cpus } from 'node:os';
import { runProtocol } from '../../dist/protocol/run-protocol.js';

/** @returns things that a metric has counted, and the processor's time for the whole run, s. */
async function once(text, metric, set) {
  const before = process.cpuUsage();
  const texts = new Map([['bench.yaml', text]]);
  const { result } = await runProtocol({ file: 'bench.yaml', texts, set });
  const { user, system } = process.cpuUsage(before);
  const count = result.replications
    .flatMap(({ counters }) => counters)
    .filter((each) => each.metric === metric && each.labels.during === undefined)
    .reduce((sum, { windows }) => sum + windows.reduce((a, b) => a + b, 0), 0);
  return { count, seconds: (user + system) / 1e6 };
}

/**
 * Runs scenarios for a short and for a long virtual time, each in a thread of its own: what counts is the difference, so
 * that loading and connecting count as nothing. Processor time, since the machine may be shared; what else it does makes runs
 * longer, never shorter, so that of each length the quickest counts.
 *
 * @param seconds virtual time of the short and of the long runs, s.
 * @returns by the name of the workload.
 */
export async function best(workloads, rounds, metric, [short, long]) {
  const found = new Map(workloads.map(({ name }) => [name, {}]));
  const quicker = (a, b) => (a === undefined || b.seconds < a.seconds ? b : a);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, text } of workloads) {
      const of = found.get(name);
      of.short = quicker(of.short, await once(text, metric, [`run.duration=${short}s`]));
      of.long = quicker(of.long, await once(text, metric, [`run.duration=${long}s`]));
    }
  }
  const rates = [...found].map(([name, of]) => {
    const count = of.long.count - of.short.count;
    return [
      name,
      {
        count,
        perSecond: count / (of.long.seconds - of.short.seconds),
        /** With loading and connecting. */
        wholePerSecond: of.long.count / of.long.seconds,
      },
    ];
  });
  return new Map(rates);
}

/** Cells of a table: how many things, a second and core, and with loading and connecting. @param goal what is less is bold. */
export function cellsOf({ count, perSecond, wholePerSecond }, goal = 0) {
  const shown = (number) => Math.round(number).toLocaleString('en');
  const rate = perSecond < goal ? `**${shown(perSecond)}**` : shown(perSecond);
  return [shown(count), rate, shown(wholePerSecond)].join(' | ');
}

/** What all sections say of how they were measured. */
export const HOW = (rounds) =>
  `${cpus()[0].model.trim()}, Node ${process.version}, the quickest of ${rounds} runs of each length, processor time of all threads.`;
