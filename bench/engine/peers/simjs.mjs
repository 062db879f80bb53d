/**
 * simjs: HOLD by timers. Usage: simjs.mjs FOLDER OPERATIONS PENDING, with simjs in the folder's
 * node_modules. Its bundle sets window.Sim and exports nothing.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Delays } from '../laws.mjs';

const [folder, operationsText, pendingText] = process.argv.slice(2);
const operations = Number(operationsText);
globalThis.window = {};
createRequire(join(folder, 'package.json'))('simjs');
const { Sim } = globalThis.window;

const simulation = new Sim.Sim();
const delays = new Delays('exponential');
let done = 0;
class Again extends Sim.Entity {
  start() {
    this.setTimer(delays.next()).done(this.again);
  }
  again() {
    done += 1;
    this.setTimer(delays.next()).done(this.again);
  }
}
for (let event = 0; event < Number(pendingText); event += 1) {
  simulation.addEntity(Again, `${event}`);
}
const before = process.cpuUsage();
simulation.simulate((1000 * operations) / Number(pendingText));
const { user, system } = process.cpuUsage(before);
const cpuSeconds = (user + system) / 1e6;
const check = simulation.time();
process.stdout.write(JSON.stringify({ operations: done, cpuSeconds, check }));
