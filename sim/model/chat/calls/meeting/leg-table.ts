/** The legs that media take: one way each, from a device or a server to another; slots in a pool. */
import { grown } from '../../../../engine/grown.ts';
import type { MediaControl } from '../congestion/media-control.ts';

const FIRST_SLOTS = 64;
export const NONE = -1;

export interface LegEnds {
  /** Whoever is told of arrivals, and what the leg is called there. */
  readonly owner: number;
  readonly index: number;
  /** People at its ends; `NONE` for the server. */
  readonly from: number;
  readonly to: number;
  /** Node that a device sends to or gets from: the server's, a relay's, or `NONE` for the other one's place. */
  readonly middle: number;
}

export class LegTable {
  owner = new Int32Array(0);
  index = new Int32Array(0);
  from = new Int32Array(0);
  to = new Int32Array(0);
  middle = new Int32Array(0);
  readonly control: MediaControl[] = [];
  /** When the last group came: those behind it do not overtake it, ms. */
  arrivedMs = new Float64Array(0);
  /** When the last report was sent, ms. */
  reportedMs = new Float64Array(0);
  /** Bytes of groups that were lost as a whole since the last one that came. */
  lostBytes = new Float64Array(0);
  /** Groups and reports on their way; a leg that is closed stays until there are none. */
  #underWay = new Int32Array(0);
  #isClosed = new Uint8Array(0);
  readonly #free: number[] = [];
  #slots = 0;

  open(ends: LegEnds, control: MediaControl, nowMs: number): number {
    const leg = this.#free.pop() ?? this.#newSlot();
    this.owner[leg] = ends.owner;
    this.index[leg] = ends.index;
    this.from[leg] = ends.from;
    this.to[leg] = ends.to;
    this.middle[leg] = ends.middle;
    this.control[leg] = control;
    this.arrivedMs[leg] = nowMs;
    this.reportedMs[leg] = nowMs;
    this.lostBytes[leg] = 0;
    this.#underWay[leg] = 0;
    this.#isClosed[leg] = 0;
    return leg;
  }

  isClosed(leg: number): boolean {
    return this.#isClosed[leg] === 1;
  }

  close(leg: number): void {
    this.#isClosed[leg] = 1;
    if (this.#underWay[leg] === 0) this.#free.push(leg);
  }

  begin(leg: number): void {
    this.#underWay[leg]! += 1;
  }

  end(leg: number): void {
    this.#underWay[leg]! -= 1;
    if (this.#underWay[leg] === 0 && this.#isClosed[leg] === 1) this.#free.push(leg);
  }

  #newSlot(): number {
    if (this.#slots === this.owner.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.owner = grown(this.owner, slots);
    this.index = grown(this.index, slots);
    this.from = grown(this.from, slots);
    this.to = grown(this.to, slots);
    this.middle = grown(this.middle, slots);
    this.arrivedMs = grown(this.arrivedMs, slots);
    this.reportedMs = grown(this.reportedMs, slots);
    this.lostBytes = grown(this.lostBytes, slots);
    this.#underWay = grown(this.#underWay, slots);
    this.#isClosed = grown(this.#isClosed, slots);
  }
}
