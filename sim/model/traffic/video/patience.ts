/**
 * Viewers who leave. Source: Krishnan & Sitaraman, Video Stream Quality Impacts Viewer Behavior, IMC 2012:
 * they begin to leave when nothing is seen after 2 s, another 5.8 % of them with each second; who waits in
 * stalls for 1 % of a video's length sees 5 % less of it.
 */
import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import { toGrid } from '../../../engine/time.ts';
import { duration, number, ratio } from '../../../part/units.ts';
import type { Players } from './players.ts';

const MS_PER_SECOND = 1000;

export const leavingParams = z.strictObject({
  startup: duration().prefault('2s').describe('who waits for the first picture stays so long'),
  'per-second': ratio({ above: 0 })
    .prefault('5.8%')
    .describe('of the viewers, who leaves in each second of waiting after that'),
  stalls: number({ min: 0 })
    .prefault(5)
    .describe('seconds that somebody watches less for each second in stalls'),
});

export type Leaving = z.output<typeof leavingParams>;

interface PatienceParts {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly leaving: Leaving;
  readonly players: Players;
  readonly segmentMs: number;
  /** A viewer leaves, now. */
  leave(player: number): void;
}

export class Patience {
  readonly #parts: PatienceParts;
  readonly #look: HandlerId;
  /** By player: its viewers so far; whether there is a picture; what is not watched, and not yet taken off, ms. */
  #viewer = new Int32Array(0);
  #hasStarted = new Uint8Array(0);
  #debtMs = new Float64Array(0);

  constructor(parts: PatienceParts) {
    this.#parts = parts;
    const look = (player: number, viewer: number) => this.#lookAt(player, viewer);
    this.#look = parts.simulator.handler(look, 'viewer loses patience');
  }

  /** Somebody waits for the first picture, for as long as chance has it. */
  begin(player: number): void {
    const { leaving, random, simulator } = this.#parts;
    if (player >= this.#viewer.length) this.#grow(Math.max(64, 2 * player));
    this.#viewer[player]! += 1;
    this.#hasStarted[player] = 0;
    this.#debtMs[player] = 0;
    const beyondMs = (random.uniform() / leaving['per-second']) * MS_PER_SECOND;
    simulator.after(leaving.startup + beyondMs, this.#look, player, this.#viewer[player]);
  }

  /** There is a picture. */
  started(player: number): void {
    this.#hasStarted[player] = 1;
    this.#lookLater(player);
  }

  /** A stall is over: the viewer will watch so much less. */
  stalled(player: number, stallMs: number): void {
    const { leaving, players, segmentMs } = this.#parts;
    const debtMs = this.#debtMs[player]! + leaving.stalls * stallMs;
    const wholeMs = Math.floor(debtMs / segmentMs) * segmentMs;
    this.#debtMs[player] = debtMs - wholeMs;
    players.shorten(player, wholeMs);
  }

  /** The viewer is gone. */
  ended(player: number): void {
    this.#viewer[player]! += 1;
  }

  #lookAt(player: number, viewer: number): void {
    if (this.#viewer[player] !== viewer) return;
    if (this.#hasStarted[player] === 1) this.#lookLater(player);
    else this.#parts.leave(player);
  }

  /** Leaves in a stall that has taken all that was left to be watched; looks again when that may be. */
  #lookLater(player: number): void {
    const { leave, leaving, players, simulator } = this.#parts;
    const { nowMs } = simulator;
    const sinceMs = players.waitsSinceMs(player);
    const bufferMs = players.bufferMs[player]!;
    const leftMs = players.leftMs(player) - bufferMs - this.#debtMs[player]!;
    const beginMs = Number.isNaN(sinceMs) ? nowMs + bufferMs : sinceMs;
    const leavesMs = toGrid(beginMs + Math.max(0, leftMs) / leaving.stalls);
    if (leavesMs === Number.POSITIVE_INFINITY) return;
    if (leavesMs > nowMs) simulator.at(leavesMs, this.#look, player, this.#viewer[player]);
    else if (Number.isNaN(sinceMs)) return;
    else leave(player);
  }

  #grow(players: number): void {
    this.#viewer = grown(this.#viewer, players + 1);
    this.#hasStarted = grown(this.#hasStarted, players + 1);
    this.#debtMs = grown(this.#debtMs, players + 1);
  }
}
