/**
 * What the kernel of spoken runs costs an event, beside the engine alone: empty events with thousands pending,
 * each of which sets the next one off.
 *
 * `node bench/protocol/kernel.mjs [rounds]`
 */
import { Simulator } from '../../dist/engine/simulator.js';
import { Kernel } from '../../dist/protocol/virtual/kernel.js';

const PENDING = 5000;
const EVENTS = 1_000_000;
const rounds = Number(process.argv[2] ?? 5);

/** ns of processor an event of the kernel. */
async function spoken(draining) {
  const kernel = new Kernel(new Simulator(), draining);
  let left = EVENTS;
  const next = () => {
    left -= 1;
    if (left > PENDING) kernel.after(1 + (left % 97), next);
  };
  for (let each = 0; each < PENDING; each += 1) kernel.after(each % 97, next);
  const began = process.cpuUsage();
  await kernel.run(Number.MAX_SAFE_INTEGER);
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / (EVENTS - left);
}

/** The same by handlers of the engine. */
function modelled() {
  const simulator = new Simulator();
  let left = EVENTS;
  const handler = simulator.handler(() => {
    left -= 1;
    if (left > PENDING) simulator.after(1 + (left % 97), handler, 0);
  });
  for (let each = 0; each < PENDING; each += 1) simulator.after(each % 97, handler, 0);
  const began = process.cpuUsage();
  simulator.run(Number.MAX_SAFE_INTEGER);
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / (EVENTS - left);
}

const best = { model: Number.POSITIVE_INFINITY, ticks: Number.POSITIVE_INFINITY };
for (let round = 0; round < rounds; round += 1) {
  best.model = Math.min(best.model, modelled());
  best.ticks = Math.min(best.ticks, await spoken('ticks'));
}
const us = (ns) => (ns / 1000).toFixed(2);
console.log(`engine alone ${us(best.model)} µs an event, kernel ${us(best.ticks)} µs`);
console.log(`overhead ${us(best.ticks - best.model)} µs an event (goal: at most 1)`);
