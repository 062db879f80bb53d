/**
 * Many transfers at a time through one bottleneck, in a process of its own:
 * `node bench/transport/flows.mjs FLOWS MBIT` prints JSON. Operations are segments delivered.
 */
import { Lines } from '../../dist/engine/lines.js';
import { Simulator } from '../../dist/engine/simulator.js';
import { congestionControls } from '../../dist/model/net/transport/congestion/index.js';
import { Flows } from '../../dist/model/net/transport/flows.js';
import { choose } from '../../dist/part/choice.js';

const [count, mbitPerSecond] = process.argv.slice(2).map(Number);
const SEGMENTS = 4_000_000;
const ROUND_TRIP_MS = 40;

const simulator = new Simulator();
const cubic = congestionControls.find('cubic');
const settings = {
  congestion: choose(cubic, cubic.params.parse({})).make(undefined),
  initialWindow: 10,
  receiveWindow: 2000,
  isOrdered: true,
};
const flows = new Flows(simulator, settings, () => {});
const delayMs = () => ROUND_TRIP_MS / 2;
const queue = new Lines(Float64Array.of(mbitPerSecond * 1e6));
const course = {
  there: { delayMs, roomMs: Number.POSITIVE_INFINITY },
  back: { delayMs, queue, roomMs: 100 },
  lines: new Lines(new Float64Array(count).fill(1e10)),
  lineRoomMs: 100,
};
const all = Array.from({ length: count }, (_, line) => flows.open(course, line, ROUND_TRIP_MS));
const begin = simulator.handler((one) => flows.answer(all[one], one, 1e15));
// Not all in the same moment, or their losses would be too.
for (let one = 0; one < count; one += 1) simulator.at((one * 1000) / count, begin, one);

const delivered = () => all.reduce((sum, one) => sum + flows.deliveredSegments(one), 0);
const segmentsAMs = mbitPerSecond / 12;
// Slow start and its losses are over, and the code is compiled.
const warmMs = Math.max(5000, SEGMENTS / 4 / segmentsAMs);
simulator.run(warmMs);
const [had, events, before] = [delivered(), simulator.events, process.cpuUsage()];
simulator.run(warmMs + SEGMENTS / segmentsAMs);
const { user, system } = process.cpuUsage(before);
const segments = delivered() - had;
process.stdout.write(
  JSON.stringify({
    operations: segments,
    cpuSeconds: (user + system) / 1e6,
    events: (simulator.events - events) / segments,
    used: segments / SEGMENTS,
  }),
);
