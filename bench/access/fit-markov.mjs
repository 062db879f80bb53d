/**
 * Fits Markov chains of throughput to measured traces and writes sim/model/access/throughput/markov.data.ts.
 * The traces stay where they are; only figures derived from them are written.
 *
 *     node bench/access/fit-markov.mjs FIVE_G SHARED
 *
 * FIVE_G: 5G-production-dataset.zip, unpacked, of github.com/uccmisl/5Gdataset at 306d92e
 *         (Raca et al., Beyond Throughput, The Next Generation, ACM MMSys 2020; Ireland 2019–2020)
 * SHARED: shared/data, with bandwidth/hsdpa-3g and bandwidth/fcc (both Norwegian 3G, Riiser et al. 2013)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shares of the samples below each level: finer where rates are far apart. */
const QUANTILES = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 1];
const OUT = 'sim/model/access/throughput/markov.data.ts';
const SHORTEST = 5;

const files = (folder) =>
  readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
const rows = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

/**
 * Whole runs of samples on one kind of network while a download is on, Mbit/s. The logger's clock
 * drifts, so that now and then a second is missing or there twice.
 */
function downloads(file, mode) {
  const runs = [[]];
  let last;
  for (const line of rows(file).slice(1)) {
    const cells = line.split(',');
    const [, , , , , , network, , , , , , kbps, , state] = cells;
    const [h, m, s] = cells[0].split('_')[1].split('.').map(Number);
    const second = h * 3600 + m * 60 + s;
    if (second === last) continue;
    const isNext = second === last + 1 || second === last + 2;
    last = second;
    if (network !== mode || state !== 'D') {
      runs.push([]);
      continue;
    }
    if (!isNext) runs.push([]);
    runs.at(-1).push(Number(kbps) / 1000);
  }
  return runs;
}

/** Files of `seconds Mbit/s`, whose samples are about a second apart. */
const spoken = (file) => [rows(file).map((line) => Number(line.trim().split(/\s+/)[1]))];

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

function pairsOf(runs) {
  return runs.flatMap((run) => run.slice(1).map((value, index) => [run[index], value]));
}

/** Mean, coefficient of variation, correlation of samples a second apart, share below a tenth of the mean. */
function facts(runs) {
  const all = runs.flat();
  const average = mean(all);
  const variance = mean(all.map((one) => (one - average) ** 2));
  const pairs = pairsOf(runs);
  const together = mean(pairs.map(([a, b]) => (a - average) * (b - average)));
  const low = all.filter((one) => one < average / 10).length / all.length;
  return { average, cv: Math.sqrt(variance) / average, lag1: together / variance, low };
}

/** Shares of the time in each state. */
function stationary(counts) {
  const rows = counts.map((row) => row.map((count) => count / row.reduce((a, b) => a + b, 0)));
  let shares = rows.map(() => 1 / rows.length);
  for (let round = 0; round < 5000; round += 1) {
    shares = shares.map((_, to) =>
      shares.reduce((sum, share, from) => sum + share * rows[from][to], 0),
    );
  }
  return shares;
}

function chainOf(name, source, given) {
  const runs = given.filter((run) => run.length >= SHORTEST);
  const { average, cv, lag1, low } = facts(runs);
  const sorted = runs.flat().sort((a, b) => a - b);
  const inner = QUANTILES.slice(1, -1).map((share) => sorted[Math.floor(share * sorted.length)]);
  const stateOf = (value) => inner.filter((edge) => value >= edge).length;
  const states = inner.length + 1;
  const levels = Array.from({ length: states }, (_, state) => {
    const own = sorted.filter((value) => stateOf(value) === state);
    return own.length === 0
      ? inner[Math.min(state, inner.length - 1)] / average
      : mean(own) / average;
  });
  const counts = Array.from({ length: states }, () => new Array(states).fill(0));
  for (const [from, to] of pairsOf(runs)) counts[stateOf(from)][stateOf(to)] += 1;
  const longRun = stationary(counts).reduce((sum, share, state) => sum + share * levels[state], 0);
  // Runs begin anywhere, so that the chain's own mean is a little off theirs.
  for (const state of levels.keys()) levels[state] /= longRun;
  const samples = sorted.length;
  return {
    name,
    source,
    samples,
    runs: runs.length,
    meanMbps: average,
    cv,
    lag1,
    low,
    levels,
    counts,
  };
}

const [fiveG, shared] = process.argv.slice(2);
const irish = (folder) => files(join(fiveG, 'Download', folder));
const raca = (what) =>
  `Raca et al., MMSys 2020 data set (github.com/uccmisl/5Gdataset, 306d92e), ${what}, Ireland 2019–2020`;
const riiser =
  'Riiser et al., MMSys 2013, HSDPA commute paths, Norway 2010–2011 (shared/data/bandwidth, hsdpa-3g and fcc)';
const norwegian = ['hsdpa-3g', 'fcc'].flatMap((name) => files(join(shared, 'bandwidth', name)));
const fits = [
  chainOf(
    '5g-driving',
    raca('downloads while driving, rows on 5G'),
    irish('Driving').flatMap((f) => downloads(f, '5G')),
  ),
  chainOf(
    '5g-static',
    raca('downloads standing still, rows on 5G'),
    irish('Static').flatMap((f) => downloads(f, '5G')),
  ),
  chainOf(
    '4g-driving',
    raca('downloads while driving, rows on LTE'),
    irish('Driving').flatMap((f) => downloads(f, 'LTE')),
  ),
  chainOf('3g-commute', riiser, norwegian.flatMap(spoken)),
];
for (const { name, samples, runs, meanMbps, cv, lag1, low } of fits) {
  console.log(name, { samples, runs, meanMbps, cv, lag1, low });
}

const round = (value) => Number(value.toPrecision(4));
const written = fits.map((one) => {
  const facts = {
    ...one,
    meanMbps: round(one.meanMbps),
    cv: round(one.cv),
    lag1: round(one.lag1),
    low: round(one.low),
  };
  return { ...facts, levels: one.levels.map(round) };
});
writeFileSync(
  OUT,
  `/** Chains of throughput, second by second; written by bench/access/fit-markov.mjs, which says from what. */

import type { ThroughputChain } from './chain.ts';

export const CHAINS: readonly ThroughputChain[] = ${JSON.stringify(written, null, 1)};
`,
);
