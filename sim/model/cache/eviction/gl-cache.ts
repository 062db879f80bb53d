import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import { count, number, ratio } from '../../../part/units.ts';
import { CachedObjects } from './learned/cached-objects.ts';
import { GROUP_FEATURES, GroupFeatures } from './learned/group-features.ts';
import { GroupSnapshots, LAYERS } from './learned/group-snapshots.ts';
import { GroupTable } from './learned/group-table.ts';
import { Lifetime } from './learned/lifetime.ts';
import { OnlineRegression } from './learned/online-regression.ts';
import { RequestHistory } from './learned/request-history.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { NO_SLOT } from './slot-lists.ts';

interface Settings {
  /** Objects of a group. */
  readonly group: number;
  readonly leaveRatio: number;
  /** Of utility, in lifetimes of the cache. */
  readonly horizon: number;
  /** Part of the groups that are evicted from before all are judged again. */
  readonly rankRatio: number;
  readonly isTraining: boolean;
  readonly regression: OnlineRegression;
}

/** Kinds of objects: new, back after it had left, and kept after 1, 2, 4, 8 or more requests. */
const NEW = 0;
const BACK = 1;
const KEPT = 2;
const LAST_KIND = 5;
/** Horizons after which a request for an object is forgotten. Assumption. */
const MEMORY_HORIZONS = 2;

/** Small caches have smaller groups, so that there are some to choose from. Assumptions. */
const FEWEST_GROUPS = 32;
const SMALLEST_GROUP = 4;

/** Requests between two snapshots at least, so that small caches do not learn all the time. */
const SNAPSHOT_REQUESTS = 32;

/** Of a slot: in a group; chosen to leave; chosen, but served since. */
const GROUPED = 0;
const CHOSEN = 1;
const SAVED = 2;

/**
 * Objects are evicted by groups, and what is learned is the utility of a group: trees learn from
 * snapshots of groups what their objects were asked for later. The half of the least useful group
 * that is worth least leaves; the others move on to a new group. Until the trees were first
 * trained, and without training, the oldest group is taken.
 *
 * Where it differs from the paper: groups are of one kind of objects (new, back, kept how often)
 * and not only of one time; what a group is worth is what the objects are that would leave; and one
 * group is divided at a time, as those kept are merged by kind.
 *
 * Memory: about 34 bytes for each object in the cache, 18 for each object ever seen.
 */
class GlCache implements EvictionPolicy {
  readonly #settings: Settings;
  readonly #groups: GroupTable;
  readonly #objects = new CachedObjects();
  readonly #history = new RequestHistory();
  readonly #features: GroupFeatures;
  readonly #snapshots: GroupSnapshots;
  readonly #lifetime = new Lifetime();
  #state = new Uint8Array(0);
  /** Requests so far. */
  #now = 0;
  #horizon = Number.POSITIVE_INFINITY;
  #held = 0;
  /** Group that a snapshot was taken of last. */
  #pictured = 0;
  /** Slots chosen to leave, and how many of them have been looked at. */
  readonly #chosen: Int32Array;
  #chosenCount = 0;
  #chosenDone = 0;
  /** Groups, the least useful first, of which those up to `#rankedEnd` may be chosen. */
  #ranked = new Int32Array(0);
  #rankedNext = 0;
  #rankedEnd = 0;
  #utility = new Float64Array(0);
  /** The ranking that a group is part of. */
  #rankingOf = new Int32Array(0);
  #ranking = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#groups = new GroupTable(settings.group, LAST_KIND + 1);
    const { leaveRatio, regression } = settings;
    this.#features = new GroupFeatures(this.#groups, this.#objects, this.#history, leaveRatio);
    this.#snapshots = new GroupSnapshots(GROUP_FEATURES, regression);
    this.#chosen = new Int32Array(settings.group);
  }

  get trainings(): number {
    return this.#settings.regression.trainings;
  }

  grow(slots: number): void {
    this.#groups.grow(slots);
    this.#objects.grow(slots);
    this.#state = grown(this.#state, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, object: number, sizeBytes: number): void {
    this.#now += 1;
    this.#lifetime.missed();
    this.#held += 1;
    this.#requested(object, sizeBytes);
    this.#objects.stored(slot, object, sizeBytes, this.#now);
    this.#join(slot, this.#history.times(object) > 1 ? BACK : NEW);
    this.#learn();
  }

  touched(slot: number): void {
    this.#now += 1;
    this.#requested(this.#objects.object[slot]!, this.#objects.bytes[slot]!);
    this.#objects.served(slot, this.#now);
    if (this.#state[slot] === GROUPED) this.#groups.served[this.#groups.groupOf(slot)]! += 1;
    else this.#state[slot] = SAVED;
    this.#learn();
  }

  evict(): number {
    if (this.#horizon === Number.POSITIVE_INFINITY) this.#measureHorizon();
    for (;;) {
      while (this.#chosenDone < this.#chosenCount) {
        const slot = this.#chosen[this.#chosenDone]!;
        this.#chosenDone += 1;
        if (this.#state[slot] === SAVED) this.#keep(slot);
        else if (this.#state[slot] === CHOSEN) {
          this.removed(slot);
          return slot;
        }
      }
      this.#choose();
    }
  }

  removed(slot: number): void {
    this.#held -= 1;
    if (this.#state[slot] === GROUPED) this.#groups.remove(slot);
    // If it was chosen, it is passed over, also when something else is in the slot by then.
    this.#state[slot] = GROUPED;
  }

  #requested(object: number, sizeBytes: number): void {
    this.#snapshots.requested(object, sizeBytes, this.#now, this.#horizon);
    this.#history.requested(object, this.#now, MEMORY_HORIZONS * this.#horizon);
  }

  #join(slot: number, kind: number): void {
    this.#state[slot] = GROUPED;
    this.#groups.add(slot, kind, this.#now);
  }

  #keep(slot: number): void {
    const doublings = 31 - Math.clz32(this.#objects.times[slot]!);
    this.#join(slot, Math.min(LAST_KIND, KEPT + doublings));
  }

  /** Dissolves a group: some of its objects are to leave, the others go to the group of their kind. */
  #choose(): void {
    const group = this.trainings === 0 ? this.#oldest() : this.#leastUseful();
    this.#features.divide(group, this.#now);
    this.#groups.dissolve(group);
    if (group < this.#rankingOf.length) this.#rankingOf[group] = 0;
    const { slots, members, leaving } = this.#features;
    for (let place = leaving; place < members; place += 1) this.#keep(slots[place]!);
    for (let place = 0; place < leaving; place += 1) {
      this.#state[slots[place]!] = CHOSEN;
      this.#chosen[place] = slots[place]!;
    }
    this.#chosenCount = leaving;
    this.#chosenDone = 0;
  }

  #oldest(): number {
    if (this.#groups.sealed.isEmpty()) this.#groups.sealAny(this.#now);
    return this.#groups.sealed.tail();
  }

  #leastUseful(): number {
    for (;;) {
      while (this.#rankedNext < this.#rankedEnd) {
        const group = this.#ranked[this.#rankedNext]!;
        this.#rankedNext += 1;
        if (this.#rankingOf[group] === this.#ranking) return group;
      }
      if (this.#groups.sealed.isEmpty()) this.#groups.sealAny(this.#now);
      this.#rank();
    }
  }

  /** Judges all sealed groups. */
  #rank(): void {
    const { sealed, length } = this.#groups;
    this.#ranked = grown(this.#ranked, length);
    this.#utility = grown(this.#utility, length);
    this.#rankingOf = grown(this.#rankingOf, length);
    this.#ranking += 1;
    let count = 0;
    for (let group = sealed.tail(); group !== NO_SLOT; group = sealed.newer(group)) {
      this.#features.read(group, this.#now);
      this.#utility[group] = this.#settings.regression.predict(this.#features.row);
      this.#rankingOf[group] = this.#ranking;
      this.#ranked[count] = group;
      count += 1;
    }
    const utility = this.#utility;
    this.#ranked.subarray(0, count).sort((a, b) => utility[a]! - utility[b]! || a - b);
    this.#rankedNext = 0;
    this.#rankedEnd = Math.ceil(count * this.#settings.rankRatio);
  }

  #learn(): void {
    if (!this.#settings.isTraining || this.#horizon === Number.POSITIVE_INFINITY) return;
    this.#snapshots.learn(this.#now, this.#horizon);
    // Each group is pictured `LAYERS` times in a horizon, if there is the time.
    const often = Math.ceil(this.#horizon / (LAYERS * this.#groups.length));
    const every = Math.max(SNAPSHOT_REQUESTS, often);
    if (this.#now % every === 0) this.#picture();
    if (!this.#settings.regression.isDue) return;
    this.#settings.regression.train();
    this.#measureHorizon();
  }

  /** Takes a snapshot of the next group. */
  #picture(): void {
    this.#pictured = (this.#pictured + 1) % this.#groups.length;
    if (this.#groups.isSealed[this.#pictured] === 0 || this.#snapshots.isFull) return;
    const features = this.#features;
    features.read(this.#pictured, this.#now);
    if (features.leaving === 0) return;
    this.#snapshots.begin(features.row, this.#now);
    for (let place = 0; place < features.leaving; place += 1) {
      this.#snapshots.include(this.#objects.object[features.slots[place]!]!);
    }
  }

  #measureHorizon(): void {
    this.#lifetime.measure(this.#now, this.#held);
    const used = Math.max(SMALLEST_GROUP, Math.trunc(this.#held / FEWEST_GROUPS));
    this.#groups.used = Math.min(this.#groups.size, used);
    this.#horizon = this.#settings.horizon * this.#lifetime.requests;
  }
}

export const glCache = evictionPolicy({
  name: 'gl-cache',
  summary:
    'evicts from the group of objects that boosted trees, trained on the way, think least useful; at first from the oldest',
  source:
    'Yang, Mao, Yue and Rashmi, GL-Cache: Group-level Learning for Efficient and High-performance Caching, FAST 2023',
  params: {
    group: count({ min: 2, max: 4096 }).prefault(32).describe('objects of a group; assumption'),
    leave: ratio({ above: 0 })
      .prefault('50%')
      .describe('part of a group that leaves when it is chosen; assumption'),
    horizon: number({ above: 0, max: 100 })
      .prefault(1.5)
      .describe('how far utility looks ahead, in lifetimes of the cache; assumption'),
    rank: ratio({ above: 0 })
      .prefault('10%')
      .describe('part of the groups that are chosen before all are judged again; assumption'),
    examples: count({ min: 16, max: 1_000_000 })
      .prefault(2048)
      .describe('newest examples of a training, which follows every quarter of them; assumption'),
    trees: count({ min: 1, max: 256 }).prefault(16).describe('trees; assumption'),
    depth: count({ min: 1, max: 8 })
      .prefault(4)
      .describe('questions on the way to a leaf: 2^depth leaves; assumption'),
    'learning-ratio': ratio({ above: 0 })
      .prefault('20%')
      .describe('part of each tree that is added; assumption'),
    training: z.boolean().prefault(true).describe('off: the oldest group'),
  },
  make: ({ group, leave: leaveRatio, horizon, rank: rankRatio, ...params }) => {
    const { examples, trees, depth, training: isTraining } = params;
    const regression = new OnlineRegression({
      features: GROUP_FEATURES,
      examples,
      trainEvery: Math.ceil(examples / 4),
      trees,
      depth,
      learningRatio: params['learning-ratio'],
    });
    return new GlCache({ group, leaveRatio, horizon, rankRatio, isTraining, regression });
  },
});
