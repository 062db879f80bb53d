/**
 * Prices a Result: adds what it costs to it as figures like all others, so that assertions, intervals,
 * comparisons and charts know them. Reads the Result only; one that has prices already gets new ones.
 */
import type {
  Assumption,
  CounterData,
  Labels,
  PriceFacts,
  Replication,
  Result,
} from '../../result/result.ts';
import { judge } from '../../result/verdict.ts';
import { billOf } from './bill.ts';
import { Measured } from './measured.ts';
import type { Plan, PriceSettings } from './settings.ts';

/** The figures that come from here. */
const OWN: ReadonlySet<string> = new Set([
  'cost_per_month',
  'cost',
  'priced_requests',
  'priced_watched',
  'priced_messages',
  'energy_per_month',
  'carbon_per_month',
  'carbon',
  'bytes_to_devices',
]);

const ABOUT = 'price';

export function priceResult(result: Result, settings: PriceSettings): Result {
  const replications = result.replications.map((one) => priced(result, one, settings));
  const others = result.assumptions.filter(({ about }) => !about.startsWith(ABOUT));
  const priceless: Result = {
    ...result,
    replications,
    assumptions: [...others, ...assumptionsOf(result, settings)],
    prices: factsOf(settings),
  };
  return { ...priceless, verdicts: result.verdicts.map((verdict) => judge(priceless, verdict)) };
}

function priced(result: Result, replication: Replication, settings: PriceSettings): Replication {
  const counters = replication.counters.filter(({ metric }) => !OWN.has(metric));
  const measured = new Measured(result, { ...replication, counters });
  const costs = settings.plans.flatMap((plan, at) => {
    const named = costsOf(measured, plan, settings);
    // The first plan is the scenario's own: its figures need no name.
    return at === 0 ? [...named.map(unnamed), ...named] : named;
  });
  return { ...replication, counters: [...counters, ...costs, ...carbonOf(measured, settings)] };
}

const figure = (metric: string, labels: Labels, total: number): CounterData => ({
  metric,
  labels,
  total,
  windows: [],
});

function unnamed({ labels: { plan: _, ...labels }, ...entry }: CounterData): CounterData {
  return { ...entry, labels };
}

function costsOf(measured: Measured, plan: Plan, settings: PriceSettings): CounterData[] {
  const { monthHours, rates } = settings;
  const share = measured.measuredHours / monthHours;
  const lines = [...plan.lists].flatMap(([node, choice]) => {
    const list = choice.make();
    return billOf(measured, node, list, monthHours).flatMap(({ item, amount }) => {
      const dollars = amount / rates[list.currency];
      const labels = { item, node, plan: plan.name };
      return [figure('cost_per_month', labels, dollars), figure('cost', labels, dollars * share)];
    });
  });
  const labels = { plan: plan.name };
  return [
    ...lines,
    figure('priced_requests', labels, measured.total('requests')),
    figure('priced_watched', labels, measured.total('watched_hours')),
    figure('priced_messages', labels, measured.total('messages')),
  ];
}

function carbonOf(measured: Measured, { carbon, monthHours }: PriceSettings): CounterData[] {
  const model = carbon.make();
  const months = measured.measuredHours > 0 ? monthHours / measured.measuredHours : 0;
  return measured.groups.flatMap(({ name: node }) => {
    const bytes = measured.bytesToDevices(node);
    const energyKwh = model.energyKwh({
      bytesToDevices: bytes * months,
      nodeHours: measured.nodesOf(node, new Set(measured.placesOf(node))) * monthHours,
      utilisation: measured.utilisationOf(node),
      lineUse: (bitsPerSecond) => measured.lineUseOf(node, bitsPerSecond),
    });
    const grams = energyKwh * model.gridGramsPerKwh;
    return [
      figure('energy_per_month', { node }, energyKwh),
      figure('carbon_per_month', { node }, grams),
      figure('carbon', { node }, months > 0 ? grams / months : 0),
      figure('bytes_to_devices', { node }, bytes),
    ];
  });
}

function factsOf({ plans, currency, rates, monthHours, carbon }: PriceSettings): PriceFacts {
  return {
    currency,
    perUsd: rates[currency],
    monthHours,
    carbon: carbon.name,
    plans: plans.map(({ name, lists }) => ({
      name,
      bills: [...lists].map(([node, choice]) => {
        const { provider, date, currency: own, isVerified } = choice.make();
        return { node, list: choice.name, provider, date, currency: own, isVerified };
      }),
    })),
  };
}

function assumptionsOf(result: Result, settings: PriceSettings): Assumption[] {
  const { plans, rates, isRateAssumed, monthHours, carbon } = settings;
  const choices = plans.flatMap(({ lists }) => [...lists.values()]);
  const used = new Map(choices.map((choice) => [choice.name, choice]));
  const hours = Math.max(0, result.scenario.durationMs - result.scenario.warmupMs) / 3_600_000;
  const isMixed = choices.some((choice) => choice.make().currency === 'CNY');
  return [
    {
      about: `${ABOUT}: the month`,
      value: `${monthHours} h, all of it as the ${Number(hours.toPrecision(3))} h that were measured`,
      source: 'assumption; 365 · 24 / 12 = 730',
    },
    ...(isMixed || settings.currency === 'CNY'
      ? [
          {
            about: `${ABOUT}: currency`,
            value: `1 USD = ${rates.CNY} CNY`,
            source: isRateAssumed ? 'assumption' : 'the scenario',
          },
        ]
      : []),
    ...(settings.isUnstated === true
      ? [
          {
            about: `${ABOUT}: who bills`,
            value: `${[...used.keys()].join(', ')}, for the scenario has no section price`,
            source: 'assumption',
          },
        ]
      : []),
    ...[...used.values()].map(({ name, part }) => ({
      about: `${ABOUT}: ${name}`,
      value: part.summary,
      source: part.source,
    })),
    { about: `${ABOUT}: carbon`, value: carbon.part.summary, source: carbon.part.source },
  ];
}
