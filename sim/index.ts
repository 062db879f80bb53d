/** Twinwing's public API. All of it runs in a browser as well as in Node. */
import { catalogue, nodeKinds, trafficKinds } from './model/index.ts';
import { linkParams, networkParams } from './model/net/network.ts';
import { findPlace, placeNames } from './model/net/place.ts';
import { timelineActions } from './model/timeline/index.ts';
import type { Kinds } from './scenario/grammar.ts';
import { type ReadOptions, read as readWith } from './scenario/read.ts';
import { scenarioSchema as schemaOf } from './scenario/schema.ts';

export { changesBetween } from './lab/changes.ts';
export { compareResults } from './lab/compare.ts';
export { onSameCustomers, pairingProblems } from './lab/pairing.ts';
export { Player, type PlayerOptions } from './lab/player.ts';
export { deliverers, reprice } from './lab/price.ts';
export { Run } from './lab/run.ts';
export { openTraceBytes } from './lab/trace-bytes.ts';
export { TraceFeeder } from './lab/trace-feeder.ts';
export { nextLook, replicationsNeeded } from './lab/until.ts';
export { VERSION } from './lab/version.ts';
export { admissionPolicies } from './model/cache/admission/index.ts';
export { evictionPolicies } from './model/cache/eviction/index.ts';
export { TraceError } from './model/traffic/trace/trace-error.ts';
export { abrRules } from './model/traffic/video/abr/index.ts';
export { readChunkBytes } from './model/traffic/video/segment-sizes.ts';
export {
  type LoadedSegment,
  PENSIEVE,
  playTrace,
  type TraceSession,
} from './model/traffic/video/trace-session.ts';
export { editorSchema } from './part/editor-schema.ts';
export * from './result/cache-row.ts';
export * from './result/comparison.ts';
export { type Doubt, doubts } from './result/doubts.ts';
export { evaluate, interval } from './result/evaluate.ts';
export * from './result/ledger.ts';
export { type Metastable, metastable } from './result/metastable.ts';
export * from './result/metrics.ts';
export * from './result/query.ts';
export * from './result/reality.ts';
export * from './result/result.ts';
export { series } from './result/series.ts';
export type { TrailStep } from './result/trail.ts';
export { ScenarioError } from './scenario/check.ts';
export { formatProblem } from './scenario/frame.ts';
export type { Problem } from './scenario/problem.ts';
export { PROBLEM_CODES } from './scenario/problem-codes.ts';
export { resolveText } from './scenario/resolve.ts';
export type { Scenario } from './scenario/scenario.ts';
export * from './stats/buckets.ts';
export * from './stats/histogram.ts';
export * from './stats/quantile.ts';
export { catalogue };

/** The registries that the scenario grammar is made of. */
const kinds: Kinds = {
  nodes: nodeKinds,
  traffic: trafficKinds,
  actions: timelineActions,
  findPlace,
  placeNames,
  networkParams,
  linkParams,
};

/** Reads and checks a scenario; gives all of its problems when it has any. */
export const read = (text: string, options: Omit<ReadOptions, 'kinds'>) =>
  readWith(text, { ...options, kinds });

/** JSON Schema (draft 2020-12) of scenario files, for editors. */
export const scenarioSchema = (): object => schemaOf(kinds);
