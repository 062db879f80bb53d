import { count } from '../../../../part/units.ts';
import { type Redundancy, redundancy } from './redundancy.ts';

const MOST_DATA = 32;
const MOST_GROUPS = 8;

/**
 * Fragments in this order: k of data, group by group; the parity of each group; the m parities of all.
 * What can be had from which of them follows from counting, as for a maximally recoverable code.
 */
class LocalReconstruction implements Redundancy {
  readonly text: string;
  readonly fragments: number;
  readonly needed: number;
  readonly plain: number;
  readonly survives: number;
  readonly order = 'first';
  readonly #groups: number;
  readonly #perGroup: number;
  /** 1 for fragments that are there; of the one question that is being answered. */
  readonly #isThere: Uint8Array;

  constructor(k: number, groups: number, m: number) {
    this.text = `${k} + ${groups} + ${m} fragments in ${groups} groups`;
    this.#groups = groups;
    this.#perGroup = Math.ceil(k / groups);
    this.needed = k;
    this.plain = k;
    this.fragments = k + groups + m;
    // One parity of a group, and all those of the whole, against losses in one group.
    this.survives = m + 1;
    this.#isThere = new Uint8Array(this.fragments);
  }

  /** All data, and for each fragment of it that is missing a parity: that of its group first. */
  sources(there: Int32Array, count: number, extra: number, into: Int32Array): number {
    this.#note(there, count);
    let taken = 0;
    for (let data = 0; data < this.needed; data += 1) {
      if (this.#isThere[data] === 1) into[taken++] = data;
    }
    for (let group = 0; group < this.#groups; group += 1) {
      const parity = this.needed + group;
      if (this.#missingIn(group) > 0 && this.#isThere[parity] === 1) into[taken++] = parity;
    }
    for (let parity = this.needed + this.#groups; parity < this.fragments; parity += 1) {
      if (taken < this.needed + extra && this.#isThere[parity] === 1) into[taken++] = parity;
    }
    return taken < this.needed ? 0 : taken;
  }

  /** The rest of the group, when it is all there; else what gives the whole object. */
  repairSources(lost: number, there: Int32Array, count: number, into: Int32Array): number {
    this.#note(there, count);
    const group = this.#groupOf(lost);
    if (group === undefined) return this.sources(there, count, 0, into);
    let taken = 0;
    for (let fragment = 0; fragment < this.needed + this.#groups; fragment += 1) {
      if (fragment === lost || this.#groupOf(fragment) !== group) continue;
      if (this.#isThere[fragment] === 0) return this.sources(there, count, 0, into);
      into[taken++] = fragment;
    }
    return taken;
  }

  #note(there: Int32Array, count: number): void {
    this.#isThere.fill(0);
    for (let place = 0; place < count; place += 1) this.#isThere[there[place]!] = 1;
  }

  #missingIn(group: number): number {
    const end = Math.min(this.needed, (group + 1) * this.#perGroup);
    let missing = 0;
    for (let data = group * this.#perGroup; data < end; data += 1) {
      missing += 1 - this.#isThere[data]!;
    }
    return missing;
  }

  #groupOf(fragment: number): number | undefined {
    if (fragment < this.needed) return Math.floor(fragment / this.#perGroup);
    return fragment < this.needed + this.#groups ? fragment - this.needed : undefined;
  }
}

export const lrc = redundancy({
  name: 'lrc',
  summary: 'adds a parity to each group of fragments, from which one lost is rebuilt, and m to all',
  source:
    'Huang et al., Erasure Coding in Windows Azure Storage, USENIX ATC 2012, §2: (12, 2, 2), a repair reads 6 instead of 12',
  params: {
    k: count({ min: 2, max: MOST_DATA }).prefault(12).describe('fragments with its own bytes'),
    groups: count({ min: 1, max: MOST_GROUPS })
      .prefault(2)
      .describe('groups of them, one parity each'),
    m: count({ max: MOST_DATA - MOST_GROUPS })
      .prefault(2)
      .describe('parities of all of them'),
  },
  make: ({ k, groups, m }) => new LocalReconstruction(k, groups, m),
});
