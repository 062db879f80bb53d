import { describe, expect, it } from 'vitest';
import { redundancies } from '../../../../sim/model/cdn/storage/redundancy/index.ts';
import { choose } from '../../../../sim/part/choice.ts';

// What every redundancy must keep true, by being registered.

describe.each(redundancies.parts)('redundancy $name', (part) => {
  const made = choose(part, part.params.parse({})).make(undefined);
  const { fragments, needed, plain, survives } = made;
  const into = new Int32Array(fragments);

  /** All fragments but some, in their order or from the last. */
  const without = (lost: readonly number[], backwards = false) => {
    const there = Array.from({ length: fragments }, (_, one) => one).filter(
      (one) => !lost.includes(one),
    );
    return Int32Array.from(backwards ? there.reverse() : there);
  };
  /** Every set of so many fragments. */
  function* sets(size: number, from = 0): Generator<number[]> {
    if (size === 0) yield [];
    else {
      for (let one = from; one <= fragments - size; one += 1) {
        for (const rest of sets(size - 1, one + 1)) yield [one, ...rest];
      }
    }
  }

  it('has as many fragments as it needs, or more, and can lose no more than the rest', () => {
    expect(fragments).toBeGreaterThanOrEqual(needed);
    expect(plain).toBeLessThanOrEqual(fragments);
    expect(survives).toBeLessThanOrEqual(fragments - needed);
  });

  it('is read whatever it survives is lost, from fragments that are there, none twice', () => {
    for (const lost of sets(survives)) {
      for (const backwards of [false, true]) {
        const there = without(lost, backwards);
        const taken = made.sources(there, there.length, 0, into);
        const chosen = [...into.subarray(0, taken)];
        expect(taken).toBe(needed);
        expect(new Set(chosen).size).toBe(taken);
        expect(chosen.some((one) => lost.includes(one))).toBe(false);
      }
    }
  });

  it('is not read from fewer than it needs', () => {
    const there = without([]).subarray(0, needed - 1);
    expect(made.sources(there, there.length, 0, into)).toBe(0);
    expect(made.repairSources(fragments - 1, there, there.length, into)).toBe(0);
  });

  it('asks no more than are there when it asks for more', () => {
    const there = without([]);
    const taken = made.sources(there, there.length, fragments, into);
    expect(taken).toBeGreaterThanOrEqual(needed);
    expect(taken).toBeLessThanOrEqual(fragments);
  });

  it('rebuilds each fragment from others, no more of them than it needs', () => {
    for (let lost = 0; lost < fragments; lost += 1) {
      const there = without([lost]);
      const taken = made.repairSources(lost, there, there.length, into);
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThanOrEqual(needed);
      expect(into.subarray(0, taken)).not.toContain(lost);
    }
  });
});

describe('lrc (12, 2, 2)', () => {
  const part = redundancies.find('lrc')!;
  const made = choose(part, part.params.parse({})).make(undefined);

  /** Losses of four that it can be read from. */
  function decodable(): { readonly all: number; readonly read: number } {
    const into = new Int32Array(16);
    let [all, read] = [0, 0];
    for (let set = 0; set < 2 ** 16; set += 1) {
      const there: number[] = [];
      for (let one = 0; one < 16; one += 1) if ((set & (1 << one)) === 0) there.push(one);
      if (there.length !== 12) continue;
      all += 1;
      if (made.sources(Int32Array.from(there), 12, 0, into) > 0) read += 1;
    }
    return { all, read };
  }

  it('can be read after 86 % of all losses of four fragments', () => {
    // Huang et al., USENIX ATC 2012, §2.2: any three, and 86 % of four.
    const { all, read } = decodable();
    expect(all).toBe(1820);
    expect(read / all).toBeCloseTo(0.86, 2);
  });
});
