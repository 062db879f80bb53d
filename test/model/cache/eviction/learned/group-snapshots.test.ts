import { beforeEach, describe, expect, it } from 'vitest';
import { GroupSnapshots } from '../../../../../sim/model/cache/eviction/learned/group-snapshots.ts';

// Utility: Yang et al., FAST 2023, with the horizon added to the distance.

const HORIZON = 100;
let learned: { features: number[]; target: number }[];
let snapshots: GroupSnapshots;

beforeEach(() => {
  learned = [];
  const learn = (row: Uint8Array, offset: number, target: number) => {
    learned.push({ features: [...row.subarray(offset, offset + 2)], target });
  };
  snapshots = new GroupSnapshots(2, { learn });
});

describe('snapshots of groups', () => {
  it('learn the sum of horizon / (distance + horizon) / bytes', () => {
    snapshots.begin(Uint8Array.of(1, 2), 1000);
    for (const object of [5, 6, 7]) snapshots.include(object);
    snapshots.requested(5, 1, 1100, HORIZON);
    snapshots.requested(6, 4, 1025, HORIZON);
    snapshots.requested(8, 1, 1026, HORIZON);
    snapshots.learn(1100, HORIZON);
    expect(learned).toEqual([]);
    snapshots.learn(1101, HORIZON);
    expect(learned).toEqual([{ features: [1, 2], target: expect.closeTo(1 / 2 + 1 / 5, 12) }]);
  });

  it('count an object once', () => {
    snapshots.begin(Uint8Array.of(1, 2), 0);
    snapshots.include(5);
    for (const now of [100, 101, 102]) snapshots.requested(5, 1, now, HORIZON);
    snapshots.learn(101, HORIZON);
    expect(learned).toEqual([{ features: [1, 2], target: 0.5 }]);
  });

  it('share an object between two, and no more', () => {
    for (const row of [1, 2, 3]) {
      snapshots.begin(Uint8Array.of(row, row), 0);
      snapshots.include(5);
    }
    snapshots.requested(5, 1, 100, HORIZON);
    snapshots.learn(101, HORIZON);
    expect(learned.map(({ target }) => target)).toEqual([0, 0.5, 0.5]);
  });

  it('take no more than there is room for', () => {
    let taken = 0;
    for (; !snapshots.isFull; taken += 1) snapshots.begin(Uint8Array.of(0, 0), 0);
    expect(taken).toBe(4096);
    snapshots.learn(101, HORIZON);
    expect(learned).toHaveLength(4096);
    expect(snapshots.isFull).toBe(false);
  });
});
