/** Which CDN and which site requests went to, where a scenario says more than "the nearest". */
import type { Result } from '../../result/result.ts';
import { figure, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';

const HEADING = [
  'sent to',
  'share',
  'quickest site',
  'p90 penalty',
  'errors',
  'p50 latency',
] as const;

/** Traffics and the CDNs that they know, in the order in which they are written. */
function pairs({ replications }: Result): readonly { traffic: string; cdn: string }[] {
  const found = new Map<string, { traffic: string; cdn: string }>();
  for (const { metric, labels } of replications[0]?.counters ?? []) {
    const { traffic, cdn } = labels;
    if (metric !== 'cdn_requests' || traffic === undefined || cdn === undefined) continue;
    found.set(`${traffic} ${cdn}`, { traffic, cdn });
  }
  return [...found.values()];
}

export const routesSection: Section = (result, options) => {
  const rows = pairs(result).map((labels) => [
    under(`${labels.traffic} → ${labels.cdn}`),
    figure(result, 'value', 'cdn_share', labels),
    figure(result, 'value', 'nearest_ratio', labels),
    figure(result, 'p90', 'mapping_penalty', labels),
    figure(result, 'value', 'cdn_error_ratio', labels),
    figure(result, 'p50', 'cdn_latency', labels),
  ]);
  const peers =
    total(result, 'peer_requests') === 0
      ? []
      : [under(`peers answered ${figure(result, 'value', 'peer_offload')} of requests`)];
  return rows.length === 0 ? peers : [...table([HEADING, ...rows], options), ...peers];
};
