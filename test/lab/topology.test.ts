import { expect, it } from 'vitest';
import { runText } from '../run-scenario.ts';

const TEXT = `
version: 1
title: a messenger and its CDN
run: { seed: 1, duration: 1s }
places: [paris]
nodes:
  people: { kind: clients, count: 4 }
  gateway: { kind: gateway }
  inbox: { kind: mailbox }
  edge: { kind: cache, capacity: 1GiB, parent: origin }
  origin: { kind: origin }
traffic:
  chat: { kind: chat, from: people, to: gateway, mailbox: inbox, kinds: social, media: { to: edge, upload: origin }, arrivals: { poisson: 1rps } }
`;

it('draws the stores that servers ask and the CDN that devices ask beside whom they are connected to', () => {
  const { edges, groups } = runText(TEXT).topology;
  const drawn = edges.map(({ from, to }) => `${from} ${to}`).sort();
  expect(drawn).toEqual([
    'edge origin',
    'gateway inbox',
    'people edge',
    'people gateway',
    'people origin',
  ]);
  const layers = new Map(groups.map(({ name, layer }) => [name, layer]));
  expect(layers.get('inbox')).toBe(2);
  expect(layers.get('origin')).toBe(2);
});
