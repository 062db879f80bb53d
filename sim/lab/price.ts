/** Prices a Result that is there, without running it again. */
import { priceResult } from '../model/cost/price-result.ts';
import {
  type PriceSettings,
  priceParams,
  settingsOf,
  unevenGroups,
  unstated,
} from '../model/cost/settings.ts';
import type { Result } from '../result/result.ts';

export type Repriced =
  | { readonly result: Result; readonly problems: readonly [] }
  | { readonly result: undefined; readonly problems: readonly string[] };

/** @param price a `price` section as a scenario has it, not yet checked. */
export function reprice(result: Result, price: unknown): Repriced {
  const parsed = priceParams.safeParse(price, { reportInput: true });
  if (!parsed.success) return refused(parsed.error.issues.map(textOf));
  const { nodes } = parsed.data;
  const { groups } = result.topology;
  const able = groups.filter(({ kind }) => kind !== 'clients').map(({ name }) => name);
  const strangers = Object.keys(nodes).filter((name) => !able.includes(name));
  if (strangers.length > 0) {
    return refused(strangers.map((name) => `${name}: expected one of ${able.join(', ')}`));
  }
  const uneven = unevenGroups(new Map(Object.entries(nodes)));
  if (uneven.length > 0) {
    const expected = 'expected one list, or as many as other groups that have several';
    return refused(uneven.map((name) => `${name}: ${nodes[name]!.length} lists: ${expected}`));
  }
  return { result: priceResult(result, settingsOf(parsed.data)), problems: [] };
}

const refused = (problems: readonly string[]): Repriced => ({ result: undefined, problems });

interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

function textOf(issue: Issue): string {
  const { hint } = ('params' in issue ? (issue.params ?? {}) : {}) as { hint?: string };
  const path = issue.path.filter((step) => typeof step !== 'number').join('.');
  return `${path}: ${issue.message}${hint === undefined ? '' : `; ${hint}`}`;
}

/**
 * Prices a Result as its scenario says; when that says nothing, by the list that is taken for caches
 * nearest to the clients. Without caches nobody's prices would fit, and there are none.
 */
export function priceAsStated(result: Result, stated: PriceSettings | undefined): Result {
  if (stated !== undefined) return priceResult(result, stated);
  const isCache = new Set(
    result.topology.groups.filter(({ kind }) => kind === 'cache').map(({ name }) => name),
  );
  const groups = deliverers(result).filter((name) => isCache.has(name));
  return groups.length === 0 ? result : priceResult(result, unstated(groups));
}

/** Who delivers: the caches nearest to the clients, or else the nodes that clients call. */
export function deliverers({ topology }: Result): string[] {
  const servers = topology.groups.filter(({ kind }) => kind !== 'clients');
  const caches = servers.filter(({ kind }) => kind === 'cache');
  const able = caches.length > 0 ? caches : servers;
  const layer = Math.min(...able.map((group) => group.layer));
  return able.filter((group) => group.layer === layer).map(({ name }) => name);
}
