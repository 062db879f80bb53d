/** Cards about what was simulated: its topology and what happened to it. */
import { useMemo } from 'preact/hooks';
import type { Result } from '../../sim/index.ts';
import type { Messages } from '../app/messages.ts';
import { format, messages } from '../app/preferences.ts';
import { renderPhases } from '../charts/phases.ts';
import { renderTopology, type TopologyData } from '../charts/topology.ts';
import { durationMs, reachedMs } from '../data/ask.ts';
import { summariseTopology } from '../data/summary.ts';
import { phasesTable, topologyTable } from '../data/table.ts';
import { topologyData } from '../data/topology.ts';
import { Card } from './card.tsx';
import { ChartHost, looks } from './chart-host.tsx';

/** Groups say in the reader's language what they are set to. */
const inWords = ({ nodes, edges }: TopologyData, say: Messages): TopologyData => ({
  nodes: nodes.map((node) => ({ ...node, detail: say.inWords(node.detail) })),
  edges,
});

interface Props {
  readonly result: Result;
}

export function Topology({ result }: Props) {
  const say = messages.value;
  const data = useMemo(() => inWords(topologyData(result), say), [result, say]);
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

const phasesData = (result: Result, say: Messages) => ({
  durationMs: durationMs(result),
  warmupMs: result.scenario.warmupMs,
  nowMs: Math.min(reachedMs(result), durationMs(result)),
  bars: result.timeline.map((one) => ({ ...one, text: say.inWords(one.text) })),
});

export function Phases({ result }: Props) {
  const say = messages.value;
  const data = useMemo(() => phasesData(result, say), [result, say]);
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
