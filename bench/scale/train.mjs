/**
 * Trains the forecast of `autoscale: { rule: learned }`; judge.mjs then judges it beside the rules that it
 * must beat. Writes sim/model/balance/scale/learned.data.ts.
 *
 *     node bench/scale/train.mjs
 */

import { writeFileSync } from 'node:fs';
import { randomOf, synthetic } from './loads.mjs';

const INPUTS = 12;
const HIDDEN = 8;
const AHEAD = 3;
/** The share of what comes that should be below the forecast. */
const QUANTILE = 0.85;
const TRAINED_ON = Array.from({ length: 300 }, (_, seed) => seed + 1);
const EPOCHS = 25;

/** A window relative to its mean, and what comes after it. */
function samplesOf(load) {
  const samples = [];
  for (let end = INPUTS; end + AHEAD <= load.length; end += 1) {
    const window = load.subarray(end - INPUTS, end);
    const mean = window.reduce((sum, value) => sum + value, 0) / INPUTS;
    const inputs = Float64Array.from(window, (value) => value / mean - 1);
    samples.push({ inputs, last: window[INPUTS - 1] / mean, wanted: load[end + AHEAD - 1] / mean });
  }
  return samples;
}

const random = randomOf(20_261_128);
const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** Weights, biases of the hidden layer, its output weights, and the output's bias. */
const size = HIDDEN * INPUTS + HIDDEN + HIDDEN + 1;
const net = Float64Array.from({ length: size }, (_, index) =>
  index < HIDDEN * INPUTS
    ? gauss() * Math.sqrt(2 / INPUTS)
    : index < size - HIDDEN - 1
      ? 0.1
      : index < size - 1
        ? gauss() * 0.1
        : 0,
);
const HIDDEN_AT = HIDDEN * INPUTS;
const OUTPUT_AT = HIDDEN_AT + HIDDEN;
const gradient = new Float64Array(size);
const first = new Float64Array(size);
const second = new Float64Array(size);

/** One step of the pinball loss; the gradient is added up. */
function learn({ inputs, last, wanted }) {
  const active = new Float64Array(HIDDEN);
  let output = last + net[size - 1];
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    let sum = net[HIDDEN_AT + unit];
    for (let input = 0; input < INPUTS; input += 1)
      sum += net[unit * INPUTS + input] * inputs[input];
    active[unit] = Math.max(0, sum);
    output += net[OUTPUT_AT + unit] * active[unit];
  }
  const slope = wanted > output ? -QUANTILE : 1 - QUANTILE;
  gradient[size - 1] += slope;
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    gradient[OUTPUT_AT + unit] += slope * active[unit];
    if (active[unit] === 0) continue;
    const back = slope * net[OUTPUT_AT + unit];
    gradient[HIDDEN_AT + unit] += back;
    for (let input = 0; input < INPUTS; input += 1)
      gradient[unit * INPUTS + input] += back * inputs[input];
  }
}

const samples = TRAINED_ON.flatMap((seed) => samplesOf(synthetic(seed)));
const BATCH = 128;
let steps = 0;
for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
  for (let left = samples.length - 1; left > 0; left -= 1) {
    const other = Math.floor(random() * (left + 1));
    [samples[left], samples[other]] = [samples[other], samples[left]];
  }
  const rate = 0.003 * (1 - epoch / EPOCHS);
  for (let start = 0; start + BATCH <= samples.length; start += BATCH) {
    gradient.fill(0);
    for (let sample = start; sample < start + BATCH; sample += 1) learn(samples[sample]);
    steps += 1;
    for (let index = 0; index < size; index += 1) {
      const slope = gradient[index] / BATCH;
      first[index] = 0.9 * first[index] + 0.1 * slope;
      second[index] = 0.999 * second[index] + 0.001 * slope * slope;
      const step =
        first[index] /
        (1 - 0.9 ** steps) /
        (Math.sqrt(second[index] / (1 - 0.999 ** steps)) + 1e-8);
      net[index] -= rate * step;
    }
  }
}

const written = (from, to) =>
  `[\n${Array.from(net.subarray(from, to), (value) => `  ${Number(value.toFixed(5))},`).join('\n')}\n]`;
writeFileSync(
  'sim/model/balance/scale/learned.data.ts',
  `/**
 * Weights of the learned forecast, written by bench/scale/train.mjs: ${samples.length} windows of the synthetic loads of
 * seeds ${TRAINED_ON[0]} to ${TRAINED_ON.at(-1)} (bench/scale/loads.mjs), ${EPOCHS} epochs of Adam, pinball loss at ${QUANTILE}.
 */
export const INPUTS = ${INPUTS};
export const HIDDEN = ${HIDDEN};
/** Intervals from the last one heard of to the one that is expected. */
export const AHEAD = ${AHEAD};
export const BIAS = ${Number(net[size - 1].toFixed(5))};
export const HIDDEN_BIAS: readonly number[] = ${written(HIDDEN_AT, OUTPUT_AT)};
export const OUTPUT: readonly number[] = ${written(OUTPUT_AT, size - 1)};
/** By unit, then input; the oldest first. */
export const WEIGHTS: readonly number[] = ${written(0, HIDDEN_AT)};
`,
);
process.stdout.write(`${samples.length} windows, ${steps} steps\n`);
