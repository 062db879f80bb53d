import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { summary } from '../../sim/report/terminal.ts';
import { resultOf, scenarioOf, scenarioText } from '../lab/scenario-text.ts';

const OPTIONS = { style: PLAIN, width: 100, file: 'a.yaml', replay: 'twinwing run a.yaml' };

const notesOf = (text: string): string[] =>
  summary(resultOf(scenarioOf(text)), OPTIONS).match(/^note: .*$/gm) ?? [];

describe('the notes of a summary', () => {
  it('say until when a cache was filling', () => {
    const run = '{ seed: 7, duration: 100s }';
    const [note] = notesOf(scenarioText({ run }).replace('1MiB', '64MiB')).filter((line) =>
      line.includes('hit_ratio'),
    );
    expect(note).toMatch(
      /^note: hit_ratio\{node=edge\}: (settles at about \d+s: expected a warm-up as long|has not settled when the run ends: run longer)$/,
    );
  });

  it('say which percentile has too few samples', () => {
    const run = '{ seed: 7, duration: 10s }';
    const text = scenarioText({ run }).replace(
      'error_ratio < 1%',
      'p99.9(latency{traffic=pages}) < 9s',
    );
    const [note, ...more] = notesOf(text);
    expect(more).toEqual([]);
    expect(note).toMatch(
      /^note: p99\.9\(latency\{traffic=pages\}\): \d+ samples are too few to bound it: run longer/,
    );
  });

  it('are none for a run that is long enough', () => {
    expect(notesOf(scenarioText())).toEqual([]);
  });
});
