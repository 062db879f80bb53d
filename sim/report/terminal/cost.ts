/** What a run costs and emits, beside its latency. */
import { evaluate, interval } from '../../result/evaluate.ts';
import type { Labels, PriceFacts, Result } from '../../result/result.ts';
import { formatValue } from '../format.ts';
import { formatMoney, formatMoneyWithMargin } from '../money.ts';
import { figure } from './ask.ts';
import { type Section, table, under } from './layout.ts';

const ITEMS = ['traffic', 'requests', 'servers', 'storage', 'fill', 'fee'] as const;

type Prices = PriceFacts;

function value(result: Result, metric: string, labels: Labels): number | undefined {
  return evaluate(result, { fn: 'value', metric, labels }).value;
}

/** A sum, and how sure it is when there are replications to tell. */
function money(result: Result, prices: Prices, metric: string, labels: Labels): string {
  const query = { fn: 'value', metric, labels } as const;
  const usd = evaluate(result, query).value;
  const range = interval(result, query);
  if (usd === undefined || range === undefined) return formatMoney(usd, prices);
  return formatMoneyWithMargin(usd, (range.high - range.low) / 2, prices);
}

/** What part of the bill a group has, in the scenario's own plan. */
function billLine(result: Result, prices: Prices, node: string, list: string): string {
  const parts = ITEMS.flatMap((item) => {
    const usd = value(result, 'cost_per_month', { node, item });
    return usd === undefined ? [] : [`${item} ${formatMoney(usd, prices)}`];
  });
  return under(`${node} by ${list}: ${parts.join(', ')}`);
}

function carbonLine(result: Result, prices: Prices): string {
  const month = figure(result, 'value', 'carbon_per_month');
  const energy = figure(result, 'value', 'energy_per_month');
  // By the GB it is the same in all replications, but for rounding.
  const each = formatValue(value(result, 'carbon_per_gb', {}), 'gCO2e');
  return under(`carbon ${month} a month, ${each} per GB; energy ${energy} (${prices.carbon})`);
}

/** One row a plan: those that are compared stand under the scenario's own. */
export const costSection: Section = (result, options) => {
  const { prices } = result;
  if (prices === undefined) return [];
  const has = (what: string) => (value(result, what, {}) ?? 0) > 0;
  const [isWatched, isWritten] = [has('priced_watched'), has('priced_messages')];
  const rows = prices.plans.map(({ name: plan }) => [
    under(plan),
    money(result, prices, 'cost_per_month', { plan }),
    money(result, prices, 'cost_per_million_requests', { plan }),
    ...(isWatched ? [money(result, prices, 'cost_per_hour_watched', { plan })] : []),
    ...(isWritten ? [money(result, prices, 'cost_per_million_messages', { plan })] : []),
  ]);
  const heading = [
    'cost',
    'per month',
    'per 1 M requests',
    ...(isWatched ? ['per hour watched'] : []),
    ...(isWritten ? ['per 1 M messages'] : []),
  ];
  const own = prices.plans[0]!.bills.map(({ node, list }) => billLine(result, prices, node, list));
  const lists = prices.plans.flatMap(({ bills }) => bills.filter((bill) => !bill.isVerified));
  const unverified = [...new Set(lists.map(({ list }) => list))];
  return [
    ...table([heading, ...rows], options),
    ...own,
    carbonLine(result, prices),
    under(`list prices for ${prices.monthHours} h that are all as the time measured`),
    ...(unverified.length > 0 ? [under(`not verified: ${unverified.join(', ')}`)] : []),
  ];
};
