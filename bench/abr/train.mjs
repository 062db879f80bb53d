/**
 * Trains the rule `learned` by the cross-entropy method on every other trace, and judges it on the rest
 * beside the rules that it must beat. Writes sim/model/traffic/video/abr/learned.data.ts and, with --write,
 * its section of bench/RESULTS.md. The same numbers come out each time.
 *
 *     npm run build:sim && node bench/abr/train.mjs --write
 */
import { writeFileSync } from 'node:fs';
import { writeSection } from '../section.mjs';
import { chunkBytes, readTraces, sessions } from './table.mjs';

const NAMES = ['base', 'buffer', 'error', 'trend', 'up'];
const [ROUNDS, CANDIDATES, ELITE] = [14, 24, 6];
const OUT = 'sim/model/traffic/video/abr/learned.data.ts';

/** mulberry32 (Ettinger, public domain), for the same training each time. */
let state = 20_261_128;
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

const all = readTraces();
const [training, others] = [0, 1].map((rest) => all.filter((_, index) => index % 2 === rest));
const bytes = chunkBytes();
const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const perSegment = (rule, traces) => sessions(rule, traces, bytes).map((one) => one.perSegment);
const ruleOf = (weights) => ({
  learned: Object.fromEntries(NAMES.map((name, at) => [name, weights[at]])),
});

let centre = NAMES.map(() => 0);
let spread = NAMES.map(() => 0.5);
for (let round = 0; round < ROUNDS; round += 1) {
  const tried = Array.from({ length: CANDIDATES }, () => {
    const weights = centre.map((one, at) => one + spread[at] * normal());
    return { weights, score: mean(perSegment(ruleOf(weights), training)) };
  }).sort((a, b) => b.score - a.score);
  const best = tried.slice(0, ELITE).map(({ weights }) => weights);
  centre = NAMES.map((_, at) => mean(best.map((weights) => weights[at])));
  spread = NAMES.map((_, at) =>
    Math.max(0.02, Math.sqrt(mean(best.map((weights) => (weights[at] - centre[at]) ** 2)))),
  );
  console.log(`round ${round + 1}: best ${tried[0].score.toFixed(4)}`);
}
const weights = centre.map((one) => Number(one.toFixed(3)));
const text = NAMES.map((name, at) => `  ${name}: ${weights[at]},`).join('\n');
writeFileSync(
  OUT,
  `/** Weights of the rule \`learned\`; written by bench/abr/train.mjs, which says from what. */

export const WEIGHTS = {
${text}
};
`,
);

/** Difference to another rule on the same traces, with its 95 % interval. */
function beside(rule, name) {
  const [own, other] = [perSegment(ruleOf(weights), others), perSegment(rule, others)];
  const gains = own.map((one, at) => one - other[at]);
  const gain = mean(gains);
  const variance = mean(gains.map((one) => (one - gain) ** 2)) / (gains.length - 1);
  const half = 2 * Math.sqrt(variance);
  return `| ${name} | ${mean(other).toFixed(3)} | ${gain.toFixed(3)} ± ${half.toFixed(3)} |`;
}
const lines = [
  '## The learned adaptation rule',
  '',
  `Written by \`node bench/abr/train.mjs\`: weights from ${training.length} traces (${mean(perSegment(ruleOf(weights), training)).toFixed(3)} there), judged on the other ${others.length},`,
  `where it has a QoE_lin of ${mean(perSegment(ruleOf(weights), others)).toFixed(3)} a segment. Gain over each rule on the same traces, with two standard errors.`,
  '',
  '| rule | QoE | gain of learned |',
  '|---|---|---|',
  ...['rate-based', 'bba', 'bola', 'dash-js', 'robust-mpc'].map((name) => beside(name, name)),
  '',
];
process.stdout.write(`${lines.join('\n')}\n`);
if (process.argv.includes('--write')) writeSection(lines);
