/** How many values a second a histogram records, per CPU second: best of several rounds. */

import { Histogram } from '../../dist/stats/histogram.js';
import { HistogramWindows } from '../../dist/stats/histogram-windows.js';

const RECORDS = 20_000_000;
const ROUNDS = 5;

// Values of many magnitudes, as response times are: a product of uniforms is about lognormal.
const values = Float64Array.from({ length: 1 << 16 }, () => {
  let product = 100;
  for (let i = 0; i < 4; i++) product *= 2 * Math.random();
  return product;
});

const subjects = {
  'Histogram.record': () => {
    const histogram = new Histogram();
    for (let i = 0; i < RECORDS; i++) histogram.record(values[i & 0xffff]);
    return histogram.count;
  },
  'HistogramWindows.record': () => {
    const windows = new HistogramWindows();
    for (let i = 0; i < RECORDS; i++) windows.record(i >> 17, values[i & 0xffff]);
    return windows.data(0).count;
  },
};

for (const [name, run] of Object.entries(subjects)) {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    if (run() === 0) throw new Error('nothing was recorded');
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, RECORDS / (user + system));
  }
  console.log(`${name}: ${best.toFixed(0)} M records per CPU second`);
}
