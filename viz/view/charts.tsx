import type { Result } from '../../sim/index.ts';
import { has } from '../data/ask.ts';
import { cacheTiers } from '../data/over-time.ts';
import { Heatmap, Percentiles } from './distribution-cards.tsx';
import { Phases, Topology } from './system-cards.tsx';
import { ConnectedDevices, HitRatio, Load, PercentilesOverTime } from './time-cards.tsx';

interface Props {
  readonly result: Result;
  /** Another run to compare with. */
  readonly before?: Result | undefined;
}

/** The charts that a Result has something for, from the whole system to single times. */
export function Charts({ result, before }: Props) {
  const isWeb = has(result, 'requests');
  const isChat = has(result, 'messages');
  return (
    <div class="grid">
      <Topology result={result} />
      <Phases result={result} />
      <Load result={result} before={before} />
      {has(result, 'connected') && <ConnectedDevices result={result} before={before} />}
      {isWeb && <PercentilesOverTime result={result} before={before} metric="latency" />}
      {isWeb && <Heatmap result={result} />}
      {cacheTiers(result).length > 0 && <HitRatio result={result} before={before} />}
      {isWeb && <Percentiles result={result} metric="latency" />}
      {isChat && <PercentilesOverTime result={result} before={before} metric="delivery" />}
      {isChat && <Percentiles result={result} metric="delivery" />}
    </div>
  );
}
