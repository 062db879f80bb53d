/** Everything a run takes for granted, with its source: the model card of a Result. */
import type { Choice } from '../part/choice.ts';
import type { Assumption } from '../result/result.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** What holds in every run, whatever the scenario names. */
const ALWAYS: readonly Assumption[] = [
  {
    about: 'round trip inside a place',
    value: '0.1 ms',
    source: 'IBM VPC within a zone, August 2026',
  },
  {
    about: 'transfer over a link',
    value: 'transfers share the bandwidth equally; no slow start, no loss',
    source: 'assumption; processor sharing as a model of TCP: Massoulié & Roberts, 1999',
  },
  {
    about: 'connections between servers',
    value: 'open all the time',
    source: 'assumption',
  },
  {
    about: 'which node is used',
    value: 'the nearest place that has one; devices keep to one node there',
    source: 'assumption',
  },
];

/** Takes the place of the same in `ALWAYS` when a transport follows windows, queues and losses. */
const FOLLOWED: Assumption = {
  about: 'transfer over a link',
  value:
    'answers over http-1.1, http-2 and http-3 have windows, queues and losses; all else shares the bandwidth equally, without',
  source: 'docs/networks.md, measured against Linux; processor sharing: Massoulié & Roberts, 1999',
};

/** Whether a part among these parameters sends packets one by one. */
const isFollowed = (params: Readonly<Record<string, unknown>>): boolean =>
  Object.values(params).some((value) => isChoice(value) && 'congestion' in value.params);

const isChoice = (value: unknown): value is Choice<unknown, unknown> =>
  value !== null && typeof value === 'object' && 'part' in value && 'make' in value;

/** The parts that parameters name, at any depth, each with the path under which it stands. */
function partsIn(path: string, value: unknown): Assumption[] {
  if (value === null || typeof value !== 'object') return [];
  const own = isChoice(value) ? [about(path, value)] : [];
  const inner = isChoice(value) ? value.params : value;
  const nested = Object.entries(inner).flatMap(([key, child]) => partsIn(`${path}.${key}`, child));
  return [...own, ...nested];
}

const about = (path: string, { name, part }: Choice<unknown, unknown>): Assumption => ({
  about: path,
  value: `${name}: ${part.summary}`,
  source: part.source,
});

export function assumptionsOf(scenario: Scenario): Assumption[] {
  const nodes = scenario.nodes.flatMap(({ name, kind }) => partsIn(`nodes.${name}`, kind));
  const traffic = scenario.traffic.flatMap(({ name, kind }) => partsIn(`traffic.${name}`, kind));
  const hasPackets = scenario.traffic.some(({ kind }) => isFollowed(kind.params));
  const always = ALWAYS.map((one) => (hasPackets && one.about === FOLLOWED.about ? FOLLOWED : one));
  return [...always, ...partsIn('network', scenario.network), ...nodes, ...traffic];
}
