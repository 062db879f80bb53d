import { expect, it } from 'vitest';
import { Streams } from '../../../../../sim/engine/streams.ts';
import { lowestFirst } from '../../../../../sim/model/cache/eviction/learned/lowest-first.ts';

it('puts the lowest first, together with what they belong to', () => {
  const random = new Streams('lowest first', 0).stream('scores');
  for (let round = 0; round < 500; round += 1) {
    const count = 1 + random.below(70);
    // Few different scores, so that many are equal.
    const given = Float64Array.from({ length: count }, () => random.below(1 + (round % 90)));
    const [scores, items] = [given.slice(), Int32Array.from(given.keys())];
    const lowest = 1 + random.below(count);
    lowestFirst(scores, items, count, lowest);
    expect(Array.from(items, (item) => given[item])).toEqual(Array.from(scores));
    expect(items.toSorted()).toEqual(Int32Array.from(given.keys()));
    expect(scores.slice(0, lowest).toSorted()).toEqual(given.toSorted().slice(0, lowest));
  }
});
