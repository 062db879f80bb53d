/** Results with so much traffic, and what they cost. */
import { priceResult } from '../../../sim/model/cost/price-result.ts';
import { priceParams, settingsOf } from '../../../sim/model/cost/settings.ts';
import { findPlace } from '../../../sim/model/net/place.ts';
import { evaluate } from '../../../sim/result/evaluate.ts';
import type { Labels, Result } from '../../../sim/result/result.ts';
import { PLAIN, replicationOf, resultOf } from '../../result/result-of.ts';

const HOUR_MS = 3_600_000;
export const MONTH_MS = 730 * HOUR_MS;

export interface Sent {
  readonly place: string;
  readonly bytes: number;
  readonly requests?: number;
  /** When it is sent; default: at the start. */
  readonly atMs?: number;
}

/** An edge with a node in each of the places, that sends these answers to people. */
export function sentBy(sent: readonly Sent[], durationMs = MONTH_MS, windowMs = HOUR_MS): Result {
  const settings = { ...PLAIN, durationMs, windowMs };
  const replication = replicationOf(
    0,
    (recorder) => {
      for (const { place, bytes, requests = 0, atMs = 0 } of sent) {
        const labels = { node: 'people', to: 'edge', place };
        recorder.add(recorder.counter('call_bytes', labels), bytes, atMs);
        recorder.add(recorder.counter('calls', labels), requests, atMs);
        recorder.add(recorder.counter('requests', { traffic: 't', place }), requests, atMs);
      }
    },
    settings,
  );
  const places = [...new Set(sent.map(({ place }) => place))];
  const facts = (name: string, kind: string, layer: number) => ({
    name,
    kind,
    layer,
    instances: places.map((place, at) => ({ name: `${name}/${at}`, place })),
    detail: '',
  });
  return {
    ...resultOf([replication], settings),
    topology: {
      places: places.map((name) => {
        const { latDeg, lonDeg } = findPlace(name)!;
        return { name, latDeg, lonDeg, share: 1 / places.length };
      }),
      groups: [facts('people', 'clients', 0), facts('edge', 'cache', 1)],
      edges: [{ from: 'people', to: 'edge' }],
    },
  };
}

/** @param price the `price` section of a scenario. */
export const pricedBy = (result: Result, price: unknown): Result =>
  priceResult(result, settingsOf(priceParams.parse(price)));

export const figureOf = (result: Result, metric: string, labels: Labels = {}): number =>
  evaluate(result, { fn: 'value', metric, labels }).value ?? Number.NaN;

/** What the edge costs a month by one list. */
export const monthly = (result: Result, list: unknown, item?: string): number =>
  figureOf(
    pricedBy(result, { nodes: { edge: list } }),
    'cost_per_month',
    item === undefined ? {} : { item },
  );
