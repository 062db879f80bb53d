import { expect, it } from 'vitest';
import { runText, total } from '../../run-scenario.ts';

const SCENE = (traffic: string) => `
version: 1
title: herds
run: { seed: 4, duration: 60s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, at: each, count: 50, access: none }
  origin: { kind: origin, at: paris, workers: 1000, service: 1ms }
traffic:
  crowd: { from: people, to: origin, transport: open, ${traffic} }
timeline:
  - { at: 20s, do: herd, traffic: crowd, requests: 160, over: 2s, same: false, name: herd }
`;
const CATALOG = 'catalog: { objects: 50, popularity: uniform, size: 1kB }';

it.each([
  ['web', `kind: web, arrivals: { poisson: 1/h }, ${CATALOG}`, 'requests'],
  ['api', `kind: api, arrivals: { poisson: 1/h }, ${CATALOG}`, 'requests'],
  ['download', `kind: download, arrivals: { poisson: 1/h }, ${CATALOG}`, 'downloads'],
  ['page', 'kind: page, arrivals: { poisson: 1/h }, pages: 20', 'pages'],
  // Those who come again are not those of the herd.
  [
    'page of people',
    'kind: page, arrivals: { closed: { users: 2, think: 1h } }, pages: 20',
    'pages',
  ],
])('as many ask as the herd has: %s', (_, traffic, figure) => {
  const result = runText(SCENE(traffic));
  const without = runText(SCENE(traffic), ['timeline=[]']);
  expect(total(result, figure)).toBe(total(without, figure) + 160);
});
