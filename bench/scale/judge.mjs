/**
 * Judges the rules of autoscaling on loads that the learned one has not seen, and writes RESULTS.md beside
 * this file. Needs dist/, and the shared traces in ../shared or where TWINWING_SHARED says.
 *
 *     npm run build:sim && node bench/scale/judge.mjs
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { azure, synthetic } from './loads.mjs';

const compiled = resolve(process.env.TWINWING_DIST ?? join(import.meta.dirname, '../../dist'));
const load = (name) => import(pathToFileURL(join(compiled, `${name}.js`)).href);
const { forecasts } = await load('model/balance/scale/index');
const { choose } = await load('part/choice');

const INTERVAL_MS = 15_000;
/** Intervals until a replica that is asked for serves, and until one is let go. */
const BOOT = 3;
const HOLD = 20;
const WORKERS = 4;

const RULES = [
  ['target-tracking (busy)', 'target-tracking', {}],
  ['target-tracking (offered)', 'target-tracking', { by: 'offered' }],
  ['holt-winters', 'holt-winters', {}],
  ['learned', 'learned', {}],
];

/** One load under one rule: share of the demand that found no worker, and replicas in the mean. */
function provision(demand, name, params, target) {
  const part = forecasts.find(name);
  const context = { intervalMs: INTERVAL_MS, aheadMs: BOOT * INTERVAL_MS };
  const rule = choose(part, part.params.parse(params)).make(context);
  const wanted = [];
  const ready = [];
  let [unmet, all, replicas] = [0, 0, 0];
  for (const [step, offered] of demand.entries()) {
    const serving = ready[step - BOOT] ?? Math.ceil(demand[0] / (WORKERS * target));
    // Whoever is let go leaves at once; whoever is asked for comes after the boot.
    const count = Math.min(serving, ready[step - 1] ?? serving);
    const capacity = count * WORKERS;
    unmet += Math.max(0, offered - capacity);
    all += offered;
    replicas += ready[step - 1] ?? serving;
    const expected = rule.next({ busy: Math.min(offered, capacity), offered });
    wanted.push(Math.max(1, Math.ceil(expected / (WORKERS * target))));
    ready.push(Math.max(...wanted.slice(-HOLD)));
  }
  return { unmet: unmet / all, replicas: replicas / demand.length };
}

function judge(loads, [, name, params], target) {
  const each = loads.map((demand) => provision(demand, name, params, target));
  const mean = (of) => each.reduce((sum, one) => sum + of(one), 0) / each.length;
  return { unmet: mean((one) => one.unmet), replicas: mean((one) => one.replicas) };
}

/** The fewest replicas with which a rule leaves at most so much unmet, over targets. */
function cheapest(loads, rule, most) {
  let best = Number.POSITIVE_INFINITY;
  for (let percent = 20; percent <= 100; percent += 2) {
    const { unmet, replicas } = judge(loads, rule, percent / 100);
    if (unmet <= most) best = Math.min(best, replicas);
  }
  return best;
}

const shared = resolve(process.env.TWINWING_SHARED ?? '../shared', 'data/llm');
const sets = [
  [
    'synthetic, seeds 1001 to 1060',
    Array.from({ length: 60 }, (_, seed) => synthetic(seed + 1001)),
  ],
  ['Azure LLM, conversation, 1 h', [azure(join(shared, 'AzureLLMInferenceTrace_conv.csv'))]],
  ['Azure LLM, code, 1 h', [azure(join(shared, 'AzureLLMInferenceTrace_code.csv'))]],
].filter(([, loads]) => loads[0] !== undefined);

const lines = [
  '# Autoscaling rules, judged',
  '',
  'Written by `node bench/scale/judge.mjs`. A decision each 15 s, replicas of 4 workers that serve 45 s after',
  'they are asked for and are kept for 5 minutes. `unmet` is the share of the demand that finds no worker,',
  '`replicas` the mean that is paid for, both at a target of 70 %; `at 1 %` and `at 0.1 %` the fewest replicas,',
  'over targets from 20 % to 100 %, with which a rule leaves no more than that unmet. No load here was trained on.',
];
for (const [title, loads] of sets) {
  lines.push(
    '',
    `## ${title}`,
    '',
    '| rule | unmet | replicas | at 1 % | at 0.1 % | multiplications |',
    '|---|---|---|---|---|---|',
  );
  for (const rule of RULES) {
    const { unmet, replicas } = judge(loads, rule, 0.7);
    const part = forecasts.find(rule[1]);
    const { operations } = choose(part, part.params.parse(rule[2])).make({
      intervalMs: 1,
      aheadMs: 1,
    });
    const figure = (value) => (value === Number.POSITIVE_INFINITY ? '–' : value.toFixed(1));
    const row = [`${(100 * unmet).toFixed(2)} %`, figure(replicas)];
    row.push(figure(cheapest(loads, rule, 0.01)), figure(cheapest(loads, rule, 0.001)), operations);
    lines.push(`| ${rule[0]} | ${row.join(' | ')} |`);
  }
}
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${lines.join('\n')}\n`);
process.stdout.write(`${lines.join('\n')}\n`);
