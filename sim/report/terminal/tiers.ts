import type { GroupFacts, Result } from '../../result/result.ts';
import { formatValue, NO_VALUE } from '../format.ts';
import { figure, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';

const HEADING = ['tier', 'requests', 'hit ratio', 'bytes', 'byte hit ratio'] as const;

/** Groups of caches, nearest to the clients first. */
export function cacheGroups({ topology }: Result): GroupFacts[] {
  const caches = topology.groups.filter(({ kind }) => kind === 'cache');
  return caches.sort((one, other) => one.layer - other.layer);
}

function cacheRow(result: Result, node: string): string[] {
  return [
    under(node),
    formatValue(total(result, 'cache_requests', { node }), 'count'),
    figure(result, 'value', 'hit_ratio', { node }),
    formatValue(total(result, 'cache_request_bytes', { node }), 'bytes'),
    figure(result, 'value', 'byte_hit_ratio', { node }),
  ];
}

function originRow(result: Result, node: string): string[] {
  const requests = formatValue(total(result, 'origin_requests', { node }), 'count');
  const bytes = formatValue(total(result, 'origin_bytes', { node }), 'bytes');
  return [under(node), requests, NO_VALUE, bytes, NO_VALUE];
}

/** Who in a node with a disk serves what. */
function diskLine(result: Result, node: string): string[] {
  const memory = figure(result, 'value', 'memory_hit_ratio', { node });
  if (total(result, 'cache_memory_hits', { node }) + total(result, 'disk_reads', { node }) === 0) {
    return [];
  }
  const disk = figure(result, 'value', 'disk_hit_ratio', { node });
  const read = formatValue(total(result, 'disk_read_bytes', { node }), 'bytes');
  const busy = figure(result, 'value', 'disk_utilisation', { node });
  return [under(`${node}: ${memory} from memory, ${disk} from disk; ${read} read, busy ${busy}`)];
}

/** Clients whose devices have caches of their own. */
function browserGroups(result: Result): string[] {
  const clients = result.topology.groups.filter(({ kind }) => kind === 'clients');
  const names = clients.map(({ name }) => name);
  return names.filter((node) => total(result, 'cache_requests', { node }) > 0);
}

/** What each tier was asked and how much of it came from copies. */
export const tiersSection: Section = (result, options) => {
  const origins = result.topology.groups.filter(({ kind }) => kind === 'origin');
  const rows = [
    ...browserGroups(result).map((name) => cacheRow(result, name)),
    ...cacheGroups(result).map(({ name }) => cacheRow(result, name)),
    ...origins.map(({ name }) => originRow(result, name)),
  ];
  if (rows.length === 0) return [];
  const requests = figure(result, 'value', 'origin_offload');
  const bytes = figure(result, 'value', 'byte_origin_offload');
  const offload = `origin offload ${requests} of requests, ${bytes} of bytes`;
  const busy = figure(result, 'value', 'origin_utilisation');
  // Files of older runs do not say.
  const known = busy === NO_VALUE ? [] : [under(`origin workers busy ${busy} of the time`)];
  const disks = cacheGroups(result).flatMap(({ name }) => diskLine(result, name));
  return [...table([HEADING, ...rows], options), ...disks, under(offload), ...known];
};
