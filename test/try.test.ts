import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { METRICS, evaluate } from '../sim/index.ts';
import { runText } from './run-scenario.ts';
it('runs', () => {
  const t0 = performance.now();
  const r = runText(readFileSync(process.env.F!, 'utf8'));
  console.log('ms', performance.now() - t0, r.replications.map((x) => x.events), r.verdicts.map((v) => `${v.outcome} ${v.text}`));
  for (const { name: traffic } of r.scenario.traffic as any) for (const m of METRICS) { if (!m.labels.includes('traffic')) continue;
    for (const fn of m.kind === 'histogram' ? ['p50', 'mean', 'max'] : ['value']) { try { const a = evaluate(r, { fn: fn as never, metric: m.name, labels: { traffic } }); if (a.value) console.log(traffic, m.name, fn, a.value.toPrecision(5)); } catch {} } }
  for (const node of ['sfu', 'mcu', 'media']) for (const m of ['media_cpu', 'media_dropped']) console.log(node, m, evaluate(r, { fn: 'value', metric: m, labels: { node } }).value);
}, 100000);
