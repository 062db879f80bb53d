import { Alias } from '../../../../engine/alias.ts';
import { exp, log } from '../../../../engine/math/index.ts';
import type { Random } from '../../../../engine/random.ts';
import { count, number } from '../../../../part/units.ts';
import { contacts } from './contacts.ts';
import { contactsOf, Graph, Pairs } from './graph.ts';
import { PairSet } from './pair-set.ts';

/** An end of an acquaintance for each contact that a person is to have, in any order. */
function shuffledEnds(people: number, degreeOf: () => number, random: Random): Int32Array {
  const degrees = Int32Array.from({ length: people }, degreeOf);
  const ends = new Int32Array(degrees.reduce((sum, degree) => sum + degree, 0));
  let next = 0;
  for (let person = 0; person < people; person += 1) {
    ends.fill(person, next, next + degrees[person]!);
    next += degrees[person]!;
  }
  // Fisher & Yates, as in Knuth, TAOCP 2, §3.4.2, algorithm P.
  for (let last = ends.length - 1; last > 0; last -= 1) {
    const at = random.below(last + 1);
    const end = ends[last]!;
    ends[last] = ends[at]!;
    ends[at] = end;
  }
  return ends;
}

export const powerLaw = contacts({
  name: 'power-law',
  summary: 'know a number of people whose frequency falls as a power: few know very many',
  source:
    'configuration model, pairs that come twice left out: Newman, Strogatz & Watts, Phys. Rev. E 64, 2001; exponents of 2 to 3: Clauset, Shalizi & Newman, SIAM Review 51(4), 2009; the defaults are an assumption',
  params: {
    exponent: number({ above: 1 }).prefault(2.5).describe('of the frequencies; 2 to 3 are usual'),
    least: count({ min: 1 }).prefault(5).describe('contacts of a person at least'),
    most: count({ min: 1 })
      .prefault(3000)
      .describe('contacts at the most; 3000 as in Tencent Chat (reference/domain.md §4.1)'),
  },
  main: 'exponent',
  make: ({ exponent, least, most }, { people, chance }) => {
    const random = chance();
    const pairs = new Pairs();
    const top = Math.min(most, people.count - 1);
    if (top >= 1) {
      const low = Math.min(least, top);
      const weights = Array.from({ length: top - low + 1 }, (_, index) =>
        exp(-exponent * log(low + index)),
      );
      const degrees = new Alias(weights);
      const ends = shuffledEnds(people.count, () => low + degrees.sample(random), random);
      const known = new PairSet(people.count);
      for (let at = 0; at + 1 < ends.length; at += 2) {
        const [one, other] = [ends[at]!, ends[at + 1]!];
        if (one !== other && known.add(one, other)) pairs.add(one, other);
      }
    }
    return contactsOf(new Graph(people.count, pairs), people);
  },
});

export const preferential = contacts({
  name: 'preferential',
  summary: 'come one after the other and get to know those first whom many know',
  source: 'Barabási & Albert, Science 286, 1999: the exponent is 3; the default is an assumption',
  params: {
    each: count({ min: 1 }).prefault(5).describe('contacts that a newcomer makes'),
  },
  main: 'each',
  make: ({ each }, { people, chance }) => {
    const random = chance();
    const pairs = new Pairs();
    const chosen = new Int32Array(each);
    // The first ones know each other, so that all of them can be chosen.
    const seeds = Math.min(each + 1, people.count);
    for (let one = 0; one < seeds; one += 1) {
      for (let other = one + 1; other < seeds; other += 1) pairs.add(one, other);
    }
    for (let person = seeds; person < people.count; person += 1) {
      const ends = 2 * pairs.count;
      for (let made = 0; made < each; ) {
        // A contact of each acquaintance: as often as people have contacts.
        const end = random.below(ends);
        const other = end % 2 === 0 ? pairs.one[end >> 1]! : pairs.other[end >> 1]!;
        if (chosen.subarray(0, made).includes(other)) continue;
        chosen[made] = other;
        made += 1;
      }
      for (const other of chosen) pairs.add(person, other);
    }
    return contactsOf(new Graph(people.count, pairs), people);
  },
});
