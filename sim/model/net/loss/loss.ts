/** The contract of a loss model: which packets of one direction of a path are lost. */
import type { Random } from '../../../engine/random.ts';
import { partOf } from '../../../part/part.ts';

export interface Loss {
  /** Packets that get through before the next one that does not: 0 when the next one is lost. */
  untilNext(): number;
}

export const lossModel = partOf<Loss, Random>();

/** Goes along a path's packets. */
export class Losses {
  readonly #loss: Loss;
  #left: number;
  /** Of the packets last asked about, how many came before the first that was lost. */
  before = 0;

  constructor(loss: Loss) {
    this.#loss = loss;
    this.#left = loss.untilNext();
  }

  /** @returns how many of the next packets are lost. */
  of(packets: number): number {
    this.before = Math.min(packets, this.#left);
    let lost = 0;
    let left = packets;
    while (left > this.#left) {
      lost += 1;
      left -= this.#left + 1;
      this.#left = this.#loss.untilNext();
    }
    this.#left -= left;
    return lost;
  }
}
