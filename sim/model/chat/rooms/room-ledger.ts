/**
 * The ledger of rooms, which sees what each frame is for and how that ends, in bulk: a million watchers are a number here
 * and no list. Who of them got it is not looked at, nor in which order.
 */
import { grown } from '../../../engine/grown.ts';
import type { Invariant, LedgerData, Violation } from '../../../result/ledger.ts';
import type { World } from '../../node/world.ts';

const NONE = -1;
const PROMISES: readonly Invariant[] = ['conservation'];
/** Violations that are kept. */
const KEPT = 10;

export class RoomLedger {
  readonly #world: World;
  readonly #traffic: string;
  /** By frame: deliveries that it is for, and those that have ended. */
  #owed = new Float64Array(0);
  #ended = new Float64Array(0);
  #counts = { sent: 0, acked: 0, owed: 0, shown: 0, dropped: 0, withdrawn: 0 };
  #broken = 0;
  readonly #violations: Violation[] = [];

  constructor(world: World, traffic: string) {
    this.#world = world;
    this.#traffic = traffic;
    world.audits.push({
      check: () => {},
      finish: () => this.#finish(),
      facts: () => this.facts(),
    });
  }

  sent(): void {
    this.#counts.sent += 1;
  }

  /** A comment is at its room. */
  arrived(): void {
    this.#counts.acked += 1;
  }

  /** A comment that was left out. @param shown to its writer all the same: 1 or 0. */
  skipped(watchers: number, shown: number): void {
    this.#counts.owed += watchers;
    this.#counts.shown += shown;
    this.#counts.withdrawn += watchers - shown;
  }

  owed(frame: number, deliveries: number): void {
    if (frame >= this.#owed.length) {
      this.#owed = grown(this.#owed, Math.max(64, 2 * frame));
      this.#ended = grown(this.#ended, this.#owed.length);
    }
    this.#owed[frame]! += deliveries;
    this.#counts.owed += deliveries;
  }

  shown(frame: number, deliveries: number): void {
    this.#ended[frame]! += deliveries;
    this.#counts.shown += deliveries;
  }

  dropped(frame: number, deliveries: number): void {
    this.#ended[frame]! += deliveries;
    this.#counts.dropped += deliveries;
  }

  /** Nothing of a frame is under way any more. */
  released(frame: number): void {
    const [owed, ended] = [this.#owed[frame] ?? 0, this.#ended[frame] ?? 0];
    if (owed !== ended) this.#add(`a frame for ${owed} deliveries ended ${ended} times`);
    if (frame >= this.#owed.length) return;
    this.#owed[frame] = 0;
    this.#ended[frame] = 0;
  }

  facts(): LedgerData {
    const { owed, shown, dropped, withdrawn } = this.#counts;
    return {
      traffic: this.#traffic,
      promises: PROMISES,
      ...this.#counts,
      rejected: 0,
      expired: 0,
      outstanding: owed - shown - dropped - withdrawn,
      broken: this.#broken > 0 ? { conservation: this.#broken } : {},
      violations: this.#violations,
    };
  }

  /** What has not ended is under way, in frames that are not released. */
  #finish(): void {
    let underWay = 0;
    for (const [frame, owed] of this.#owed.entries()) underWay += owed - this.#ended[frame]!;
    const { outstanding } = this.facts();
    if (underWay !== outstanding) {
      this.#add(`${outstanding} deliveries have not ended, and ${underWay} are under way`);
    }
  }

  #add(text: string): void {
    this.#broken += 1;
    if (this.#violations.length === KEPT) return;
    const { nowMs, events } = this.#world.simulator;
    const about = { message: NONE, sender: NONE, devices: [], conversation: NONE };
    this.#violations.push({
      invariant: 'conservation',
      ...about,
      atMs: nowMs,
      event: events,
      text,
    });
  }
}
