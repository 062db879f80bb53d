/**
 * A city of a million meters after a power cut, in this process: time and memory, and what becomes of
 * the last messages. Times are for people to read; CI does not look at them.
 *
 *     npm run build:sim && node bench/access/million.mjs
 */
import { readFileSync } from 'node:fs';
import { evaluate, Run, read } from '../../dist/index.js';

const FILE = 'scenarios/gallery/smart-meters.yaml';
const SET = [
  'run.replications=1',
  'run.duration=5m',
  'nodes.meters.count=900k',
  'nodes.meters.access.nb-iot-cell.cells=300',
  'nodes.cellars.count=100k',
  'nodes.cellars.access.lorawan.gateways=60',
  'nodes.cellars.access.lorawan.radius=10',
];

const { scenario, problems } = read(readFileSync(FILE, 'utf8'), { file: FILE, set: SET });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const run = new Run(scenario);
while (!run.advance(1_000_000));
const result = run.result();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const lost = (traffic) =>
  evaluate(result, { fn: 'value', metric: 'loss_ratio', labels: { traffic } }).value;
console.log(`devices 1 000 000, events ${result.replications[0].events}`);
console.log(
  `CPU ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s, peak ${(maxRSS / 1024).toFixed(0)} MiB`,
);
for (const traffic of ['last-gasp', 'cellar-last-gasp']) {
  console.log(`${traffic}: ${(100 * lost(traffic)).toFixed(1)} % lost`);
}
