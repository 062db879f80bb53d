/** The charts of a Result, each with its data, words and switches. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Result } from '../../sim/index.ts';
import { format, language, messages, theme } from '../app/preferences.ts';
import { renderHeatmap } from '../charts/heatmap.ts';
import { renderPercentilePlot } from '../charts/percentile-plot.ts';
import { renderPhases } from '../charts/phases.ts';
import { renderTimeChart, type TimeData } from '../charts/time-chart.ts';
import { renderTopology } from '../charts/topology.ts';
import { ask, durationMs, has, labelValues, reachedMs } from '../data/ask.ts';
import { latencyHeat } from '../data/heat.ts';
import {
  type By,
  cacheTiers,
  hitMetric,
  hitRatioOverTime,
  percentilesOverTime,
  rateOverTime,
} from '../data/over-time.ts';
import { percentileLines, type SplitBy } from '../data/percentiles.ts';
import {
  summariseHeat,
  summariseLines,
  summarisePercentiles,
  summariseTopology,
} from '../data/summary.ts';
import {
  heatTable,
  percentileTable,
  phasesTable,
  timeTable,
  topologyTable,
} from '../data/table.ts';
import { topologyData } from '../data/topology.ts';
import { Card } from './card.tsx';
import { ChartHost } from './chart-host.tsx';
import { Switch } from './switch.tsx';

interface Props {
  readonly result: Result;
}
type Time = 'latency' | 'delivery';

const HEIGHT = 240;
/** A chart is made anew when its words or colours change. */
const looks = () => `${language.value} ${theme.value}`;

interface TimeCardProps {
  readonly id: 'latency' | 'delivery' | 'rate';
  readonly data: TimeData;
  readonly write: (value: number | null) => string;
}

function TimeCard({ id, data, write }: TimeCardProps) {
  const say = messages.value;
  const scale = useSignal<'linear' | 'log'>('linear');
  const isLog = scale.value === 'log';
  const choices = [
    ['linear', say.linear],
    ['log', say.logarithmic],
  ] as const;
  return (
    <Card
      id={id}
      title={say.chart[id]}
      note={say.note[id]}
      summary={summariseLines(data, write, format.value, say)}
      table={() => timeTable(data)}
      switches={
        id !== 'rate' && (
          <Switch
            label={say.chart[id]}
            value={scale.value}
            choices={choices}
            onChoose={(choice) => {
              scale.value = choice;
            }}
          />
        )
      }
    >
      <ChartHost
        id={id}
        render={renderTimeChart}
        data={data}
        options={{ heightPx: HEIGHT, isLog, formatValue: write, formatTime: format.value.clock }}
        version={`${looks()} ${scale.value}`}
      />
    </Card>
  );
}

export function TimeOverTime({ result, metric }: Props & { metric: Time }) {
  const data = useMemo(() => percentilesOverTime(result, metric), [result, metric]);
  return <TimeCard id={metric} data={data} write={format.value.ms} />;
}

export function Load({ result }: Props) {
  const data = useMemo(() => rateOverTime(result), [result]);
  return <TimeCard id="rate" data={data} write={format.value.perSecond} />;
}

export function Heatmap({ result }: Props) {
  const say = messages.value;
  const scale = useSignal<'counts' | 'columns'>('counts');
  const data = useMemo(() => latencyHeat(result), [result]);
  const { ms, count, ratio, clock } = format.value;
  const choices = [
    ['counts', say.counts],
    ['columns', say.columnShare],
  ] as const;
  const options = {
    heightPx: HEIGHT,
    byColumn: scale.value === 'columns',
    isDark: theme.value === 'dark',
    formatValue: ms,
    formatTime: clock,
    describeCell: (cell: {
      fromMs: number;
      low: number;
      high: number;
      count: number;
      columnShare: number;
    }) =>
      say.cell(
        clock(cell.fromMs),
        ms(cell.low),
        ms(cell.high),
        count(cell.count),
        ratio(cell.columnShare),
      ),
  };
  return (
    <Card
      id="heatmap"
      title={say.chart.heatmap}
      note={say.note.heatmap}
      summary={summariseHeat(data, format.value, say)}
      table={() => heatTable(data)}
      switches={
        <Switch
          label={say.chart.heatmap}
          value={scale.value}
          choices={choices}
          onChoose={(choice) => {
            scale.value = choice;
          }}
        />
      }
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

export function HitRatio({ result }: Props) {
  const say = messages.value;
  const by = useSignal<By>('requests');
  const data = useMemo(() => hitRatioOverTime(result, by.value), [result, by.value]);
  const { ratio, clock } = format.value;
  const parts = cacheTiers(result).map((node) => {
    const value = ask(result, 'value', hitMetric(by.value), { node });
    return `${node} ${ratio(value)}`;
  });
  const choices = [
    ['requests', say.requests],
    ['bytes', say.bytes],
  ] as const;
  return (
    <Card
      id="hit"
      title={say.chart.hit}
      note={say.note.hit}
      summary={say.summary.hit(parts.join(', '))}
      table={() => timeTable(data)}
      switches={
        <Switch
          label={say.chart.hit}
          value={by.value}
          choices={choices}
          onChoose={(choice) => {
            by.value = choice;
          }}
        />
      }
    >
      <ChartHost
        id="hit"
        render={renderTimeChart}
        data={data}
        options={{ heightPx: HEIGHT, isRatio: true, formatValue: ratio, formatTime: clock }}
        version={looks()}
      />
    </Card>
  );
}

export function Percentiles({ result, metric }: Props & { metric: Time }) {
  const say = messages.value;
  const splits = (['during', 'place', 'traffic'] as const).filter(
    (split) => labelValues(result, metric, split).length > 0,
  );
  const chosen = useSignal<SplitBy | undefined>(undefined);
  const split = chosen.value ?? splits[0] ?? 'place';
  const data = useMemo(
    () => percentileLines(result, metric, split, say.whole),
    [result, metric, split, say],
  );
  const id = metric === 'latency' ? 'percentiles' : 'delivery-percentiles';
  const title = metric === 'latency' ? say.chart.percentiles : say.chart.deliveryPercentiles;
  return (
    <Card
      id={id}
      title={title}
      note={say.note.percentiles}
      summary={summarisePercentiles(data, format.value, say)}
      table={() => percentileTable(data)}
      isSvg
      switches={
        splits.length > 1 && (
          <Switch
            label={title}
            value={split}
            choices={splits.map((name) => [name, say.split[name]] as const)}
            onChoose={(choice) => {
              chosen.value = choice;
            }}
          />
        )
      }
    >
      <ChartHost
        id={id}
        render={renderPercentilePlot}
        data={data}
        options={{ heightPx: HEIGHT + 24, formatValue: format.value.ms }}
        version={looks()}
      />
    </Card>
  );
}

export function Topology({ result }: Props) {
  const say = messages.value;
  const data = useMemo(() => topologyData(result), [result]);
  const options = {
    nameKind: (kind: string) => say.kind[kind] ?? kind,
    formatRate: format.value.perSecond,
    formatRatio: format.value.ratio,
    hitText: say.hits,
  };
  return (
    <Card
      id="topology"
      className="wide"
      title={say.chart.topology}
      note={say.note.topology}
      summary={summariseTopology(data, format.value, say)}
      table={() => topologyTable(data)}
      isSvg
    >
      <ChartHost
        id="topology"
        render={renderTopology}
        data={data}
        options={options}
        version={looks()}
      />
    </Card>
  );
}

export function Phases({ result }: Props) {
  const say = messages.value;
  const data = useMemo(
    () => ({
      durationMs: durationMs(result),
      warmupMs: result.scenario.warmupMs,
      nowMs: Math.min(reachedMs(result), durationMs(result)),
      bars: result.timeline,
    }),
    [result],
  );
  return (
    <Card
      id="phases"
      title={say.chart.phases}
      note={say.note.phases}
      summary={say.summary.phases(data.bars.length)}
      table={() => phasesTable(data)}
      isSvg
    >
      <ChartHost
        id="phases"
        render={renderPhases}
        data={data}
        options={{ warmupText: say.warmup, formatTime: format.value.clock }}
        version={looks()}
      />
    </Card>
  );
}

/** Which charts a Result has something for. */
export function Charts({ result }: Props) {
  const isWeb = has(result, 'latency') || has(result, 'requests');
  const isChat = has(result, 'delivery') || has(result, 'messages');
  return (
    <div class="grid">
      <Topology result={result} />
      <Phases result={result} />
      <Load result={result} />
      {isWeb && <TimeOverTime result={result} metric="latency" />}
      {isWeb && <Heatmap result={result} />}
      {cacheTiers(result).length > 0 && <HitRatio result={result} />}
      {isWeb && <Percentiles result={result} metric="latency" />}
      {isChat && <TimeOverTime result={result} metric="delivery" />}
      {isChat && <Percentiles result={result} metric="delivery" />}
    </div>
  );
}
