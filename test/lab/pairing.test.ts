import { describe, expect, it } from 'vitest';
import { onSameCustomers, pairingProblems } from '../../sim/index.ts';
import { scenarioOf, scenarioText } from './scenario-text.ts';

const a = scenarioOf(scenarioText(), { file: 'a.yaml' });
const other = (pieces: Parameters<typeof scenarioText>[0]) =>
  scenarioOf(scenarioText(pieces), { file: 'b.yaml' });

const said = (b: typeof a) =>
  pairingProblems(a, b).map(({ code, path, message, hint }) => [code, path, message, hint]);

describe('two scenarios', () => {
  it('meet the customers of the first', () => {
    const b = other({ run: '{ seed: 9, duration: 20s, warmup: 4s }' });
    expect(onSameCustomers(a, b)[1].run).toEqual(a.run);
    const few = onSameCustomers(a, b, 2);
    expect(few.map(({ run }) => [run.seed, run.replications])).toEqual([
      ['7', 2],
      ['7', 2],
    ]);
  });

  it('end with the goal of the first, unless there is to be a number of replications', () => {
    const goal = '{ min: 3, max: 9, until: hit_ratio ± 1% }';
    const until = other({ run: `{ seed: 9, duration: 20s, warmup: 4s, replications: ${goal} }` });
    expect(onSameCustomers(until, a).map(({ run }) => run)).toEqual([until.run, until.run]);
    for (const { run } of onSameCustomers(until, a, 4)) {
      expect(run).toEqual({
        seed: '9',
        durationMs: 20_000,
        warmupMs: 4000,
        fidelity: 'model',
        replications: 4,
      });
    }
  });

  it('make sense side by side when only the system differs', () => {
    expect(said(other({ policy: 'sieve' }))).toEqual([]);
  });

  it('have to measure the same time', () => {
    expect(said(other({ run: '{ seed: 7, duration: 30s }' }))).toEqual([
      [
        'TW1501',
        'run.duration',
        '30s: expected 20s as in a.yaml',
        '--set run.duration=20s sets both',
      ],
      [
        'TW1501',
        'run.warmup',
        'missing: expected 4s as in a.yaml',
        '--set run.warmup=4s sets both',
      ],
    ]);
  });

  it('may write one length of time in two ways', () => {
    expect(said(other({ run: '{ seed: 7, duration: 20000ms, warmup: 4s }' }))).toEqual([]);
  });

  it('have to have traffic in common', () => {
    const traffic = scenarioText().match(/pages: (.*)$/m)![1]!;
    expect(said(other({ traffic: `images: ${traffic}` }))).toEqual([
      ['TW1502', 'traffic', 'images (web): expected traffic of a.yaml: pages (web)', undefined],
    ]);
  });
});
