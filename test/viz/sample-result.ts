/**
 * A Result such as a run leaves behind, made without a simulator: three places, a CDN of two tiers
 * and a chat, 60 windows, a crash in the middle. For tests and pictures of what draws Results.
 */
import seedrandom from 'seedrandom';
import {
  type CounterData,
  Histogram,
  type HistogramSeries,
  type Labels,
  type Phase,
  RESULT_FORMAT,
  RESULT_VERSION,
  type Result,
  type Verdict,
} from '../../sim/index.ts';

const WINDOWS = 60;
const WINDOW_MS = 10_000;
const WARMUP_WINDOWS = 6;
const PLACES = ['virginia', 'frankfurt', 'singapore'];
/** Medians of response times a place, ms. */
const MEDIANS_MS: Readonly<Record<string, number>> = { virginia: 24, frankfurt: 42, singapore: 71 };

const TIMELINE: readonly Phase[] = [
  phase('flash crowd', 'ramp', 24, 42, 'ramp images to 3000rps over 30s'),
  phase('shield crash', 'crash', 36, 42, 'crash shield/0 for 60s'),
  phase('purge', 'purge', 48, 48.05, 'purge /images/* on edge/*'),
];

function phase(name: string, action: string, from: number, to: number, text: string): Phase {
  return { name, action, fromMs: from * WINDOW_MS, toMs: to * WINDOW_MS, text };
}

const isIn = (window: number, { fromMs, toMs }: Phase) =>
  window * WINDOW_MS < toMs && (window + 1) * WINDOW_MS > fromMs;
const isCrashed = (window: number) => window >= 36 && window < 42;
const loadAt = (window: number) => (window >= 24 && window < 42 ? 1.7 : 1);
/** Caches warm up, and lose what was purged. */
const warmthAt = (window: number) =>
  1 - Math.exp(-(window + 1) / 5) - (window >= 48 ? 0.35 * Math.exp(-(window - 48) / 3) : 0);

class Sampler {
  readonly #random: () => number;

  constructor(seed: string) {
    this.#random = seedrandom(seed);
  }

  lognormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.#random()));
  }

  near(mean: number): number {
    return Math.max(0, Math.round(mean * (0.96 + 0.08 * this.#random())));
  }
}

/** Histograms of one metric: the whole measured time, and one for each phase. */
function times(
  metric: string,
  labels: Labels,
  each: number,
  draw: (window: number) => number,
): HistogramSeries[] {
  const total = new Histogram();
  const during = TIMELINE.map(() => new Histogram());
  const windows = Array.from({ length: WINDOWS }, (_, window) => {
    const coarse = new Histogram(4);
    const count = Math.round(each * loadAt(window));
    for (let i = 0; i < count; i++) {
      const value = draw(window);
      coarse.record(value);
      if (window < WARMUP_WINDOWS) continue;
      total.record(value);
      for (const [index, one] of TIMELINE.entries())
        if (isIn(window, one)) during[index]!.record(value);
    }
    return coarse.data();
  });
  const parts = TIMELINE.map(({ name }, index) => ({
    metric,
    labels: { ...labels, during: name },
    total: during[index]!.data(),
    windows: [],
  }));
  return [{ metric, labels, total: total.data(), windows }, ...parts];
}

function counter(metric: string, labels: Labels, at: (window: number) => number): CounterData {
  const windows = Array.from({ length: WINDOWS }, (_, window) => at(window));
  const total = windows.slice(WARMUP_WINDOWS).reduce((sum, count) => sum + count, 0);
  return { metric, labels, total, windows };
}

function responseMs(sampler: Sampler, place: string, window: number): number {
  const base = sampler.lognormal(MEDIANS_MS[place]!, 0.35);
  const missed = sampler.lognormal(1, 1) > 2.2 + 0.6 * warmthAt(window);
  if (!missed) return base;
  return base + sampler.lognormal(isCrashed(window) ? 260 : 70, isCrashed(window) ? 0.7 : 0.45);
}

function cacheCounters(
  sampler: Sampler,
  node: string,
  place: string,
  rate: number,
  warmest: number,
): CounterData[] {
  const labels = { node, place };
  const asked = Array.from({ length: WINDOWS }, (_, window) =>
    sampler.near(rate * 10 * loadAt(window)),
  );
  const lostToCrash = (window: number) => (node === 'shield' && isCrashed(window) ? 0.45 : 1);
  const hits = asked.map((count, window) =>
    Math.round(count * warmest * warmthAt(window) * lostToCrash(window)),
  );
  return [
    counter('cache_requests', labels, (window) => asked[window]!),
    counter('cache_hits', labels, (window) => Math.round(hits[window]! * 0.97)),
    counter('cache_stale', labels, (window) => Math.round(hits[window]! * 0.03)),
    counter('cache_request_bytes', labels, (window) => asked[window]! * 90_000),
    counter('cache_hit_bytes', labels, (window) => Math.round(hits[window]! * 74_000)),
  ];
}

function webData(
  sampler: Sampler,
  place: string,
): { counters: CounterData[]; histograms: HistogramSeries[] } {
  const labels = { traffic: 'images', place };
  const requests = Array.from({ length: WINDOWS }, (_, window) =>
    sampler.near(6000 * loadAt(window)),
  );
  return {
    histograms: times('latency', labels, 800, (window) => responseMs(sampler, place, window)),
    counters: [
      counter('requests', labels, (window) => requests[window]!),
      counter('errors', labels, (window) => (isCrashed(window) ? 3 : 0)),
      counter('response_bytes', labels, (window) => requests[window]! * 90_000),
      ...cacheCounters(sampler, 'edge', place, 600, 0.82),
    ],
  };
}

function chatData(
  sampler: Sampler,
  place: string,
): { counters: CounterData[]; histograms: HistogramSeries[] } {
  const labels = { traffic: 'talk', place };
  return {
    histograms: times('delivery', labels, 120, () =>
      sampler.lognormal(MEDIANS_MS[place]! * 2.4, 0.4),
    ),
    counters: [
      counter('messages', labels, () => sampler.near(170)),
      counter('deliveries', labels, () => sampler.near(900)),
      counter('undelivered', labels, () => 0),
    ],
  };
}

function callCounters(sampler: Sampler): CounterData[] {
  const rates: readonly (readonly [string, string, number])[] = [
    ['viewers', 'edge-lb', 1800],
    ['edge-lb', 'edge', 1800],
    ['edge', 'shield', 420],
    ['shield', 'origin', 130],
    ['viewers', 'gateway', 320],
  ];
  return rates.map(([node, to, rate]) =>
    counter('calls', { node, to }, (window) => sampler.near(rate * 10 * loadAt(window))),
  );
}

const everywhere = (group: string, each: number) =>
  PLACES.flatMap((place, at) =>
    Array.from({ length: each }, (_, i) => ({ name: `${group}/${at * each + i}`, place })),
  );

const TOPOLOGY: Result['topology'] = {
  places: [
    { name: 'virginia', latDeg: 39, lonDeg: -77.5, share: 0.5 },
    { name: 'frankfurt', latDeg: 50.1, lonDeg: 8.7, share: 0.3 },
    { name: 'singapore', latDeg: 1.35, lonDeg: 103.8, share: 0.2 },
  ],
  groups: [
    {
      name: 'viewers',
      kind: 'clients',
      layer: 0,
      instances: everywhere('viewers', 1),
      detail: '5g-embb',
    },
    {
      name: 'edge-lb',
      kind: 'balancer',
      layer: 1,
      instances: everywhere('edge-lb', 1),
      detail: 'ring-hash',
    },
    {
      name: 'gateway',
      kind: 'gateway',
      layer: 1,
      instances: everywhere('gateway', 2),
      detail: 'chat gateway',
    },
    {
      name: 'edge',
      kind: 'cache',
      layer: 2,
      instances: everywhere('edge', 4),
      detail: 's3-fifo 1GiB',
    },
    {
      name: 'shield',
      kind: 'cache',
      layer: 3,
      instances: [
        { name: 'shield/0', place: 'virginia' },
        { name: 'shield/1', place: 'virginia' },
      ],
      detail: 'sieve 8GiB',
    },
    {
      name: 'origin',
      kind: 'origin',
      layer: 4,
      instances: [{ name: 'origin/0', place: 'virginia' }],
      detail: '64 workers',
    },
  ],
  edges: [
    { from: 'viewers', to: 'edge-lb' },
    { from: 'edge-lb', to: 'edge' },
    { from: 'edge', to: 'shield' },
    { from: 'shield', to: 'origin' },
    { from: 'viewers', to: 'gateway' },
  ],
};

const VERDICTS: readonly Verdict[] = [
  {
    text: 'p95(latency) < 500ms',
    query: { fn: 'p95', metric: 'latency', labels: {} },
    op: '<',
    line: 49,
    column: 5,
    outcome: 'pass',
    value: 212.4,
    limit: 500,
    unit: 'ms',
  },
  {
    text: 'hit_ratio{node=edge} >= 60%',
    query: { fn: 'value', metric: 'hit_ratio', labels: { node: 'edge' } },
    op: '>=',
    line: 50,
    column: 5,
    outcome: 'pass',
    value: 0.781,
    low: 0.774,
    high: 0.788,
    limit: 0.6,
    unit: 'ratio',
  },
  {
    text: 'p99(latency{during="shield crash"}) < 400ms',
    query: { fn: 'p99', metric: 'latency', labels: { during: 'shield crash' } },
    op: '<',
    line: 51,
    column: 5,
    outcome: 'fail',
    value: 874.2,
    limit: 400,
    unit: 'ms',
  },
  {
    text: 'origin_offload >= 93%',
    query: { fn: 'value', metric: 'origin_offload', labels: {} },
    op: '>=',
    line: 52,
    column: 5,
    outcome: 'inconclusive',
    value: 0.931,
    low: 0.926,
    high: 0.936,
    limit: 0.93,
    unit: 'ratio',
    reason: 'the interval holds the limit: more replications would tell',
  },
  {
    text: 'loss_ratio == 0%',
    query: { fn: 'value', metric: 'loss_ratio', labels: {} },
    op: '==',
    line: 53,
    column: 5,
    outcome: 'pass',
    value: 0,
    limit: 0,
    unit: 'ratio',
  },
];

const ASSUMPTIONS: Result['assumptions'] = [
  {
    about: 'distance',
    value: 'light in fibre, 200 km/ms, on a path 1.5 times the great circle',
    source: 'Bozkurt et al., PAM 2017',
  },
  { about: '5g-embb', value: 'round trip 18 ms, lognormal', source: 'an assumption' },
  {
    about: 'connections',
    value: 'TCP and TLS 1.3: two round trips before the first request',
    source: 'RFC 8446 §2',
  },
  {
    about: 'origin service',
    value: 'lognormal, median 35 ms, p99 180 ms',
    source: 'scenario line 17',
  },
];

/** The same Result whenever the seed is the same. */
export function sampleResult(seed = '42'): Result {
  const sampler = new Sampler(seed);
  const web = PLACES.map((place) => webData(sampler, place));
  const chat = PLACES.map((place) => chatData(sampler, place));
  const counters = [
    ...[...web, ...chat].flatMap((data) => data.counters),
    ...cacheCounters(sampler, 'shield', 'virginia', 420, 0.71),
    counter('origin_requests', { node: 'origin', place: 'virginia' }, (window) =>
      sampler.near(1300 * loadAt(window) * (isCrashed(window) ? 2.1 : 1)),
    ),
    counter(
      'origin_bytes',
      { node: 'origin', place: 'virginia' },
      (window) => sampler.near(1300 * loadAt(window)) * 90_000,
    ),
    ...callCounters(sampler),
  ];
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    twinwing: '0.1.0',
    scenario: {
      title: 'A shop, a chat and a bad minute',
      file: 'quickstart.yaml',
      seed,
      durationMs: WINDOWS * WINDOW_MS,
      warmupMs: WARMUP_WINDOWS * WINDOW_MS,
      windowMs: WINDOW_MS,
      replications: 1,
    },
    complete: true,
    topology: TOPOLOGY,
    traffic: [
      { name: 'images', kind: 'web', from: 'viewers', to: 'edge-lb' },
      { name: 'talk', kind: 'chat', from: 'viewers', to: 'gateway' },
    ],
    timeline: TIMELINE,
    assumptions: ASSUMPTIONS,
    replications: [
      {
        index: 0,
        simulatedMs: WINDOWS * WINDOW_MS,
        events: 5_804_112,
        fingerprint: '92c98c98a1b2c3d4',
        counters,
        histograms: [...web, ...chat].flatMap((data) => data.histograms),
      },
    ],
    verdicts: VERDICTS,
  };
}
