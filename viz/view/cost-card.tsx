/** What a run costs by each price list, and what it emits: beside its latency. */
import type { PlanFacts, PriceFacts, Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';
import { ask, type Figure } from '../data/ask.ts';

export function Cost({ result }: { result: Result }) {
  const { prices } = result;
  if (prices === undefined) return null;
  const say = messages.value.cost;
  const rates = ratesOf(result);
  const carbon = [
    say.carbon(
      format.value.unit(ask(result, 'value', 'carbon_per_month'), 'gCO2e'),
      format.value.unit(ask(result, 'value', 'carbon_per_gb'), 'gCO2e'),
      format.value.unit(ask(result, 'value', 'energy_per_month'), 'kWh'),
    ),
  ];
  return (
    <section class="card wide" aria-labelledby="cost-title" id="cost">
      <header class="card-head">
        <h3 id="cost-title">{say.title}</h3>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="data-table" tabIndex={0} aria-label={say.title}>
        <table>
          <thead>
            <tr>
              {[say.plan, ...rates.map(({ title }) => title), say.lists].map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {prices.plans.map((plan) => (
              <PlanRow key={plan.name} result={result} prices={prices} plan={plan} rates={rates} />
            ))}
          </tbody>
        </table>
      </section>
      <p class="summary">{carbon}</p>
      <p class="summary">{say.note(prices.monthHours)}</p>
    </section>
  );
}

/** A sum of money for something: the heading of its column, and what it is in a Result. */
interface Rate {
  readonly title: string;
  readonly metric: string;
}

/** Columns of what there is: nobody pays for messages where nobody writes. */
function ratesOf(result: Result): readonly Rate[] {
  const say = messages.value.cost;
  const has = (metric: string) => (ask(result, 'value', metric) ?? 0) > 0;
  return [
    { title: say.month, metric: 'cost_per_month' },
    { title: say.million, metric: 'cost_per_million_requests' },
    ...(has('priced_watched') ? [{ title: say.hour, metric: 'cost_per_hour_watched' }] : []),
    ...(has('priced_messages')
      ? [{ title: say.millionMessages, metric: 'cost_per_million_messages' }]
      : []),
  ];
}

interface RowProps {
  readonly result: Result;
  readonly prices: PriceFacts;
  readonly plan: PlanFacts;
  readonly rates: readonly Rate[];
}

function PlanRow({ result, prices, plan: { name, bills }, rates }: RowProps) {
  const say = messages.value.cost;
  const money = (metric: string) =>
    inCurrency(ask(result, 'value', metric, { plan: name }), prices);
  const lists = bills.map(({ node, list, date, isVerified }) => {
    const doubt = isVerified ? '' : `, ${say.unverified}`;
    return `${node}: ${list} (${date}${doubt})`;
  });
  return (
    <tr data-plan={name}>
      <td>{name}</td>
      {rates.map(({ metric }) => (
        <td key={metric}>{money(metric)}</td>
      ))}
      <td class="note">{lists.join(' · ')}</td>
    </tr>
  );
}

/** A Result has dollars; people read what they asked for. */
const inCurrency = (usd: Figure, { currency, perUsd }: PriceFacts): string =>
  format.value.unit(usd === undefined ? usd : usd * perUsd, 'USD').replace('USD', currency);
