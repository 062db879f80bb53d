/** The `price` section of a scenario: which group is billed by which list. */
import { z } from 'zod';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { describeInEditors, editorSchema } from '../../part/editor-schema.ts';
import { duration, number } from '../../part/units.ts';
import type { CarbonModel } from './carbon/carbon.ts';
import { carbonModels } from './carbon/index.ts';
import { priceLists } from './lists/index.ts';
import type { PriceList } from './lists/list.ts';
import { ASSUMED_CNY_PER_USD, CURRENCIES, type Currency, type Rates, ratesOf } from './money.ts';

const list = choiceOf(priceLists);

/** One list, or several to compare. */
const lists = describeInEditors(
  z.preprocess((raw) => (Array.isArray(raw) ? raw : [raw]), z.array(list).min(1)),
  () => ({
    anyOf: [
      editorSchema(list),
      // Not all of it once more: the schema of a scenario is long as it is.
      { type: 'array', items: { type: ['string', 'object'] }, description: 'lists to compare' },
    ],
  }),
);

export const priceParams = z.strictObject({
  nodes: z
    .record(z.string(), lists)
    .describe('by group: the list that bills it, or several, which are compared'),
  currency: z.enum(CURRENCIES).default('USD').describe('in which sums are shown'),
  rate: number({ above: 0 })
    .optional()
    .describe(`CNY for one USD; default ${ASSUMED_CNY_PER_USD}, an assumption`),
  month: duration({ above: 0 })
    .prefault('730h')
    .describe('for how long bills are; the run stands for all of it'),
  carbon: choiceOf(carbonModels, 'per-gb').describe('how energy follows from use'),
});

/** One way to pay for everything. */
export interface Plan {
  readonly name: string;
  readonly lists: ReadonlyMap<string, Choice<PriceList>>;
}

export interface PriceSettings {
  /** The first is the scenario's own, others are compared with it. */
  readonly plans: readonly Plan[];
  readonly currency: Currency;
  readonly rates: Rates;
  readonly isRateAssumed: boolean;
  /** Whether the scenario says nothing, so that a list was taken for it. */
  readonly isUnstated?: boolean;
  readonly monthHours: number;
  readonly carbon: Choice<CarbonModel>;
}

/** The list by which deliverers are billed when a scenario names none. */
const UNSTATED = 'cloudfront';

const HOUR_MS = 3_600_000;

/** @throws Error, with a text for users, when groups have different numbers of lists to compare. */
export function settingsOf(params: z.output<typeof priceParams>): PriceSettings {
  const { nodes, currency, rate, month, carbon } = params;
  return {
    plans: plansOf(new Map(Object.entries(nodes))),
    currency,
    rates: ratesOf(rate),
    isRateAssumed: rate === undefined,
    monthHours: month / HOUR_MS,
    carbon,
  };
}

/** What is taken for a scenario that says nothing of prices. */
export function unstated(groups: readonly string[]): PriceSettings {
  const nodes = Object.fromEntries(groups.map((name) => [name, UNSTATED]));
  return { ...settingsOf(priceParams.parse({ nodes })), isUnstated: true };
}

type Nodes = ReadonlyMap<string, readonly Choice<PriceList>[]>;

/** Groups whose numbers of lists do not go together; none when all is well. */
export function unevenGroups(nodes: Nodes): string[] {
  const several = [...nodes].filter(([, choices]) => choices.length > 1);
  const first = several[0]?.[1].length;
  return several.filter(([, choices]) => choices.length !== first).map(([name]) => name);
}

/** The n-th plan takes the n-th list of each group that has several. */
function plansOf(nodes: Nodes): Plan[] {
  const count = Math.max(1, ...[...nodes.values()].map((choices) => choices.length));
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, at) => {
    const lists = new Map([...nodes].map(([group, all]) => [group, all[at] ?? all[0]!]));
    const varying = [...nodes.values()].filter((all) => all.length > 1);
    const named = (count > 1 ? varying : [...nodes.values()]).map(
      (all) => (all[at] ?? all[0]!).name,
    );
    const plain = [...new Set(named)].join('+') || 'nothing';
    const name = taken.has(plain) ? `${plain}-${at + 1}` : plain;
    taken.add(name);
    return { name, lists };
  });
}
