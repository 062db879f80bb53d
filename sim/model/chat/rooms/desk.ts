/** Comments of one room that wait for the end of an interval, and which of them are shown. */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';

/** Which comments are left out when there are too many: any, or those that came first or last. */
export type Drops = 'any' | 'oldest' | 'newest';

const FIRST_ROOM = 16;

export class Desk {
  postedMs = new Float64Array(FIRST_ROOM);
  bytes = new Float64Array(FIRST_ROOM);
  writer = new Int32Array(FIRST_ROOM);
  /** 1 for who goes first; then 1 for those that are shown. */
  isFirst = new Uint8Array(FIRST_ROOM);
  isShown = new Uint8Array(FIRST_ROOM);
  count = 0;
  likes = 0;
  isScheduled = false;
  /** How many may be shown now, and since when; -1: since the beginning. */
  #credit = 0;
  #creditAtMs = -1;

  add(writer: number, postedMs: number, bytes: number, isFirst: boolean): void {
    const at = this.count;
    if (at === this.writer.length) this.#grow();
    this.postedMs[at] = postedMs;
    this.bytes[at] = bytes;
    this.writer[at] = writer;
    this.isFirst[at] = isFirst ? 1 : 0;
    this.count += 1;
  }

  /**
   * Marks those that are shown, as many as the rate allows: first those that go first.
   *
   * @param perMs comments a viewer is shown at the most, Infinity: all.
   * @param burst how many can be saved up.
   * @returns how many are shown.
   */
  choose(nowMs: number, perMs: number, burst: number, drops: Drops, random: Random): number {
    const allowed = this.#allowed(nowMs, perMs, burst);
    if (this.count <= allowed) {
      this.isShown.fill(1, 0, this.count);
      this.#credit -= this.count;
      return this.count;
    }
    let firsts = 0;
    for (let at = 0; at < this.count; at += 1) firsts += this.isFirst[at]!;
    const ranked = Math.min(firsts, allowed);
    this.isShown.fill(0, 0, this.count);
    this.#mark(1, firsts, ranked, drops, random);
    this.#mark(0, this.count - firsts, allowed - ranked, drops, random);
    this.#credit -= allowed;
    return allowed;
  }

  clear(): void {
    this.count = 0;
    this.likes = 0;
  }

  /** A bucket of tokens, full at the beginning. */
  #allowed(nowMs: number, perMs: number, burst: number): number {
    if (perMs === Number.POSITIVE_INFINITY) return perMs;
    const since = this.#creditAtMs < 0 ? burst : (nowMs - this.#creditAtMs) * perMs;
    this.#creditAtMs = nowMs;
    this.#credit = Math.min(burst, this.#credit + since);
    return Math.floor(this.#credit);
  }

  /** Marks `wanted` of the `all` comments of a rank. Any: selection sampling, Knuth, TAOCP 2, §3.4.2, S. */
  #mark(rank: number, all: number, wanted: number, drops: Drops, random: Random): void {
    let [left, missing] = [all, wanted];
    for (let at = 0; at < this.count && missing > 0; at += 1) {
      if (this.isFirst[at] !== rank) continue;
      const isTaken =
        drops === 'any' ? random.uniform() * left < missing : drops === 'newest' || left <= missing;
      left -= 1;
      if (!isTaken) continue;
      this.isShown[at] = 1;
      missing -= 1;
    }
  }

  #grow(): void {
    const room = 2 * this.writer.length;
    this.postedMs = grown(this.postedMs, room);
    this.bytes = grown(this.bytes, room);
    this.writer = grown(this.writer, room);
    this.isFirst = grown(this.isFirst, room);
    this.isShown = grown(this.isShown, room);
  }
}
