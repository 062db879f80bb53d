/** What storages read, how fast, and what became of lost disks. */
import { evaluate } from '../../result/evaluate.ts';
import type { Result } from '../../result/result.ts';
import { formatValue } from '../format.ts';
import { figure, samples, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';

const HEADING = [
  'storage',
  'reads',
  'p50',
  'p99',
  'degraded',
  'disks busy',
  'years to loss',
] as const;

function row(result: Result, node: string): string[] {
  const years = evaluate(result, { fn: 'value', metric: 'mttdl_years', labels: { node } }).value;
  return [
    under(node),
    formatValue(total(result, 'storage_reads', { node }), 'count'),
    figure(result, 'p50', 'storage_read', { node }),
    figure(result, 'p99', 'storage_read', { node }),
    figure(result, 'value', 'degraded_read_ratio', { node }),
    figure(result, 'value', 'storage_utilisation', { node }),
    (years ?? 0).toExponential(1),
  ];
}

/** Only of storages that had something to repair. */
function repairLine(result: Result, node: string): string[] {
  const rebuilt = total(result, 'storage_repaired_bytes', { node });
  if (rebuilt === 0) return [];
  const read = formatValue(total(result, 'storage_repair_read_bytes', { node }), 'bytes');
  const whole = samples(result, 'storage_repair', { node });
  const until =
    whole === 0
      ? 'not whole yet'
      : `whole after ${figure(result, 'max', 'storage_repair', { node })}`;
  return [under(`${node}: ${formatValue(rebuilt, 'bytes')} rebuilt from ${read} read; ${until}`)];
}

export const storageSection: Section = (result, options) => {
  const groups = result.topology.groups.filter(({ kind }) => kind === 'storage');
  if (groups.length === 0) return [];
  const rows = groups.map(({ name }) => row(result, name));
  const repairs = groups.flatMap(({ name }) => repairLine(result, name));
  return [...table([HEADING, ...rows], options), ...repairs];
};
