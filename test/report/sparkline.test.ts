import { describe, expect, it } from 'vitest';
import { sparkline } from '../../sim/report/sparkline.ts';

describe('a sparkline', () => {
  it('goes from zero to the highest value', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
  });

  it('keeps a peak when many values share a block', () => {
    const values = Array.from({ length: 1000 }, (_, at) => (at === 501 ? 9 : 1));
    expect(sparkline(values, 10)).toBe('▂▂▂▂▂█▂▂▂▂');
  });

  it('leaves a gap where nothing is known', () => {
    expect(sparkline([1, undefined, 2], 3)).toBe('▅ █');
  });

  it('is flat for a value that hardly changes', () => {
    expect(sparkline([152, 153, 152.5], 3)).toBe('███');
    expect(sparkline([0, 0], 2)).toBe('▁▁');
  });

  it('is empty when nothing is known at all', () => {
    expect(sparkline([undefined, undefined], 2)).toBe('');
  });
});
