import { describe, expect, it } from 'vitest';
import { type Change, changesBetween, read } from '../../sim/index.ts';
import { scenarioOf, scenarioText } from './scenario-text.ts';

const timeline = (...lines: string[]) =>
  `${scenarioText()}timeline:\n${lines.map((line) => `  - ${line}\n`).join('')}`;

const CRASH = '{ at: 5s, do: crash, node: edge, for: 1s }';
const PURGE = '{ at: 9s, do: purge, nodes: edge }';

const changes = (a: string, b: string): Change[] => changesBetween(scenarioOf(a), scenarioOf(b));

describe('the changes between two scenarios', () => {
  it('are none when both say the same', () => {
    expect(changes(scenarioText(), scenarioText())).toEqual([]);
  });

  it('name the path that --set takes, and both values as they were written', () => {
    const b = scenarioText({ policy: '{ s3-fifo: { small: 20% } }' });
    expect(changes(scenarioText(), b)).toEqual([
      { path: 'nodes.edge.policy', a: 'lru', b: '{ s3-fifo: { small: 20% } }' },
    ]);
  });

  it('show what only one of them has', () => {
    const b = scenarioText().replace('policy: lru, ', '');
    expect(changes(scenarioText(), b)).toEqual([{ path: 'nodes.edge.policy', a: 'lru' }]);
    expect(changes(b, scenarioText())).toEqual([{ path: 'nodes.edge.policy', b: 'lru' }]);
  });

  it('go into the items of lists as long as each other', () => {
    const late = CRASH.replace('5s', '6s');
    expect(changes(timeline(CRASH, PURGE), timeline(late, PURGE))).toEqual([
      { path: 'timeline.0.at', a: '5s', b: '6s' },
    ]);
  });

  it('show the items that only one of two lists has', () => {
    expect(changes(timeline(CRASH, PURGE), timeline(PURGE))).toEqual([
      { path: 'timeline.0', a: CRASH },
    ]);
    expect(changes(scenarioText(), timeline(PURGE))).toEqual([
      { path: 'timeline', b: `[${PURGE}]` },
    ]);
  });

  it('leave out the words that change nothing', () => {
    const b = scenarioText().replace('Small', 'Other').replace('seed: 7', 'seed: 8');
    expect(changes(scenarioText(), b.replace('error_ratio < 1%', 'errors == 0'))).toEqual([]);
  });

  it('are those that remain after --set and extends', () => {
    const text = 'version: 1\nextends: base.yaml\n';
    const set = ['nodes.edge.capacity=2MiB'];
    const resolveFile = () => scenarioText();
    const { scenario } = read(text, { file: 'b.yaml', set, resolveFile });
    expect(changesBetween(scenarioOf(scenarioText()), scenario!)).toEqual([
      { path: 'nodes.edge.capacity', a: '1MiB', b: '2MiB' },
    ]);
  });
});
