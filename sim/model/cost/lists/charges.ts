/** Charges that several price lists have. */
import type { BillingModel } from '../billing/billing.ts';
import { graduated, type Tier } from '../billing/tiers.ts';
import type { Region } from '../region.ts';
import { GB, type Usage } from '../usage.ts';
import type { Charge } from './list.ts';

/** Prices of the steps of a table, lowest step first; the ends of all but the last, in GB. */
export function steps(endsGb: readonly number[], prices: readonly number[]): Tier[] {
  return prices.map((price, at) => ({ to: endsGb[at] ?? Number.POSITIVE_INFINITY, price }));
}

/** @param freeGb of all the world, shared by how much each region sends. */
export const perGbIn = (tiers: readonly Tier[], freeGb = 0): BillingModel => ({
  monthly: ({ bytes, share }: Usage) => graduated(tiers, Math.max(0, bytes / GB - freeGb * share)),
});

/** What caches fetch to have it. */
export const perFilledGb = (price: number): BillingModel => ({
  monthly: ({ fetchedBytes }) => (fetchedBytes / GB) * price,
});

export const perStoredGb = (price: number): BillingModel => ({
  monthly: ({ storedBytes }) => (storedBytes / GB) * price,
});

/** @param each requests that the price is for. */
export const perRequests = (price: number, each: number, free = 0): BillingModel => ({
  monthly: ({ requests, share }) => (Math.max(0, requests - free * share) / each) * price,
});

/** Traffic priced by the column of a table in which a region stands. */
export function trafficByColumn<Column extends string>(
  columnOf: (region: Region) => Column,
  model: (column: Column) => BillingModel,
): Charge {
  return { item: 'traffic', keyOf: columnOf, model: (key) => model(key as Column) };
}
