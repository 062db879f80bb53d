/**
 * Writes sim/model/traffic/arrivals/diurnal.data.ts: 24 hours for each class whose lowest and highest load
 * are known. Between the quietest hour and the busiest one the load goes up and down as half waves of a
 * cosine, raised to the power at which the mean is 1.
 *
 *     node bench/traffic/diurnal.mjs
 */
import { writeFileSync } from 'node:fs';

const OUT = 'sim/model/traffic/arrivals/diurnal.data.ts';
/** Local hours; the busiest from reference/domain.md §3.2, the quietest an assumption. */
const QUIETEST = 4;
const BUSIEST = 20;
/** Lowest and highest hour over the mean: reference/domain.md §3.2; lowest of downloads: an assumption. */
const CLASSES = {
  'web-eu': [0.34, 1.48],
  'web-us': [0.31, 1.54],
  'video-eu': [0.3, 1.82],
  'video-us': [0.58, 1.79],
  downloads: [0.3, 2.8],
};

function hill(hour) {
  const since = (hour - QUIETEST + 24) % 24;
  const up = BUSIEST - QUIETEST;
  const part = since <= up ? since / up : (24 - since) / (24 - up);
  return (1 - Math.cos(Math.PI * part)) / 2;
}

function day([low, high]) {
  let [from, to] = [0.01, 20];
  const table = (power) =>
    Array.from({ length: 24 }, (_, hour) => low + (high - low) * hill(hour) ** power);
  for (let step = 0; step < 100; step += 1) {
    const power = (from + to) / 2;
    const mean = table(power).reduce((sum, one) => sum + one, 0) / 24;
    if (mean > 1) from = power;
    else to = power;
  }
  return table(from).map((one) => Number(one.toFixed(3)));
}

const rows = Object.entries(CLASSES).map(
  ([name, ends]) => `  ${/-/.test(name) ? `'${name}'` : name}: [${day(ends).join(', ')}],`,
);
writeFileSync(
  OUT,
  `/**
 * Load by hour of the day, as a multiple of the mean. Lowest and highest hour and when the highest comes:
 * Akamai classes, reference/domain.md §3.2; the way between is an assumption.
 * Written by bench/traffic/diurnal.mjs.
 */
export const DAYS = {
${rows.join('\n')}
} as const;
`,
);
