/**
 * Remembers of each player's last eight decisions which renditions it went down from, and keeps it below
 * one from which it does so often. Source: SwitchHistoryRule.js and SwitchRequestHistory.js of dash.js 5.1.1.
 */
import { grown } from '../../../../engine/grown.ts';

const DEPTH = 8;
const SAMPLES = 8;
const DROP_SHARE = 0.075;

export class SwitchHistory {
  readonly #levels: number;
  /** By player and place in the ring: renditions before and after. */
  #from = new Uint8Array(0);
  #to = new Uint8Array(0);
  #count = new Int32Array(0);

  constructor(levels: number) {
    this.#levels = levels;
  }

  reserve(players: number): void {
    this.#from = grown(this.#from, players * DEPTH);
    this.#to = grown(this.#to, players * DEPTH);
    this.#count = grown(this.#count, players);
  }

  begin(player: number): void {
    this.#count[player] = 0;
  }

  add(player: number, from: number, to: number): void {
    const at = player * DEPTH + (this.#count[player]! % DEPTH);
    this.#from[at] = from;
    this.#to[at] = to;
    this.#count[player]! += 1;
  }

  /** The highest rendition that is allowed. */
  limit(player: number): number {
    let drops = 0;
    let stays = 0;
    for (let level = 0; level < this.#levels; level += 1) {
      const dropsHere = this.#countOf(player, level, true);
      drops += dropsHere;
      stays += this.#countOf(player, level, false);
      if (drops + stays >= SAMPLES && drops > DROP_SHARE * stays) {
        return level > 0 && dropsHere > 0 ? level - 1 : level;
      }
    }
    return this.#levels - 1;
  }

  #countOf(player: number, level: number, isDrop: boolean): number {
    const filled = Math.min(DEPTH, this.#count[player]!);
    let found = 0;
    for (let at = player * DEPTH; at < player * DEPTH + filled; at += 1) {
      const from = this.#from[at]!;
      if (from === level && this.#to[at]! < from === isDrop) found += 1;
    }
    return found;
  }
}
