/**
 * A Result is all that a run leaves behind: plain, versioned data. Terminal, report, dashboard,
 * compare and CI read this and nothing deeper. Aggregates stay apart for each replication, so that
 * merging is concatenation and every percentile comes from pooled histograms, never from averages.
 */
import type { HistogramData } from '../stats/histogram.ts';
import type { LedgerData } from './ledger.ts';
import type { Comparison, Query } from './query.ts';

export const RESULT_FORMAT = 'twinwing/result';
export const RESULT_VERSION = 1;

/** Values of a metric's labels, such as `{ node: 'edge', place: 'virginia' }`. */
export type Labels = Readonly<Record<string, string>>;

export interface Result {
  readonly format: typeof RESULT_FORMAT;
  readonly version: typeof RESULT_VERSION;
  /** Version of the program that made it. */
  readonly twinwing: string;
  readonly scenario: ScenarioFacts;
  /** False while a run goes on, and for good when it was interrupted. */
  readonly complete: boolean;
  readonly topology: Topology;
  readonly traffic: readonly TrafficFacts[];
  /** What happened when: load changes, faults, operator actions. In order of time. */
  readonly timeline: readonly Phase[];
  /** Everything the model took for granted, with its source. */
  readonly assumptions: readonly Assumption[];
  readonly replications: readonly Replication[];
  /** What the figures of its cost rest on, when it has any. */
  readonly prices?: PriceFacts;
  /** Of a run that ends once a figure is known well enough. */
  readonly precision?: Precision;
  readonly verdicts: readonly Verdict[];
}

export interface ScenarioFacts {
  readonly title: string;
  /** File name without folders, or `scenario` when it has none. */
  readonly file: string;
  readonly seed: string;
  /** End of the run, ms of virtual time. Measured time is `durationMs - warmupMs`. */
  readonly durationMs: number;
  readonly warmupMs: number;
  /** Width of one window of every series, ms. Window `i` covers [i, i + 1) times the width. */
  readonly windowMs: number;
  /** Planned; the most there may be when `precision` decides. */
  readonly replications: number;
  /** Absent: everything was computed. `protocol`: real libraries spoke, in virtual time; `live`: in real time. */
  readonly fidelity?: 'protocol' | 'live';
}

export interface Topology {
  readonly places: readonly { name: string; latDeg: number; lonDeg: number; share: number }[];
  readonly groups: readonly GroupFacts[];
  /** Who calls whom, between groups. `from` and `to` are group names. */
  readonly edges: readonly { from: string; to: string }[];
}

export interface GroupFacts {
  readonly name: string;
  /** `clients`, `balancer`, `cache`, `origin`, `gateway`, … */
  readonly kind: string;
  /** Distance from the clients in hops: 0 for clients, then 1, 2, …; for layered drawing. */
  readonly layer: number;
  readonly instances: readonly { name: string; place: string }[];
  /** One line on what it is set to, such as `s3-fifo 64GiB`. */
  readonly detail: string;
}

export interface TrafficFacts {
  readonly name: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

export interface Phase {
  readonly name: string;
  /** `ramp`, `crash`, `purge`, … */
  readonly action: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** One line for people: `crash shield/0 for 90s`. */
  readonly text: string;
}

export interface Assumption {
  readonly about: string;
  readonly value: string;
  readonly source: string;
}

export interface Replication {
  readonly index: number;
  /** How far virtual time has come, ms. */
  readonly simulatedMs: number;
  readonly events: number;
  /** Hash of the event sequence, 16 hex digits. Equal runs have equal fingerprints. */
  readonly fingerprint: string;
  readonly counters: readonly CounterData[];
  readonly histograms: readonly HistogramSeries[];
  /** Of the traffics that send messages: what became of them; absent when there are none. */
  readonly ledgers?: readonly LedgerData[];
}

/** Counts over the measured time, and in each window of the whole run (warm-up included). */
export interface CounterData {
  readonly metric: string;
  /** Labels; with `during` it covers that phase only and has no windows. */
  readonly labels: Labels;
  readonly total: number;
  readonly windows: readonly number[];
}

export interface HistogramSeries {
  readonly metric: string;
  readonly labels: Labels;
  readonly total: HistogramData;
  /** One coarser histogram a window, for percentiles over time and heatmaps; may be empty. */
  readonly windows: readonly HistogramData[];
}

/** How a Result was priced; the sums themselves are counters, in US dollars. */
export interface PriceFacts {
  /** In which people want to read sums, and what one US dollar is in it. */
  readonly currency: string;
  readonly perUsd: number;
  /** For how long bills are, hours. */
  readonly monthHours: number;
  /** How energy was computed. */
  readonly carbon: string;
  /** Ways to pay that are compared; the first is the scenario's own. */
  readonly plans: readonly PlanFacts[];
}

export interface PlanFacts {
  readonly name: string;
  readonly bills: readonly BillFacts[];
}

/** Which list bills a group of nodes, and how well that list is known. */
export interface BillFacts {
  readonly node: string;
  readonly list: string;
  readonly provider: string;
  /** When the list was read. */
  readonly date: string;
  readonly currency: string;
  /** False when its numbers are quoted from memory. */
  readonly isVerified: boolean;
}

/** How well a figure was to be known, and how well it is. */
export interface Precision {
  /** As the user wrote it: `p99(latency) ± 5%`. */
  readonly text: string;
  readonly query: Query;
  /** Half of the 95 % interval over the mean: as asked, and as found; absent without an interval. */
  readonly askedRatio: number;
  readonly foundRatio?: number;
  readonly isReached: boolean;
}

export type Outcome = 'pass' | 'fail' | 'inconclusive';

/** What became of one assertion of the scenario. */
export interface Verdict {
  /** As the user wrote it: `p99(latency) < 200ms`. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** What it asks, so that merged results can be judged anew. */
  readonly query: Query;
  readonly op: Comparison;
  readonly outcome: Outcome;
  /** In the metric's base unit; absent when there were no samples. */
  readonly value?: number;
  /** 95 % interval over replications, when there are at least two. */
  readonly low?: number;
  readonly high?: number;
  readonly limit: number;
  readonly unit: Unit;
  /** Why it failed or is inconclusive, when the numbers do not say it. */
  readonly reason?: string;
}

export type Unit =
  | 'ms'
  | 'bytes'
  | 'ratio'
  | 'count'
  | 'per second'
  | 'bits per second'
  | 'USD'
  | 'kWh'
  | 'gCO2e';
