import { describe, expect, it } from 'vitest';
import { nodeKinds, trafficKinds } from '../../sim/model/index.ts';
import { timelineActions } from '../../sim/model/timeline/index.ts';
import { nodeParams, timelineParams, trafficParams } from '../../sim/scenario/grammar.ts';

// What every part that stands inline must keep true, for its keys stand beside those of the grammar.

const parts = [
  ...nodeKinds.parts.map((part) => ({ part, common: { ...nodeParams, kind: true } })),
  ...trafficKinds.parts.map((part) => ({ part, common: { ...trafficParams, kind: true } })),
  ...timelineActions.parts.map((part) => ({ part, common: { ...timelineParams, do: true } })),
];

describe.each(parts)('the part $part.name', ({ part, common }) => {
  it('has no parameter with the name of a key that every entry has', () => {
    const taken = Object.keys(part.params.shape).filter((key) => Object.hasOwn(common, key));
    expect(taken).toEqual([]);
  });

  it('describes every parameter', () => {
    const silent = Object.entries(part.params.shape).filter(
      ([, schema]) => (schema as { description?: string }).description === undefined,
    );
    expect(silent.map(([key]) => key)).toEqual([]);
  });
});
