/** Reads `price`: which group is billed by which list. */
import {
  type PriceSettings,
  priceParams,
  settingsOf,
  unevenGroups,
} from '../model/cost/settings.ts';
import { traitsOf } from '../part/reference.ts';
import { CODE } from './problem.ts';
import type { Declared } from './read-nodes.ts';
import type { Reading } from './reading.ts';

export function readPrice(
  { raw, findings }: Reading,
  declared: readonly Declared[],
): PriceSettings | undefined {
  if (raw.price === undefined) return undefined;
  const params = findings.parse(priceParams, raw.price, ['price']);
  if (params === undefined) return undefined;
  const groups = declared.map(({ name }) => name);
  const strangers = Object.keys(params.nodes).filter((name) => !groups.includes(name));
  for (const name of strangers) {
    findings.dangling(['price', 'nodes', name], name, 'a group of nodes', groups);
  }
  for (const { name, part } of declared) {
    if (params.nodes[name] === undefined || part === undefined) continue;
    if (traitsOf({ part }).serves?.includes('clients') !== true) continue;
    const message = `${name} are clients: expected a group that serves them`;
    findings.add(CODE.unfit, ['price', 'nodes', name], message);
  }
  const uneven = unevenGroups(new Map(Object.entries(params.nodes)));
  for (const name of uneven) {
    const found = `${params.nodes[name]!.length} lists`;
    const expected = 'one, or as many as the other groups that have several';
    findings.add(CODE.value, ['price', 'nodes', name], `${found}: expected ${expected}`);
  }
  return strangers.length + uneven.length > 0 ? undefined : settingsOf(params);
}
