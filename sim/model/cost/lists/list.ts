/** The contract of a price list: which uses of a group of nodes cost what, and who says so. */
import { z } from 'zod';
import { type Part, partOf } from '../../../part/part.ts';
import { bytes, ratio } from '../../../part/units.ts';
import type { BillingModel } from '../billing/billing.ts';
import type { Currency } from '../money.ts';
import { REGIONS, type Region } from '../region.ts';

/** What a line of a bill is for. */
export type Item = 'traffic' | 'requests' | 'servers' | 'storage' | 'fill' | 'fee';

export interface Charge {
  readonly item: Item;
  /**
   * What prices differ by: usage of places that share a key is added up before it is priced. Default:
   * all the world is one.
   */
  keyOf?(region: Region): string;
  /** @param key from `keyOf`. */
  model(key: string): BillingModel;
}

/** Who publishes a list, and how well we know it. */
export interface ListFacts {
  readonly provider: string;
  /** When it was read: `2026-09-20`. */
  readonly date: string;
  readonly currency: Currency;
  /** False when the numbers are quoted from memory. */
  readonly isVerified: boolean;
}

export interface PriceList extends ListFacts {
  readonly charges: readonly Charge[];
  /** Taken for the region of all nodes. */
  readonly region: Region | undefined;
  /** Part of the sum that is not paid. */
  readonly discount: number;
  /** Bytes that each group keeps, when the Result does not say. */
  readonly storedBytes: number | undefined;
}

const common = {
  region: z
    .enum(REGIONS)
    .optional()
    .describe('prices of this region for all nodes; default: of the region of each node’s place'),
  discount: ratio()
    .prefault('0%')
    .describe('what a contract takes off the list price, from all of it'),
  stored: bytes()
    .optional()
    .describe(
      'bytes that the group keeps, for storage; default: what the Result says, if anything',
    ),
};

interface ListDefinition<Shape extends z.ZodRawShape> extends Omit<ListFacts, 'currency'> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly currency?: Currency;
  readonly params: Shape;
  charges(params: z.output<z.ZodObject<Shape>>): readonly Charge[];
  /** Where the user says the currency. */
  currencyOf?(params: z.output<z.ZodObject<Shape>>): Currency;
}

interface CommonParams {
  readonly region?: Region | undefined;
  readonly discount: number;
  readonly stored?: number | undefined;
}

const plain = partOf<PriceList>();

/** A part of the kind price list; what all lists can be told is added. */
export function priceList<const Shape extends z.ZodRawShape>(
  definition: ListDefinition<Shape>,
): Part<PriceList> {
  const { name, summary, source, provider, date, isVerified, params } = definition;
  const make = (given: unknown): PriceList => {
    const own = given as z.output<z.ZodObject<Shape>>;
    const { region, discount, stored } = given as CommonParams;
    return {
      provider,
      date,
      isVerified,
      currency: definition.currencyOf?.(own) ?? definition.currency ?? 'USD',
      charges: definition.charges(own),
      region,
      discount,
      storedBytes: stored,
    };
  };
  return plain({ name, summary, source, params: { ...params, ...common }, make }) as never;
}
