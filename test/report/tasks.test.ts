import { expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { summary } from '../../sim/report/terminal.ts';
import { runText } from '../run-scenario.ts';

const text = (kind: string) => `
version: 1
title: tasks
run: { seed: 1, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 10 }
  origin: { kind: origin }
traffic:
  site: { from: people, to: origin, arrivals: { poisson: 5rps }, ${kind} }
`;

it.each([
  ['page load', 'kind: page'],
  ['download', 'kind: download, catalog: { objects: 1, popularity: uniform, size: 1MB }'],
  ['first token', 'kind: llm'],
])('the summary shows %s where there is any', (title, kind) => {
  const options = { style: PLAIN, width: 80, file: 'test.yaml', replay: '' };
  const shown = summary(runText(text(kind)), options);
  const headings = shown.split('\n').filter((line) => line.startsWith(title));
  expect(headings).toHaveLength(1);
  expect(headings[0]).toMatch(/p50 +p95 +p99/);
});
