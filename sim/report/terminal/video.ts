import type { Labels } from '../../result/result.ts';
import { formatValue } from '../format.ts';
import { figure, samples, total } from './ask.ts';
import { type Section, table, under } from './layout.ts';

/** What viewers of each video traffic saw; live latency where there is any. */
export const videoSection: Section = (result, options) => {
  const flows = result.traffic
    .map(({ name }) => ({ name, labels: { traffic: name } }))
    .filter(({ labels }) => total(result, 'sessions', labels) > 0);
  if (flows.length === 0) return [];
  const isLive = samples(result, 'live_latency') > 0;
  const head = ['video', 'viewers', 'start-up p50', 'stalled', 'bitrate', 'switches/h', 'QoE'];
  const rows = flows.map(({ name, labels }) => {
    const value = (metric: string) => figure(result, 'value', metric, labels);
    const cells = [
      under(name),
      formatValue(total(result, 'sessions', labels), 'count'),
      figure(result, 'p50', 'startup', labels),
      value('rebuffer_ratio'),
      value('mean_bitrate'),
      value('switches_per_hour'),
      value('segment_qoe'),
    ];
    return isLive ? [...cells, liveLatency(labels)] : cells;
  });
  return table([isLive ? [...head, 'live p50'] : head, ...rows], options);

  function liveLatency(labels: Labels): string {
    return samples(result, 'live_latency', labels) > 0
      ? figure(result, 'p50', 'live_latency', labels)
      : '–';
  }
};
