/** Puts a framework-free chart into the page, and leaves it in peace between updates. */
import { useEffect, useRef } from 'preact/hooks';
import { language, theme } from '../app/preferences.ts';
import type { Chart, RenderChart } from '../charts/chart.ts';

export const CHART_HEIGHT = 240;

/** A chart is made anew when its words or colours change. */
export const looks = () => `${language.value} ${theme.value}`;

/** `window.twinwing.charts`: every chart on the page by its id, so that tests can read what is plotted. */
const charts = new Map<string, Chart<never, unknown>>();

/** The one documented hook into a running page; `charts` by id and the `result` on show. */
export const hook = { charts };
declare global {
  interface Window {
    twinwing: typeof hook & { result?: () => unknown };
  }
}
window.twinwing = hook;

interface Props<Data, Options> {
  readonly id: string;
  readonly render: RenderChart<Data, Options, unknown>;
  readonly data: Data;
  readonly options: Options;
  /** Changes when the options do: the chart is then made anew. */
  readonly version: string;
}

export function ChartHost<Data, Options>(props: Props<Data, Options>) {
  const { id, render, data, options, version } = props;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart<Data, unknown>>(undefined);
  useEffect(() => {
    const made = render(host.current!, data, options);
    chart.current = made;
    charts.set(id, made as Chart<never, unknown>);
    return () => {
      made.destroy();
      charts.delete(id);
    };
  }, [id, render, version]);
  useEffect(() => chart.current?.update(data), [data]);
  return <div class="plot" ref={host} />;
}
