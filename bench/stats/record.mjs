/**
 * How fast one kind of histogram records: `node bench/stats/record.mjs twinwing|hdr FOLDER` prints
 * JSON for `interleaved`. FOLDER has the npm package hdr-histogram-js.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Histogram } from '../../dist/stats/histogram.js';

const RECORDS = 10_000_000;
/** Response times, ms: a product of four uniforms is about lognormal. From a generator, so that all record the same. */
const values = new Float64Array(1 << 16);
let state = 1;
for (let index = 0; index < values.length; index += 1) {
  let product = 100;
  for (let factor = 0; factor < 4; factor += 1) {
    state = (state * 16_807) % 2_147_483_647;
    product *= (2 * state) / 2_147_483_647;
  }
  values[index] = product;
}

const recorders = {
  twinwing() {
    const histogram = new Histogram();
    return {
      record: (count) => {
        for (let at = 0; at < count; at += 1) histogram.record(values[at & 0xffff]);
      },
      count: () => histogram.count,
    };
  },
  /** Whole numbers only: microseconds, to three digits as its default is. */
  hdr(folder) {
    const hdr = createRequire(join(folder, 'package.json'))('hdr-histogram-js');
    const histogram = hdr.build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 10_000_000,
      numberOfSignificantValueDigits: 3,
      useWebAssembly: false,
    });
    const micros = Float64Array.from(values, (value) => Math.max(1, Math.round(value * 1000)));
    return {
      record: (count) => {
        for (let at = 0; at < count; at += 1) histogram.recordValue(micros[at & 0xffff]);
      },
      count: () => histogram.totalCount,
    };
  },
};

const [name, folder] = process.argv.slice(2);
const { record, count } = recorders[name](folder);
record(RECORDS / 10);
const before = process.cpuUsage();
record(RECORDS);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ operations: RECORDS, cpuSeconds: (user + system) / 1e6, check: count() }),
);
