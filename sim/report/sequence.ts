/** Sequence diagrams as text that Mermaid draws. Source: mermaid.js.org, Sequence diagrams. */
import type { Sequence, SequenceStep } from '../result/sequence.ts';
import { formatSpan, formatValue } from './format.ts';

/** Signs that have a meaning of their own. */
const escaped = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll(';', '#59;').replaceAll('#35#59;', '#35;');

/** Acknowledgements without anything else are left out: they are half of all packets. */
const isShown = ({ what }: SequenceStep): boolean => what !== 'ACK';

export function mermaidText({ title, connections, steps }: Sequence): string {
  const shown = steps.filter(isShown);
  const names = [...new Set(shown.flatMap(({ where, to }) => [where, to]))];
  const idOf = (name: string) => `n${names.indexOf(name)}`;
  const beginMs = steps[0]?.atMs ?? 0;
  const arrows = shown.map(({ atMs, what, where, to, arrivesAtMs, bytes }) => {
    const isLost = arrivesAtMs === undefined;
    const size = bytes === 0 ? '' : ` (${formatValue(bytes, 'bytes')})`;
    const took = isLost ? 'lost' : `${formatSpan(arrivesAtMs - atMs)} on its way`;
    const text = `+${formatSpan(atMs - beginMs)} ${what}${size}, ${took}`;
    return `  ${idOf(where)}${isLost ? '-x' : '->>'}${idOf(to)}: ${escaped(text)}`;
  });
  return [
    '---',
    `title: ${JSON.stringify(title)}`,
    '---',
    'sequenceDiagram',
    ...names.map((name) => `  participant ${idOf(name)} as ${escaped(name)}`),
    ...arrows,
    ...connections.map(
      ({ connection, from, to, upBytes, downBytes, roundTrips }) =>
        `%% connection ${connection}, ${from} to ${to}: ${upBytes} B up, ${downBytes} B down, ${roundTrips} round trips`,
    ),
    '',
  ].join('\n');
}
