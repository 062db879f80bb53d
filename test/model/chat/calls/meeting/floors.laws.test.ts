import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../../sim/engine/streams.ts';
import { floors } from '../../../../../sim/model/chat/calls/meeting/floor/index.ts';

describe.each(floors.parts)('floor $name', (part) => {
  it('gives everybody some time, and the same with the same seed', () => {
    const draw = () => {
      const floor = part.make(part.params.parse({}) as never);
      const random = new Streams('laws', 0).stream(part.name);
      return Array.from({ length: 500 }, () => [
        floor.untilNextMs(random),
        floor.lastsMs(random),
        floor.callsOnMs(random),
      ]);
    };
    const drawn = draw();
    expect(draw()).toEqual(drawn);
    for (const [next, lasts, callsOn] of drawn) {
      expect(next).toBeGreaterThanOrEqual(0);
      expect(lasts).toBeGreaterThan(0);
      expect(callsOn).toBeGreaterThanOrEqual(0);
    }
  });
});
