import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withEntry } from '../../viz/app/timeline-text.ts';

const ENTRY = '{ at: 5s, do: purge, nodes: edge }';
const PURGE = { at: '5s', do: 'purge', nodes: 'edge' };
const CRASH = { at: '1s', do: 'crash', node: 'edge' };

const TEXTS: readonly (readonly [string, string, readonly unknown[]])[] = [
  ['no timeline', 'title: A\n', [PURGE]],
  ['no line end', 'title: A', [PURGE]],
  ['an empty timeline', 'timeline:\nassert: []\n', [PURGE]],
  ['an empty list', 'timeline: [] # none\nassert: []\n', [PURGE]],
  ['a list in one line', 'timeline: [{ at: 1s, do: crash, node: edge }]\n', [CRASH, PURGE]],
  ['a block', 'timeline:\n  - { at: 1s, do: crash, node: edge }\n\nassert: []\n', [CRASH, PURGE]],
  ['a block at the end', 'timeline:\n    - { at: 1s, do: crash, node: edge }', [CRASH, PURGE]],
  [
    'no indentation',
    'timeline:\n- at: 1s\n  do: crash\n  node: edge\nassert: []\n',
    [CRASH, PURGE],
  ],
  [
    'comments',
    'timeline: # all\n  # one\n  - { at: 1s, do: crash, node: edge }\n# end\n',
    [CRASH, PURGE],
  ],
];

describe('withEntry', () => {
  it.each(TEXTS)('adds to %s', (_, text, timeline) => {
    const added = withEntry(text, ENTRY)!;
    expect(parse(added)).toEqual({ ...parse(text), timeline });
    for (const line of text.split('\n')) {
      if (!line.startsWith('timeline')) expect(added).toContain(line);
    }
  });

  it('adds one after the other', () => {
    const twice = withEntry(withEntry('title: A\n', ENTRY)!, ENTRY)!;
    expect(parse(twice).timeline).toEqual([PURGE, PURGE]);
  });

  it('gives up on a flow list over several lines', () => {
    expect(withEntry('timeline: [\n  { at: 1s }\n]\n', ENTRY)).toBeUndefined();
  });
});
