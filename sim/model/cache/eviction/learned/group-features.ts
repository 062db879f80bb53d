import type { CachedObjects } from './cached-objects.ts';
import type { GroupTable } from './group-table.ts';
import { BINS, logBin } from './log-bins.ts';
import { lowestFirst } from './lowest-first.ts';
import type { RequestHistory } from './request-history.ts';

/** Small numbers are spread over the range of a feature. */
const SPREAD = 4;
export const GROUP_FEATURES = 10;

/** The members of one group, those first that would leave, and the group's features. */
export class GroupFeatures {
  readonly #groups: GroupTable;
  readonly #objects: CachedObjects;
  readonly #history: RequestHistory;
  /** Part of a group that leaves when it is chosen. */
  readonly #leaveRatio: number;
  /** Slots of the group that was looked at last. */
  readonly slots: Int32Array;
  readonly #worth: Float64Array;
  /** How many there are, and how many of them would leave. */
  members = 0;
  leaving = 0;
  readonly row = new Uint8Array(GROUP_FEATURES);

  constructor(
    groups: GroupTable,
    objects: CachedObjects,
    history: RequestHistory,
    leaveRatio: number,
  ) {
    this.#groups = groups;
    this.#objects = objects;
    this.#history = history;
    this.#leaveRatio = leaveRatio;
    this.slots = new Int32Array(groups.size);
    this.#worth = new Float64Array(groups.size);
  }

  /** Lists the members of a group; the `leaving` that are worth least come first. */
  divide(group: number, now: number): void {
    this.members = this.#groups.list(group, this.slots);
    this.leaving = Math.ceil(this.members * this.#leaveRatio);
    for (let place = 0; place < this.members; place += 1) {
      this.#worth[place] = this.#objects.worth(this.slots[place]!, now);
    }
    lowestFirst(this.#worth, this.slots, this.members, this.leaving);
  }

  /** Divides a group and writes its features into `row`. */
  read(group: number, now: number): void {
    this.divide(group, now);
    const { sealedAt, served, kind } = this.#groups;
    const age = now - sealedAt[group]!;
    this.row[0] = logBin(age);
    this.row[1] = logBin(served[group]!);
    this.row[2] = logBin((served[group]! * 65_536) / (age + 1));
    this.row[3] = kind[group]!;
    this.#readLeaving(now);
  }

  /** Means over the objects that would leave. */
  #readLeaving(now: number): void {
    const { object, bytes, lastAt, times } = this.#objects;
    const [sums, leaving] = [this.#sums.fill(0), Math.max(1, this.leaving)];
    for (let place = 0; place < this.leaving; place += 1) {
      const slot = this.slots[place]!;
      const asked = this.#history.times(object[slot]!);
      sums[0]! += bytes[slot]!;
      sums[1]! += logBin(now - lastAt[slot]!);
      sums[2]! += logBin(times[slot]!) * SPREAD;
      sums[3]! += asked > times[slot]! ? BINS - 1 : 0;
      sums[4]! += logBin(asked) * SPREAD;
      sums[5]! += this.#history.gapBin(object[slot]!);
    }
    this.row[4] = logBin(sums[0]! / leaving);
    for (let sum = 1; sum < sums.length; sum += 1) {
      this.row[4 + sum] = Math.min(BINS - 1, sums[sum]! / leaving);
    }
  }

  readonly #sums = new Float64Array(GROUP_FEATURES - 4);
}
