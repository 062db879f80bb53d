/** How many things real libraries do in a second of one core's time, once they are loaded and connected. */
import { runProtocol } from '../../dist/protocol/run-protocol.js';

/** @returns things that a metric has counted, the processor's time for the whole run, s, and the memory that it took, kB. */
async function once(text, metric, set) {
  const { rss } = process.memoryUsage();
  const before = process.cpuUsage();
  let mostBytes = rss;
  const { result, wireHash } = await runProtocol(
    { file: 'bench.yaml', texts: new Map([['bench.yaml', text]]), set },
    {
      onProgress: () => {
        mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
      },
    },
  );
  const { user, system } = process.cpuUsage(before);
  const count = result.replications
    .flatMap(({ counters }) => counters)
    .filter((each) => each.metric === metric && each.labels.during === undefined)
    .reduce((sum, { windows }) => sum + windows.reduce((a, b) => a + b, 0), 0);
  return { count, seconds: (user + system) / 1e6, kilobytes: (mostBytes - rss) / 1000, wireHash };
}

/**
 * Runs a scenario for a short and for a long virtual time, each in a thread of its own: what counts is the
 * difference, so that loading and connecting count as nothing. Processor time, since the machine may be shared.
 *
 * @param seconds virtual time of the short and of the long run, s.
 */
export async function rateOf(text, metric, [short, long]) {
  const first = await once(text, metric, [`run.duration=${short}s`]);
  const second = await once(text, metric, [`run.duration=${long}s`]);
  const count = second.count - first.count;
  return {
    count,
    perSecond: count / (second.seconds - first.seconds),
    /** With loading and connecting. */
    wholePerSecond: second.count / second.seconds,
    kilobytes: second.kilobytes,
    wireHash: second.wireHash,
  };
}

/** The best of some rounds, for each workload by its name; workloads take turns. */
export async function best(workloads, rounds, metric, seconds) {
  const found = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, text } of workloads) {
      const measured = await rateOf(text, metric, seconds);
      console.error(name, Math.round(measured.perSecond), Math.round(measured.wholePerSecond));
      const before = found.get(name);
      if (!(before?.perSecond > measured.perSecond)) found.set(name, measured);
    }
  }
  return found;
}
