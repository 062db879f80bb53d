/** Cards that show all values and not a summary of them: heatmap and percentile plot. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Result } from '../../sim/index.ts';
import { format, messages, theme } from '../app/preferences.ts';
import { type HeatmapCell, renderHeatmap } from '../charts/heatmap.ts';
import { renderPercentilePlot } from '../charts/percentile-plot.ts';
import { labelValues } from '../data/ask.ts';
import { latencyHeat } from '../data/heat.ts';
import { percentileLines, type SplitBy } from '../data/percentiles.ts';
import { summariseHeat, summarisePercentiles } from '../data/summary.ts';
import { heatTable, percentileTable } from '../data/table.ts';
import { Card } from './card.tsx';
import { CHART_HEIGHT, ChartHost, looks } from './chart-host.tsx';
import { Switch } from './switch.tsx';

interface Props {
  readonly result: Result;
}

function describeCell({ fromMs, low, high, count, columnShare }: HeatmapCell): string {
  const { clock, ms, count: counted, ratio } = format.value;
  return messages.value.cell(clock(fromMs), ms(low), ms(high), counted(count), ratio(columnShare));
}

export function Heatmap({ result }: Props) {
  const say = messages.value;
  const scale = useSignal<'counts' | 'columns'>('counts');
  const data = useMemo(() => latencyHeat(result), [result]);
  const choices = [
    ['counts', say.counts],
    ['columns', say.columnShare],
  ] as const;
  const options = {
    heightPx: CHART_HEIGHT,
    byColumn: scale.value === 'columns',
    isDark: theme.value === 'dark',
    formatValue: format.value.ms,
    formatTime: format.value.clock,
    describeCell,
  };
  return (
    <Card
      id="heatmap"
      title={say.chart.heatmap}
      note={say.note.heatmap}
      summary={summariseHeat(data, format.value, say)}
      table={() => heatTable(data)}
      switches={<Switch label={say.chart.heatmap} chosen={scale} choices={choices} />}
    >
      <div class="ramp">
        {say.fewer} <i /> {say.more}
      </div>
      <ChartHost
        id="heatmap"
        render={renderHeatmap}
        data={data}
        options={options}
        version={`${looks()} ${scale.value}`}
      />
    </Card>
  );
}

const SPLITS = ['during', 'place', 'traffic'] as const;

export function Percentiles({ result, metric }: Props & { metric: 'latency' | 'delivery' }) {
  const say = messages.value;
  const splits = SPLITS.filter((split) => labelValues(result, metric, split).length > 0);
  // A run has no phases to show at first, so the default is found anew each time.
  const chosen = useSignal<SplitBy | undefined>(undefined);
  const split = chosen.value ?? splits[0] ?? 'place';
  const data = useMemo(
    () => percentileLines(result, metric, split, say.whole),
    [result, metric, split, say],
  );
  const id = metric === 'latency' ? 'percentiles' : 'delivery-percentiles';
  const title = metric === 'latency' ? say.chart.percentiles : say.chart.deliveryPercentiles;
  const choices = splits.map((name) => [name, say.split[name]] as const);
  return (
    <Card
      id={id}
      title={title}
      note={say.note.percentiles}
      summary={summarisePercentiles(data, format.value, say)}
      table={() => percentileTable(data)}
      isSvg
      switches={choices.length > 1 && <Switch label={title} chosen={chosen} choices={choices} />}
    >
      <ChartHost
        id={id}
        render={renderPercentilePlot}
        data={data}
        options={{ heightPx: CHART_HEIGHT + 24, formatValue: format.value.ms }}
        version={looks()}
      />
    </Card>
  );
}
