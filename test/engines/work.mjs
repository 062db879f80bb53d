/**
 * What every JavaScript engine is asked to compute: whole Results, and the mathematics and random
 * numbers under them. Plain JavaScript on the built library, so that each engine runs it as it is.
 */
import { Fingerprint } from '../../dist/engine/fingerprint.js';
import { beta, gamma } from '../../dist/engine/gamma.js';
import {
  asin,
  atan2,
  cbrt,
  cos,
  exp,
  expm1,
  lgamma,
  log,
  log1p,
  pow,
  sin,
} from '../../dist/engine/math/index.js';
import { Streams } from '../../dist/engine/streams.js';
import { boundedPareto, weibull } from '../../dist/engine/tails.js';
import { Zipf } from '../../dist/engine/zipf.js';
import { Run, read } from '../../dist/index.js';

const STEPS = 20_000;
/** Each function with the range in which it is defined and finite. */
const SWEEPS = {
  log: [log, 1e-12, 1e6],
  log1p: [log1p, -0.999, 40],
  exp: [exp, -700, 700],
  expm1: [expm1, -40, 40],
  sin: [sin, -1e4, 1e4],
  cos: [cos, -1e4, 1e4],
  asin: [asin, -1, 1],
  atan2: [(y) => atan2(y, 2 - y * y), -40, 40],
  cbrt: [cbrt, -1e6, 1e6],
  lgamma: [lgamma, 0.01, 200],
};
const EXPONENTS = [-2.5, -0.9, 1 / 3, 1.1, 7.3];

function sweepOf([fn, low, high]) {
  const hash = new Fingerprint();
  for (let step = 0; step <= STEPS; step += 1) {
    hash.add(fn(low + ((high - low) * step) / STEPS), step, 0);
  }
  return hash.toString();
}

function powers() {
  const hash = new Fingerprint();
  for (const exponent of EXPONENTS) {
    for (let step = 1; step <= STEPS; step += 1) hash.add(pow(step / 97, exponent), step, 0);
  }
  return hash.toString();
}

function draws() {
  const random = new Streams('engines', 0).stream('draws');
  const zipf = new Zipf(1e8, 0.8);
  const hash = new Fingerprint();
  for (let step = 0; step < STEPS; step += 1) {
    hash.add(random.uniform(), step, random.uint32());
    hash.add(random.exponential(3), step, random.below(step + 1));
    hash.add(random.normal(), step, zipf.sample(random));
    hash.add(gamma(random, 0.7, 2), step, 0);
    hash.add(beta(random, 3, 4), step, 0);
    hash.add(weibull(random, 0.7, 2), step, 0);
    hash.add(boundedPareto(random, 1, 1e4, 1.2), step, 0);
  }
  return hash.toString();
}

function resultOf({ file, text }) {
  const { scenario, problems } = read(text, { file });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  const run = new Run(scenario);
  while (!run.advance(100_000));
  return JSON.stringify(run.result());
}

/**
 * @param {{ file: string, text: string }[]} scenarios
 * @returns {Record<string, string>} by name, the JSON of a Result or a hash of many numbers.
 */
export function work(scenarios) {
  const done = { pow: powers(), draws: draws() };
  for (const [name, sweep] of Object.entries(SWEEPS)) done[name] = sweepOf(sweep);
  for (const scenario of scenarios) done[scenario.file] = resultOf(scenario);
  return done;
}
