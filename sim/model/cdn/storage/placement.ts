/**
 * On which disks the fragments of objects lie. Objects fall into placement groups by hash; all objects
 * of a group have their fragments on the same disks, in the same order, which chance chose.
 * Source: Weil et al., CRUSH, SC 2006; Ceph documentation, Placement groups.
 */
import type { Random } from '../../../engine/random.ts';
import { mix32 } from '../../balance/hash.ts';

export class Placement {
  readonly groups: number;
  readonly fragments: number;
  /** By group and fragment: its disk, and 1 while the disk has it. */
  readonly #disk: Int32Array;
  readonly #present: Uint8Array;

  /** @param disks as many as there are fragments, or more. */
  constructor(groups: number, fragments: number, disks: number, random: Random) {
    this.groups = groups;
    this.fragments = fragments;
    this.#disk = new Int32Array(groups * fragments);
    this.#present = new Uint8Array(groups * fragments).fill(1);
    const deck = Int32Array.from({ length: disks }, (_, disk) => disk);
    for (let group = 0; group < groups; group += 1) {
      for (let fragment = 0; fragment < fragments; fragment += 1) {
        const drawn = fragment + random.below(disks - fragment);
        const disk = deck[drawn]!;
        deck[drawn] = deck[fragment]!;
        deck[fragment] = disk;
        this.#disk[group * fragments + fragment] = disk;
      }
    }
  }

  groupOf(object: number): number {
    return mix32(object) % this.groups;
  }

  diskOf(group: number, fragment: number): number {
    return this.#disk[group * this.fragments + fragment]!;
  }

  /** Whether the disk of a fragment has it: not before it is rebuilt there. */
  has(group: number, fragment: number): boolean {
    return this.#present[group * this.fragments + fragment] === 1;
  }

  setPresent(group: number, fragment: number, isThere: boolean): void {
    this.#present[group * this.fragments + fragment] = isThere ? 1 : 0;
  }

  move(group: number, fragment: number, disk: number): void {
    this.#disk[group * this.fragments + fragment] = disk;
  }

  /** Whether a disk has, or is to have, a fragment of a group. */
  holdsAny(group: number, disk: number): boolean {
    for (let fragment = 0; fragment < this.fragments; fragment += 1) {
      if (this.diskOf(group, fragment) === disk) return true;
    }
    return false;
  }
}
