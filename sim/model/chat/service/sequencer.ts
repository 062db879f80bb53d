/** Numbers the messages of each conversation, without gaps, in the order in which its home keeps them. */
import { grown } from '../../../engine/grown.ts';

export class Sequencer {
  #last = new Int32Array(0);

  next(conversation: number): number {
    if (conversation >= this.#last.length) {
      this.#last = grown(this.#last, Math.max(64, Math.ceil(1.5 * conversation)));
    }
    this.#last[conversation]! += 1;
    return this.#last[conversation]!;
  }
}
