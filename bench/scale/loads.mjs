/** Loads to train and judge forecasts on: demand in each interval of 15 s. */
import { existsSync, readFileSync } from 'node:fs';

/** Mulberry32: small, and the same on every machine up to the last bits of logarithms. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const normal = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A day's wave, crowds that come in minutes and go slowly, slow drift, and chance of the counts. */
export function synthetic(seed, length = 480) {
  const random = randomOf(seed);
  const scale = Math.exp(Math.log(5) + random() * Math.log(60));
  const period = 120 + random() * 1800;
  const [depth, phase] = [random() * 0.6, random() * 2 * Math.PI];
  const crowds = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
    at: random() * length,
    rise: 2 + random() * 20,
    fall: 10 + random() * 80,
    height: 0.3 + 2.5 * random() * random(),
  }));
  let drift = 0;
  return Float64Array.from({ length }, (_, step) => {
    drift = 0.98 * drift + 0.03 * normal(random);
    let level = 1 + depth * Math.sin((2 * Math.PI * step) / period + phase);
    for (const { at, rise, fall, height } of crowds) {
      const since = step - at;
      if (since > 0)
        level += height * Math.min(1, since / rise) * Math.exp(-Math.max(0, since - rise) / fall);
    }
    const mean = scale * level * Math.exp(drift);
    return Math.max(0.01, mean + Math.sqrt(mean) * 0.3 * normal(random));
  });
}

/** Requests of an Azure LLM trace in intervals of 15 s, a measured load. */
export function azure(file) {
  if (!existsSync(file)) return undefined;
  const counts = [];
  let first;
  for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
    const ms = Date.parse(`${line.slice(0, 23).replace(' ', 'T')}Z`);
    if (Number.isNaN(ms)) continue;
    first ??= ms;
    const interval = Math.floor((ms - first) / 15_000);
    counts[interval] = (counts[interval] ?? 0) + 1;
  }
  return Float64Array.from({ length: counts.length - 1 }, (_, step) => (counts[step] ?? 0) / 10);
}
