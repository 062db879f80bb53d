/**
 * One measurement in a process of its own: `node bench/transport/transfers.mjs WORKLOADS WORKLOAD` prints JSON;
 * WORKLOADS is a module beside this file, or a path from here.
 * What is counted is `metric` of the workload, requests unless it says otherwise. The recorder is on, as in every run. CPU seconds are those of the second half of the simulated time.
 */
import { Run, read } from '../../dist/index.js';

const { WORKLOADS } = await import(process.argv[2]);
const { text, seconds, metric: wanted = 'requests' } = WORKLOADS[process.argv[3]];
const { scenario, problems } = read(text(2 * seconds), { file: 'bench.yaml' });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const run = new Run(scenario);
const answered = () =>
  run
    .result()
    .replications[0].counters.filter(({ metric, labels }) => metric === wanted && !labels.during)
    .reduce((sum, { windows }) => sum + windows.reduce((all, n) => all + n, 0), 0);

while (run.progress < 0.5 && !run.advance(4096));
const [events, before] = [run.events, process.cpuUsage()];
while (!run.advance(1 << 20));
const { user, system } = process.cpuUsage(before);
const transfers = answered() / 2;
process.stdout.write(
  JSON.stringify({
    operations: transfers,
    cpuSeconds: (user + system) / 1e6,
    events: (run.events - events) / transfers,
  }),
);
