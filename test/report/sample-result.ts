/** A small Result with figures that can be checked by hand. */
import type { CounterData, HistogramSeries, Labels, Result } from '../../sim/result/result.ts';
import { Histogram } from '../../sim/stats/histogram.ts';

export const counter = (
  metric: string,
  labels: Labels,
  total: number,
  windows: readonly number[] = [],
): CounterData => ({ metric, labels, total, windows });

/** @param windowsMs the values of each window; the total holds all of them. */
export function times(
  metric: string,
  labels: Labels,
  windowsMs: readonly (readonly number[])[],
): HistogramSeries {
  const dataOf = (values: readonly number[]) => {
    const histogram = new Histogram();
    for (const value of values) histogram.record(value);
    return histogram.data();
  };
  return { metric, labels, total: dataOf(windowsMs.flat()), windows: windowsMs.map(dataOf) };
}

/** 1, 2, … `count` ms, each multiplied by `factor`: its percentiles are plain to see. */
export const ramp = (count: number, factor = 1): number[] =>
  Array.from({ length: count }, (_, at) => (at + 1) * factor);

const IMAGES = { traffic: 'images', place: 'virginia' };
const TALK = { traffic: 'talk', place: 'virginia' };
const EDGE = { node: 'edge', place: 'virginia' };
const SHIELD = { node: 'shield', place: 'virginia' };
const ORIGIN = { node: 'origin', place: 'virginia' };
const CRASH = { during: 'shield crash' };

/** @param factor makes replications differ, as they do. */
export const replication = (index: number, factor = 1): Result['replications'][number] => ({
  index,
  simulatedMs: 600_000,
  events: 1000,
  fingerprint: '00112233445566ff',
  counters: [
    counter('requests', IMAGES, 10_000),
    counter('errors', IMAGES, 20),
    counter('response_bytes', IMAGES, 2 ** 30),
    counter('cache_requests', EDGE, 10_000),
    counter('cache_hits', EDGE, 8000 * factor),
    counter('cache_stale', EDGE, 0),
    counter('cache_request_bytes', EDGE, 2 ** 30),
    counter('cache_hit_bytes', EDGE, 2 ** 29),
    counter('cache_requests', { ...EDGE, ...CRASH }, 1000),
    counter('cache_hits', { ...EDGE, ...CRASH }, 250),
    counter('cache_stale', { ...EDGE, ...CRASH }, 0),
    counter('cache_requests', SHIELD, 2000),
    counter('cache_hits', SHIELD, 1500),
    counter('cache_stale', SHIELD, 0),
    counter('cache_request_bytes', SHIELD, 2 ** 29),
    counter('cache_hit_bytes', SHIELD, 2 ** 28),
    counter('origin_requests', ORIGIN, 500),
    counter('origin_bytes', ORIGIN, 2 ** 28),
    counter('messages', TALK, 300),
    counter('deliveries', TALK, 900),
    counter('undelivered', TALK, 0),
  ],
  histograms: [
    times('latency', IMAGES, [
      ramp(1000, factor * 0.1),
      ramp(1000, factor),
      ramp(1000, factor * 0.2),
    ]),
    times('latency', { ...IMAGES, ...CRASH }, [ramp(100, 4)]),
    times('delivery', TALK, [ramp(200, factor)]),
  ],
});

export const SAMPLE: Result = {
  format: 'twinwing/result',
  version: 1,
  twinwing: '0.1.0',
  scenario: {
    title: 'A shop and its chat',
    file: 'shop.yaml',
    seed: '42',
    durationMs: 600_000,
    warmupMs: 60_000,
    windowMs: 200_000,
    replications: 1,
  },
  complete: true,
  topology: {
    places: [{ name: 'virginia', latDeg: 38.9, lonDeg: -77.4, share: 1 }],
    groups: [
      { name: 'origin', kind: 'origin', layer: 3, instances: [], detail: '' },
      { name: 'shield', kind: 'cache', layer: 2, instances: [], detail: '' },
      { name: 'viewers', kind: 'clients', layer: 0, instances: [], detail: '' },
      { name: 'edge', kind: 'cache', layer: 1, instances: [], detail: '' },
      { name: 'gateway', kind: 'gateway', layer: 1, instances: [], detail: '' },
    ],
    edges: [],
  },
  traffic: [
    { name: 'images', kind: 'web', from: 'viewers', to: 'edge' },
    { name: 'talk', kind: 'chat', from: 'viewers', to: 'gateway' },
  ],
  timeline: [
    {
      name: 'shield crash',
      action: 'crash',
      fromMs: 300_000,
      toMs: 390_000,
      text: 'crash shield/0 for 90s',
    },
  ],
  assumptions: [],
  replications: [replication(0)],
  verdicts: [
    {
      text: 'p99(latency) < 200ms',
      line: 44,
      column: 5,
      query: { fn: 'p99', metric: 'latency', labels: {} },
      op: '<',
      outcome: 'fail',
      value: 970,
      limit: 200,
      unit: 'ms',
    },
    {
      text: 'hit_ratio{node=edge} >= 75%',
      line: 45,
      column: 5,
      query: { fn: 'value', metric: 'hit_ratio', labels: { node: 'edge' } },
      op: '>=',
      outcome: 'pass',
      value: 0.8,
      limit: 0.75,
      unit: 'ratio',
    },
    {
      text: 'p99.9(delivery) < 1s',
      line: 46,
      column: 5,
      query: { fn: 'p99.9', metric: 'delivery', labels: {} },
      op: '<',
      outcome: 'fail',
      limit: 1000,
      unit: 'ms',
      reason: 'p99.9 needs 1000 samples or more and there are 200',
    },
  ],
};
