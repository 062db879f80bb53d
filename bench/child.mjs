/** Runs one scenario and prints what it took, as JSON; a process of its own for each round. */
import { readFileSync } from 'node:fs';
import { evaluate, Run, read } from '../dist/index.js';

const file = process.argv[2];
const { scenario, problems } = read(readFileSync(file, 'utf8'), { file });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const run = new Run(scenario);
while (!run.advance(Number.POSITIVE_INFINITY));
const result = run.result();
const total = (metric) => {
  // All that was simulated, warm-up included: windows hold it, totals do not.
  const entries = result.replications.flatMap(({ counters }) => counters);
  const chosen = entries.filter((entry) => entry.metric === metric && !entry.labels.during);
  return chosen.reduce((sum, { windows }) => sum + windows.reduce((all, n) => all + n, 0), 0);
};
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    cpuSeconds: (user + system) / 1e6,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
    events: run.events,
    requests: total('requests'),
    deliveries: total('deliveries'),
    p99: evaluate(result, { fn: 'p99', metric: 'latency', labels: {} }).value,
  }),
);
