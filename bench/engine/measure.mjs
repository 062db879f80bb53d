/**
 * One measurement in a process of its own, so that what the compiler learned from another does not
 * count: `node bench/engine/measure.mjs WORKLOAD OPERATIONS PENDING [LAW]` prints JSON. CPU seconds
 * are those of the loop, after a warm-up of as many operations, or of all that is pending when that
 * is more: compiling takes a quarter of a second, and long simulations are what speed matters for.
 */
import { peakKibibytes } from './memory.mjs';
import { WORKLOADS } from './workloads.mjs';

const [name, operationsText, pendingText, law = 'exponential'] = process.argv.slice(2);
const operations = Number(operationsText);
const pending = Number(pendingText);

const startKibibytes = peakKibibytes();
const run = WORKLOADS[name](pending, law);
run(Math.max(pending, operations));
const before = process.cpuUsage();
const check = run(operations);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    operations,
    cpuSeconds: (user + system) / 1e6,
    check,
    kibibytes: peakKibibytes() - startKibibytes,
  }),
);
