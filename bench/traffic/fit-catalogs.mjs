/**
 * Fits how popularity and size go together to distributions of Akamai logs and writes
 * sim/model/traffic/catalog/akamai.data.ts. The distributions stay where they are; figures derived from
 * them are written.
 *
 *     node bench/traffic/fit-catalogs.mjs SHARED
 *
 * SHARED: shared/data, with content/*.popularity_size_joint.txt.gz and content/akamai-tragen-fits.json
 *         (github.com/UMass-LIDS/Tragen, BSD-2; Sabnis & Sitaraman, TRAGEN, ACM IMC 2021)
 *
 * A log has objects by how often they were asked for. Who draws requests at random gives an object of
 * weight w a Poisson number of requests, so that weights are not counts: an object asked for once may be
 * one of five of weight 0.2. The mixture of weights that makes the counts of the log most likely is found by
 * EM (Laird, JASA 73, 1978) on weights that double; from DIRECT requests on counts stand for weights.
 * How many objects were never asked for a log does not say: the lowest weight decides it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const OUT = 'sim/model/traffic/catalog/akamai.data.ts';
const LOWEST = 0.25;
const DIRECT = 64;
const ROUNDS = 4000;
const QUANTILES = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];
const JOINT = { web: 'tc-3', images: 'tc-1', media: 'tc-2', video: 'v', mix: 'tc' };

/** @returns by count: share of the objects, and their sizes, kB, with shares. */
function readJoint(file) {
  const byCount = new Map();
  let sizes;
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
    const cells = line.trim().split(/\s+/).map(Number);
    if (line.trim() === '') continue;
    if (cells.length === 1) {
      sizes = byCount.get(cells[0]) ?? [];
      byCount.set(cells[0], sizes);
    } else sizes.push(cells);
  }
  return [...byCount].map(([count, list]) => {
    return { count, share: list.reduce((sum, [, part]) => sum + part, 0), sizes: list };
  });
}

/** Probability of a Poisson count, of those that are not 0. */
function truncated(count, weight) {
  let log = -weight + count * Math.log(weight);
  for (let one = 2; one <= count; one += 1) log -= Math.log(one);
  return Math.exp(log) / (1 - Math.exp(-weight));
}

/** Weights that double, each with its share of the objects that were asked for, and of which counts. */
function mixture(rows) {
  const weights = [];
  for (let weight = LOWEST; weight < DIRECT; weight *= 2) weights.push(weight);
  const chance = rows.map(({ count }) => weights.map((weight) => truncated(count, weight)));
  let shares = weights.map(() => 1 / weights.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = weights.map(() => 0);
    for (const [row, { share }] of rows.entries()) {
      const total = shares.reduce((sum, one, index) => sum + one * chance[row][index], 0);
      for (const index of next.keys())
        next[index] += (share * shares[index] * chance[row][index]) / total;
    }
    const sum = next.reduce((all, one) => all + one, 0);
    shares = next.map((one) => one / sum);
  }
  const whole = rows.reduce((sum, { share }) => sum + share, 0);
  return weights.map((weight, index) => {
    const from = rows.map(({ share, sizes }, row) => {
      const total = shares.reduce((sum, one, other) => sum + one * chance[row][other], 0);
      return { part: (shares[index] * chance[row][index]) / total, share, sizes };
    });
    return { weight, seen: shares[index] * whole, from };
  });
}

/** Counts from DIRECT on, in groups that double. */
function direct(rows) {
  const groups = new Map();
  for (const row of rows) {
    const group = Math.floor(Math.log2(row.count));
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups].map(([, list]) => {
    const seen = list.reduce((sum, { share }) => sum + share, 0);
    const weight = list.reduce((sum, { share, count }) => sum + share * count, 0) / seen;
    return { weight, seen, from: list.map(({ share, sizes }) => ({ part: 1, share, sizes })) };
  });
}

function quantiles(from) {
  const sizes = new Map();
  for (const { part, sizes: list } of from)
    for (const [kB, share] of list) sizes.set(kB, (sizes.get(kB) ?? 0) + part * share);
  const sorted = [...sizes].sort((one, other) => one[0] - other[0]);
  const total = sorted.reduce((sum, [, share]) => sum + share, 0);
  return QUANTILES.map((quantile) => {
    let below = 0;
    for (const [kB, share] of sorted) {
      below += share;
      if (below >= quantile * total * (1 - 1e-9)) return kB;
    }
    return sorted.at(-1)[0];
  });
}

const fitJoint = (rows) => {
  const low = rows.filter(({ count }) => count < DIRECT);
  const high = rows.filter(({ count }) => count >= DIRECT);
  const groups = [...mixture(low), ...direct(high)].filter(({ seen }) => seen > 1e-9);
  return groups.map(({ weight, seen, from }) => ({ weight, seen, sizes: quantiles(from) }));
};

/**
 * Downloads (tc-0) have no joint distribution here, only figures: most popular percent by Zipf's law,
 * with the sizes that requests have; the others with the sizes that objects have.
 */
function fitDownloads({ objects, requests, zipf, top1, top10 }) {
  const hot = [2, 4, 6, 1500, 2098, 2098, 2098, 9000, 20949, 50000, 100000];
  const cold = [1, 1, 2, 4, 11, 50, 211, 900, 3851, 20000, 60000];
  const first = Math.round(objects / 100);
  const mass = (from, to) => {
    let sum = 0;
    for (let rank = from; rank < to; rank += 1) sum += rank ** -zipf;
    return sum;
  };
  const groups = [];
  for (let from = 1; from <= first; from *= 2) {
    const to = Math.min(2 * from, first + 1);
    const part = (top1 * requests * mass(from, to)) / mass(1, first + 1);
    groups.push({ weight: part / (to - from), seen: (to - from) / objects, sizes: hot });
  }
  groups.push({ weight: ((top10 - top1) * requests) / (0.09 * objects), seen: 0.09, sizes: cold });
  // Two weights whose mixture has as many requests as the last nine tenths of the objects have.
  const mean = ((1 - top10) * requests) / (0.9 * objects);
  const seenMean = (weight) => weight / (1 - Math.exp(-weight));
  const few = (seenMean(1) - mean) / (seenMean(1) - seenMean(LOWEST));
  groups.push({ weight: 1, seen: 0.9 * (1 - few), sizes: cold });
  groups.push({ weight: LOWEST, seen: 0.9 * few, sizes: cold });
  return groups;
}

/** Of all objects, also those that chance left out. */
function rowsOf(groups) {
  const all = groups.map((one) => ({ ...one, share: one.seen / (1 - Math.exp(-one.weight)) }));
  const total = all.reduce((sum, { share }) => sum + share, 0);
  return all
    .sort((one, other) => other.weight - one.weight)
    .map(({ weight, share, sizes }) => [
      Number(weight.toPrecision(4)),
      Number((share / total).toPrecision(4)),
      sizes.map((kB) => Number(kB.toPrecision(3))),
    ]);
}

const [, , shared] = process.argv;
const folder = join(shared, 'content');
const fits = JSON.parse(readFileSync(join(folder, 'akamai-tragen-fits.json'), 'utf8'));
const classes = Object.entries(JOINT).map(([name, log]) => [
  name,
  rowsOf(fitJoint(readJoint(join(folder, `${log}.popularity_size_joint.txt.gz`)))),
]);
classes.push(['downloads', rowsOf(fitDownloads(fits['tc-0']))]);

const body = classes.map(([name, rows]) => {
  const lines = rows.map(
    ([weight, share, sizes]) => `    [${weight}, ${share}, [${sizes.join(', ')}]],`,
  );
  return `  ${name}: [\n${lines.join('\n')}\n  ],`;
});
writeFileSync(
  OUT,
  `/**
 * Objects of Akamai logs in groups of like popularity: expected requests of one object during the log,
 * share of all objects, and sizes in kB at the quantiles 0, 5, 10, 25, 50, 75, 90, 95, 99, 99.9 and 100 %.
 * Fitted to the popularity-size distributions of TRAGEN (github.com/UMass-LIDS/Tragen, BSD-2; Sabnis &
 * Sitaraman, ACM IMC 2021): web tc-3, images tc-1, media tc-2, mix tc, video v (all 2018); downloads from figures of tc-0 only. Written by bench/traffic/fit-catalogs.mjs.
 */
export type Group = readonly [requests: number, share: number, sizesKb: readonly number[]];

export const SIZE_QUANTILES = [${QUANTILES.join(', ')}] as const;

export const AKAMAI = {
${body.join('\n')}
} as const satisfies Readonly<Record<string, readonly Group[]>>;
`,
);
