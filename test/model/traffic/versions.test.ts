import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Versions } from '../../../sim/model/traffic/versions.ts';

const MEAN_MS = 1000;
const OBJECTS = 4000;
const stream = (name: string) => new Streams('versions', 0).stream(name);

describe('versions', () => {
  it('are the times of changes: no later than the look, and new ones later than the look before', () => {
    const versions = new Versions(MEAN_MS, stream('changes'));
    const looks = stream('looks');
    let before = Number.NaN;
    for (let look = 0, now = 0; look < 5000; look += 1) {
      const earlier = now;
      now += looks.exponential(300);
      const version = versions.at(0, now);
      expect(version).toBeLessThanOrEqual(now);
      if (look > 0 && version !== before) expect(version).toBeGreaterThan(earlier);
      before = version;
    }
  });

  // A Poisson process: the time since its last event is exponential at any time, and none falls into
  // an interval s with chance exp(-s / mean). Five standard errors of 4000 objects.
  it.each([0, 10, 400, 3000])('are as old as a Poisson process makes them after %i ms', (gapMs) => {
    const versions = new Versions(MEAN_MS, stream(`gap ${gapMs}`));
    let agesMs = 0;
    let unchanged = 0;
    for (let object = 0; object < OBJECTS; object += 1) {
      const first = versions.at(object, 500);
      versions.at(object, 500 + gapMs / 4);
      const last = versions.at(object, 500 + gapMs);
      agesMs += 500 + gapMs - last;
      if (last === first) unchanged += 1;
    }
    expect(Math.abs(agesMs / OBJECTS / MEAN_MS - 1)).toBeLessThan(5 / Math.sqrt(OBJECTS));
    const chance = Math.exp(-gapMs / MEAN_MS);
    const error = Math.sqrt((chance * (1 - chance)) / OBJECTS);
    expect(Math.abs(unchanged / OBJECTS - chance)).toBeLessThanOrEqual(5 * error);
  });

  it('are one where nothing ever changes', () => {
    const versions = new Versions(undefined, stream('never'));
    expect([versions.at(0, 0), versions.at(0, 1e12), versions.at(7, 5)]).toEqual([0, 0, 0]);
  });
});
