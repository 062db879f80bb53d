/** A small shop that is spoken, for tests of what passes over its wire. */

export interface Shop {
  readonly transport?: string;
  readonly network?: string;
  readonly timeline?: string;
  readonly rps?: number;
  readonly kib?: number;
}

export const shopText = ({
  transport = '{ http-1.1: { tls: none } }',
  network = '',
  timeline = '',
  rps = 10,
  kib = 20,
}: Shop = {}): string => `version: 1
title: a small shop
run: { seed: 4, duration: 14s, warmup: 0s, fidelity: protocol }
places: [frankfurt, virginia]
${network}nodes:
  people: { kind: clients, at: frankfurt, count: 20 }
  edge: { kind: cache, at: frankfurt, capacity: 1MiB, policy: lru, parent: origin }
  origin: { kind: origin, at: virginia, workers: 16, service: { constant: 10ms } }
traffic:
  web:
    kind: web
    from: people
    to: edge
    transport: ${transport}
    arrivals: { poisson: ${rps}rps }
    catalog: { objects: 30, popularity: { zipf: 0.9 }, size: { constant: ${kib}KiB } }
timeline:
  - { at: 10s, do: ramp, traffic: web, to: 0rps, over: 0s }
${timeline}`;
