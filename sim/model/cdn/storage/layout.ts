/** Which fragments of an object can be read now, where they are, and which of them are asked. */
import type { Random } from '../../../engine/random.ts';
import type { Devices } from './devices.ts';
import type { Placement } from './placement.ts';
import type { ReadOrder, Redundancy } from './redundancy/redundancy.ts';

export class Layout {
  readonly redundancy: Redundancy;
  readonly placement: Placement;
  readonly devices: Devices;
  /** Fragments, or disks, that could be asked: the preferred ones first. */
  readonly there: Int32Array;
  /** What was chosen last. */
  readonly chosen: Int32Array;
  readonly #order: ReadOrder;
  readonly #random: Random;

  constructor(
    redundancy: Redundancy,
    placement: Placement,
    devices: Devices,
    order: ReadOrder,
    random: Random,
  ) {
    this.redundancy = redundancy;
    this.placement = placement;
    this.devices = devices;
    this.#order = order;
    this.#random = random;
    const most = Math.max(redundancy.fragments, devices.count) + 1;
    this.there = new Int32Array(most);
    this.chosen = new Int32Array(most);
  }

  canRead(group: number, fragment: number): boolean {
    const { placement, devices } = this;
    return placement.has(group, fragment) && devices.up[placement.diskOf(group, fragment)] === 1;
  }

  /** Whether a fragment of a group is missing. */
  isDegraded(group: number): boolean {
    for (let fragment = 0; fragment < this.placement.fragments; fragment += 1) {
      if (!this.canRead(group, fragment)) return true;
    }
    return false;
  }

  /** Lists in `there` the fragments of a group that can be read. @returns how many. */
  list(group: number): number {
    let count = 0;
    for (let fragment = 0; fragment < this.placement.fragments; fragment += 1) {
      if (this.canRead(group, fragment)) this.there[count++] = fragment;
    }
    return count;
  }

  /** Chooses fragments of a group to read. @returns how many are in `chosen`; 0: too few are there. */
  choose(group: number, extra: number): number {
    const count = this.list(group);
    if (this.#order === 'random') this.#shuffle(count);
    else if (this.#order === 'least-busy') {
      this.#sort(count, (fragment) => this.placement.diskOf(group, fragment));
    }
    return this.redundancy.sources(this.there, count, extra, this.chosen);
  }

  /** Chooses among disks, each of which has a whole copy: the first `count` of `there`. */
  chooseDisks(count: number, wanted: number): number {
    if (this.#order === 'least-busy') this.#sort(count, (disk) => disk);
    else this.#shuffle(count);
    const taken = Math.min(count, wanted);
    for (let place = 0; place < taken; place += 1) this.chosen[place] = this.there[place]!;
    return taken;
  }

  /** A disk that works and has nothing of a group; -1: there is none. */
  spareFor(group: number): number {
    let count = 0;
    for (let disk = 0; disk < this.devices.count; disk += 1) {
      if (this.devices.up[disk] === 0 || this.placement.holdsAny(group, disk)) continue;
      this.there[count++] = disk;
    }
    return count === 0 ? -1 : this.there[this.#random.below(count)]!;
  }

  #shuffle(count: number): void {
    for (let place = count - 1; place > 0; place -= 1) {
      this.#swap(place, this.#random.below(place + 1));
    }
  }

  /** By load, those of equal load in random order; there are few of them. */
  #sort(count: number, diskOf: (entry: number) => number): void {
    this.#shuffle(count);
    for (let place = 1; place < count; place += 1) {
      for (let at = place; at > 0; at -= 1) {
        const [one, other] = [this.there[at - 1]!, this.there[at]!];
        if (this.devices.loadOf(diskOf(one)) <= this.devices.loadOf(diskOf(other))) break;
        this.#swap(at - 1, at);
      }
    }
  }

  #swap(one: number, other: number): void {
    const kept = this.there[one]!;
    this.there[one] = this.there[other]!;
    this.there[other] = kept;
  }
}
