/** The frame of every chart: title, note, switches, one-sentence summary, table and exports. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { download, pngOf, standaloneSvg, textFile } from '../app/download.ts';
import { messages } from '../app/preferences.ts';
import { type Table, toCsv } from '../data/table.ts';
import { DataTable } from './data-table.tsx';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly summary: string;
  readonly table: () => Table;
  readonly isSvg?: boolean;
  readonly className?: string;
  readonly switches?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Card(props: Props) {
  const say = messages.value;
  const showsTable = useSignal(false);
  const frame = useRef<HTMLDivElement>(null);
  const { id, title, note, summary } = props;
  return (
    <section class={`card ${props.className ?? ''}`} aria-labelledby={`${id}-title`} id={id}>
      <header class="card-head">
        <h3 id={`${id}-title`} title={note}>
          {title}
        </h3>
        <div class="card-tools">
          {props.switches}
          <Exports
            id={id}
            table={props.table}
            frame={() => frame.current!}
            isSvg={props.isSvg ?? false}
          />
          <button
            type="button"
            class="quiet"
            aria-pressed={showsTable.value}
            onClick={() => {
              showsTable.value = !showsTable.value;
            }}
          >
            {showsTable.value ? say.chartView : say.table}
          </button>
        </div>
      </header>
      <div
        ref={frame}
        class="frame"
        role="img"
        aria-label={title}
        aria-describedby={`${id}-summary`}
        hidden={showsTable.value}
      >
        {props.children}
      </div>
      {showsTable.value && <DataTable table={props.table()} caption={title} />}
      <p class="summary" id={`${id}-summary`}>
        {summary} <span class="note">{note}</span>
      </p>
    </section>
  );
}

interface ExportProps {
  readonly id: string;
  readonly isSvg: boolean;
  readonly table: () => Table;
  readonly frame: () => HTMLElement;
}

function Exports({ id, isSvg, table, frame }: ExportProps) {
  const say = messages.value;
  const saveSvg = () => {
    const svg = frame().querySelector('svg');
    if (svg !== null) download(`${id}.svg`, textFile(standaloneSvg(svg), 'image/svg+xml'));
  };
  const menu = useRef<HTMLDetailsElement>(null);
  const item = (text: string, save: () => void) => (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        save();
        menu.current!.open = false;
      }}
    >
      {text}
    </button>
  );
  return (
    <details class="menu" name="export" ref={menu}>
      <summary aria-label={say.exportAs} title={say.exportAs}>
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path
            d="M8 1.5v8.5M4.5 6.5L8 10l3.5-3.5M2 11v3h12v-3"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
          />
        </svg>
      </summary>
      <div>
        {item(say.exportCsv, () => download(`${id}.csv`, textFile(toCsv(table()), 'text/csv')))}
        {isSvg && item(say.exportSvg, saveSvg)}
        {item(say.exportPng, async () => download(`${id}.png`, await pngOf(frame())))}
      </div>
    </details>
  );
}
