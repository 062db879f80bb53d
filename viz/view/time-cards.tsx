/** Cards with lines over virtual time: percentiles, load, hit ratios. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';
import { renderTimeChart, type TimeData } from '../charts/time-chart.ts';
import { ask } from '../data/ask.ts';
import {
  type By,
  cacheTiers,
  connectedOverTime,
  hitMetric,
  hitRatioOverTime,
  percentilesOverTime,
  rateOverTime,
  withBefore,
} from '../data/over-time.ts';
import { summariseLines } from '../data/summary.ts';
import { timeTable } from '../data/table.ts';
import { Card } from './card.tsx';
import { CHART_HEIGHT, ChartHost, looks } from './chart-host.tsx';
import { Switch } from './switch.tsx';

interface Props {
  readonly result: Result;
  /** Another run, drawn pale behind this one. */
  readonly before?: Result | undefined;
}

interface TimeCardProps {
  readonly id: 'latency' | 'delivery' | 'rate' | 'connected';
  readonly data: TimeData;
  readonly before: TimeData | undefined;
  readonly write: (value: number | null) => string;
}

const isTime = (id: TimeCardProps['id']) => id === 'latency' || id === 'delivery';

function TimeCard({ id, data, before, write }: TimeCardProps) {
  const say = messages.value;
  const scale = useSignal<'linear' | 'log'>('linear');
  const title = say.chart[id];
  const choices = [
    ['linear', say.linear],
    ['log', say.logarithmic],
  ] as const;
  const options = {
    heightPx: CHART_HEIGHT,
    isLog: scale.value === 'log',
    formatValue: write,
    formatTime: format.value.clock,
  };
  return (
    <Card
      id={id}
      title={title}
      note={say.note[id]}
      summary={summariseLines(data, write, format.value, say)}
      table={() => timeTable(data)}
      switches={isTime(id) && <Switch label={title} chosen={scale} choices={choices} />}
    >
      <ChartHost
        id={id}
        render={renderTimeChart}
        data={withBefore(data, before, say.rewind.unforked)}
        options={options}
        version={`${looks()} ${scale.value}`}
      />
    </Card>
  );
}

export function PercentilesOverTime({
  result,
  before,
  metric,
}: Props & { metric: 'latency' | 'delivery' }) {
  const data = useMemo(() => percentilesOverTime(result, metric), [result, metric]);
  const past = useMemo(() => before && percentilesOverTime(before, metric), [before, metric]);
  return <TimeCard id={metric} data={data} before={past} write={format.value.ms} />;
}

export function Load({ result, before }: Props) {
  const data = useMemo(() => rateOverTime(result), [result]);
  const past = useMemo(() => before && rateOverTime(before), [before]);
  return <TimeCard id="rate" data={data} before={past} write={format.value.perSecond} />;
}

export function ConnectedDevices({ result, before }: Props) {
  const data = useMemo(() => connectedOverTime(result), [result]);
  const past = useMemo(() => before && connectedOverTime(before), [before]);
  return <TimeCard id="connected" data={data} before={past} write={format.value.count} />;
}

export function HitRatio({ result, before }: Props) {
  const say = messages.value;
  const by = useSignal<By>('requests');
  const data = useMemo(() => hitRatioOverTime(result, by.value), [result, by.value]);
  const past = useMemo(() => before && hitRatioOverTime(before, by.value), [before, by.value]);
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
      switches={<Switch label={say.chart.hit} chosen={by} choices={choices} />}
    >
      <ChartHost
        id="hit"
        render={renderTimeChart}
        data={withBefore(data, past, say.rewind.unforked)}
        options={{ heightPx: CHART_HEIGHT, isRatio: true, formatValue: ratio, formatTime: clock }}
        version={looks()}
      />
    </Card>
  );
}
