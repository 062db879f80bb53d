/** The door of a node: a limiter that sees calls come and go. */
import { grown } from '../../../engine/grown.ts';
import type { Limiter } from '../../balance/admit/limiter.ts';
import type { Door } from '../exchange-partners.ts';
import type { NodeContext } from '../node.ts';
import type { World } from '../world.ts';

/** Puts a limiter before a node. */
export function setDoor(context: NodeContext, limiter: Limiter | undefined): void {
  if (limiter === undefined) return;
  context.world.exchange.doors[context.id] = new LimitedDoor(context, limiter);
}

class LimitedDoor implements Door {
  readonly #world: World;
  readonly #node: number;
  readonly #limiter: Limiter;
  readonly #refused: number;
  readonly #limit: number;
  #measured = 0;
  /** By call: when it was let in, ms; NaN: it was not. */
  #cameMs = new Float64Array(0);

  constructor({ world, id, group, place }: NodeContext, limiter: Limiter) {
    const labels = { node: group, place: world.places[place]!.name };
    this.#world = world;
    this.#node = id;
    this.#limiter = limiter;
    this.#refused = world.recorder.counter('door_refused', labels);
    this.#limit = world.recorder.level('door_limit', labels);
    this.#measure(0);
  }

  admits(call: number): boolean {
    const { exchange, recorder, simulator } = this.#world;
    const { nowMs } = simulator;
    // The exchange has counted this one.
    const isAdmitted = this.#limiter.admits(exchange.atWork[this.#node]! - 1, nowMs);
    if (call >= this.#cameMs.length) this.#cameMs = grown(this.#cameMs, 2 * call + 1);
    this.#cameMs[call] = isAdmitted ? nowMs : Number.NaN;
    if (!isAdmitted) recorder.add(this.#refused, 1, nowMs);
    return isAdmitted;
  }

  answered(call: number): void {
    const { exchange, simulator } = this.#world;
    const cameMs = this.#cameMs[call] ?? Number.NaN;
    if (Number.isNaN(cameMs) || this.#limiter.left === undefined) return;
    this.#cameMs[call] = Number.NaN;
    const { nowMs } = simulator;
    this.#limiter.left(nowMs - cameMs, exchange.atWork[this.#node]! + 1, nowMs);
    this.#measure(nowMs);
  }

  #measure(nowMs: number): void {
    const limit = Math.floor(this.#limiter.limit ?? 0);
    this.#world.recorder.changeLevel(this.#limit, limit - this.#measured, nowMs);
    this.#measured = limit;
  }
}
