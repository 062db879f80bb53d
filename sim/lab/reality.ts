/** Puts model, protocol and live of one scenario side by side. */
import { evaluate } from '../result/evaluate.ts';
import { findMetric } from '../result/metrics.ts';
import type { QueryFunction } from '../result/query.ts';
import {
  type Fidelity,
  REALITY_FORMAT,
  REALITY_VERSION,
  type Reality,
  type RealityRow,
} from '../result/reality.ts';
import type { Labels, Outcome, Result } from '../result/result.ts';
import type { HistogramData } from '../stats/histogram.ts';
import { quantile } from '../stats/quantile.ts';
import { VERSION } from './version.ts';

/** How far live may be from what it is held to. */
interface Rule {
  readonly against: 'model' | 'protocol';
  /** Part of the value, 0 to 1. */
  readonly share?: number;
  /** In the unit of the figure: at least so much. */
  readonly least?: number;
}

/** Answers that came from copies: what a real cache and the model must agree on. */
const HITS: Rule = { against: 'model', least: 0.005 };
/** Processes and timers of a machine take some time that neither model nor protocol has. */
const TIMES: Rule = { against: 'protocol', share: 0.05, least: 2 };
/**
 * Where one of twenty events is so late, times say more of the machine than of the scenario, ms. Measured on two cores:
 * 0.3 to 0.8 alone, 0.8 to 1 beside one program that works half of the time, 2 to 3 beside two of them.
 */
const BUSY_MS = 1;
/** Headers differ between servers. */
const AMOUNTS: Rule = { against: 'protocol', share: 0.02, least: 1 };

/** Calls to parents follow from hits. */
const CALLS: Rule = { ...AMOUNTS, against: 'model' };
/** What chats write in two pieces may leave in one packet: its header is saved. */
const WRITTEN: Rule = { ...AMOUNTS, share: 0.05 };

/** What decides whether figures can be alike at all. */
interface Circumstances {
  /** Programs that are not ours. */
  readonly servers: readonly string[];
  /** TLS has bytes in protocol, its handshakes among them, and round trips only in live. */
  readonly hasTls: boolean;
}

interface Wanted {
  readonly fn: QueryFunction;
  readonly metric: string;
  readonly labels: Labels;
  readonly rule?: Rule | undefined;
}

export interface Fidelities {
  readonly model: Result;
  readonly protocol: Result;
  readonly live: Result;
}

/** What nodes send each other. */
function calls({ model }: Fidelities, { servers, hasTls }: Circumstances): Wanted[] {
  const hasChats = model.traffic.some(({ kind }) => kind === 'chat');
  // Another program has words of its own for the same messages.
  const ofChats = servers.length > 0 ? undefined : WRITTEN;
  const bytes = hasChats ? ofChats : AMOUNTS;
  return [
    { fn: 'total', metric: 'calls', labels: {}, rule: hasChats ? undefined : CALLS },
    { fn: 'total', metric: 'call_bytes', labels: {}, rule: hasTls ? undefined : bytes },
  ];
}

function wanted(all: Fidelities, circumstances: Circumstances): Wanted[] {
  const { model } = all;
  const caches = model.topology.groups.filter(({ kind }) => kind === 'cache');
  const hits = (node: string): Wanted[] => [
    { fn: 'value', metric: 'hit_ratio', labels: { node }, rule: HITS },
    { fn: 'value', metric: 'byte_hit_ratio', labels: { node } },
  ];
  const times = (metric: string, traffic: string): Wanted[] => [
    { fn: 'p50', metric, labels: { traffic }, rule: TIMES },
    { fn: 'p95', metric, labels: { traffic }, rule: TIMES },
    // Too few are beyond it in a short run for a band that means something.
    { fn: 'p99', metric, labels: { traffic } },
  ];
  return [
    ...caches.flatMap(({ name }) => hits(name)),
    ...model.traffic.flatMap(({ name }) => [...times('latency', name), ...times('delivery', name)]),
    { fn: 'total', metric: 'messages', labels: {}, rule: AMOUNTS },
    { fn: 'total', metric: 'deliveries', labels: {}, rule: AMOUNTS },
    { fn: 'total', metric: 'undelivered', labels: {} },
    { fn: 'total', metric: 'protocol_packets', labels: {}, rule: AMOUNTS },
    {
      fn: 'total',
      metric: 'protocol_bytes',
      labels: {},
      rule: circumstances.hasTls ? undefined : AMOUNTS,
    },
    { fn: 'total', metric: 'requests', labels: {}, rule: AMOUNTS },
    ...calls(all, circumstances),
    { fn: 'total', metric: 'origin_requests', labels: {} },
    { fn: 'total', metric: 'cache_collapsed', labels: {} },
    { fn: 'total', metric: 'cache_revalidated', labels: {} },
    { fn: 'total', metric: 'errors', labels: {} },
  ];
}

/** Whether anything of it has happened. */
const hasBegun = ({ replications }: Result): boolean =>
  replications.some(({ simulatedMs }) => simulatedMs > 0);

/** Whose figures are not whole. */
const partialOf = ({ model, protocol, live }: Fidelities): Fidelity[] =>
  Object.entries({ model, protocol, live }).flatMap(([name, { complete }]) =>
    complete ? [] : [name as Fidelity],
  );

function rowOf(all: Fidelities, { fn, metric, labels, rule }: Wanted, isBusy: boolean): RealityRow {
  const results = [all.model, all.protocol, all.live];
  const answers = results.map((result) => evaluate(result, { fn, metric, labels }));
  const [model, protocol, live] = results.map((result, at) =>
    hasBegun(result) ? answers[at]!.value : undefined,
  );
  const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const inside = label.length === 0 ? metric : `${metric}{${label.join(',')}}`;
  const against = rule?.against === 'model' ? model : protocol;
  return {
    figure: fn === 'value' || fn === 'total' ? inside : `${fn}(${inside})`,
    title: findMetric(metric)?.title ?? metric,
    labels,
    unit: answers[0]!.unit,
    ...(model !== undefined && { model }),
    ...(protocol !== undefined && { protocol }),
    ...(live !== undefined && { live }),
    ...(rule &&
      partialOf(all).length === 0 &&
      against !== undefined &&
      live !== undefined && { band: bandOf(rule, against, live, isBusy) }),
  };
}

function bandOf(rule: Rule, expected: number, live: number, isBusy: boolean) {
  const { against, share = 0, least = 0 } = rule;
  const atMost = Math.max(least, share * Math.abs(expected));
  const text = share === 0 ? `±${least}` : `±${share * 100} %`;
  return { against, atMost, text, outcome: outcomeOf(live - expected, atMost, rule, isBusy) };
}

function outcomeOf(off: number, atMost: number, rule: Rule, isBusy: boolean): Outcome {
  if (Math.abs(off) <= atMost) return 'pass';
  // Whoever is busy is late, and never early.
  return rule === TIMES && off > 0 && isBusy ? 'inconclusive' : 'fail';
}

export interface LiveFacts extends Circumstances {
  readonly lateness: HistogramData;
}

export function realityOf(all: Fidelities, { lateness, ...facts }: LiveFacts): Reality {
  const { title, file, seed, durationMs, warmupMs } = all.live.scenario;
  const partial = partialOf(all);
  const late = { p95: quantile(lateness, 0.95) ?? lateness.max, most: lateness.max };
  const rows = wanted(all, facts).map((one) => rowOf(all, one, late.p95 > BUSY_MS));
  return {
    format: REALITY_FORMAT,
    version: REALITY_VERSION,
    twinwing: VERSION,
    title,
    file,
    seed,
    durationMs,
    warmupMs,
    complete: partial.length === 0,
    ...(partial.length > 0 && { partial }),
    servers: facts.servers,
    lateness: late,
    rows: rows.filter(({ model, protocol, live }) => (model ?? protocol ?? live) !== undefined),
    verdicts: partial.length === 0 ? all.live.verdicts : [],
  };
}
