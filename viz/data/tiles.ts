/** The figures at the top of a result, each with its course over time. */
import type { Labels, QueryFunction, Result, Unit } from '../../sim/index.ts';
import { type Colour, tierColour } from '../charts/palette.ts';
import { ask, askWindows, type Figure, has } from './ask.ts';
import { cacheTiers } from './over-time.ts';

export interface Tile {
  readonly id: string;
  /** Key of the message that names it. */
  readonly title: TileTitle;
  /** What the title is about, such as a tier. */
  readonly subject?: string;
  readonly unit: Unit;
  readonly value: Figure;
  /** A second figure of the same kind, such as the hit ratio by bytes. */
  readonly bytesValue?: Figure;
  /** For counts: how many a second on average. */
  readonly perSecond?: Figure;
  readonly course: readonly (number | null)[];
  readonly colour: Colour;
}

export type TileTitle =
  | 'latency'
  | 'requests'
  | 'hitRatio'
  | 'originOffload'
  | 'delivery'
  | 'messages'
  | 'errors'
  | 'lost'
  | 'cost'
  | 'carbon';

const tile = (
  result: Result,
  [title, fn, metric]: readonly [TileTitle, QueryFunction, string],
  rest: { subject?: string; unit: Unit; colour: Colour; labels?: Labels },
): Tile => ({
  id: [title, rest.subject].filter(Boolean).join('-'),
  title,
  ...(rest.subject === undefined ? {} : { subject: rest.subject }),
  unit: rest.unit,
  value: ask(result, fn, metric, rest.labels),
  ...(fn === 'total' ? { perSecond: ask(result, 'rate', metric, rest.labels) } : {}),
  course: askWindows(result, fn === 'total' ? 'rate' : fn, metric, rest.labels),
  colour: rest.colour,
});

export function tiles(result: Result): Tile[] {
  return [...webTiles(result), ...chatTiles(result), ...costTiles(result)];
}

/** By the scenario's own plan; a month has no course over the run. */
function costTiles(result: Result): Tile[] {
  if (result.prices === undefined) return [];
  const colour: Colour = '--muted';
  const [plan] = result.prices.plans;
  return [
    tile(result, ['cost', 'value', 'cost_per_month'], {
      unit: 'USD',
      colour,
      ...(plan && { subject: plan.name }),
    }),
    tile(result, ['carbon', 'value', 'carbon_per_month'], { unit: 'gCO2e', colour }),
  ].map((each) => ({ ...each, course: [] }));
}

function webTiles(result: Result): Tile[] {
  if (!has(result, 'requests')) return [];
  const percentiles = (['p50', 'p95', 'p99', 'p99.9'] as const).map((fn) => {
    const colour: Colour = fn === 'p50' ? '--p50' : fn === 'p95' ? '--p95' : '--p99';
    return tile(result, ['latency', fn, 'latency'], { subject: fn, unit: 'ms', colour });
  });
  return [
    ...percentiles,
    ...cacheTiers(result).map((node) => hitTile(result, node)),
    tile(result, ['originOffload', 'value', 'origin_offload'], {
      unit: 'ratio',
      colour: '--kind-origin',
    }),
    tile(result, ['requests', 'total', 'requests'], { unit: 'count', colour: '--muted' }),
    tile(result, ['errors', 'value', 'error_ratio'], { unit: 'ratio', colour: '--fail' }),
  ];
}

function hitTile(result: Result, node: string): Tile {
  const labels = { node };
  const colour = tierColour(result.topology.groups, node);
  const byRequests = tile(result, ['hitRatio', 'value', 'hit_ratio'], {
    subject: node,
    unit: 'ratio',
    colour,
    labels,
  });
  return { ...byRequests, bytesValue: ask(result, 'value', 'byte_hit_ratio', labels) };
}

function chatTiles(result: Result): Tile[] {
  if (!has(result, 'messages')) return [];
  const colour: Colour = '--kind-gateway';
  return [
    tile(result, ['delivery', 'p50', 'delivery'], { subject: 'p50', unit: 'ms', colour }),
    tile(result, ['delivery', 'p99', 'delivery'], { subject: 'p99', unit: 'ms', colour }),
    tile(result, ['messages', 'total', 'messages'], { unit: 'count', colour: '--muted' }),
    tile(result, ['lost', 'value', 'loss_ratio'], { unit: 'ratio', colour: '--fail' }),
  ];
}
