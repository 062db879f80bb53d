/** A gateway whose work another program does: what it has of messages is read from what passes. */
import type { Link } from '../../protocol/chat/link.ts';
import type { Standing } from '../../protocol/chat/spoken-protocol.ts';
import type { Taps } from '../splice.ts';

/** Longer than what stands before the id of a message. */
const TAIL_CHARACTERS = 512;

export class Stranger {
  readonly #standing: Standing;
  readonly #pattern: RegExp;
  /** Messages that it may hand to somebody yet. */
  readonly #held = new Set<number>();

  /** @param pattern finds each message that a device sends; its group is the id. */
  constructor(standing: Standing, pattern: RegExp) {
    this.#standing = standing;
    this.#pattern = new RegExp(pattern, 'g');
  }

  /** Of one connection from a device. */
  taps(link: Link): Taps {
    link.accepted();
    let text = '';
    let isOver = false;
    return {
      outgoing: (bytes) => {
        text += bytes.toString('latin1');
        let readTo = 0;
        for (const match of text.matchAll(this.#pattern)) {
          this.#came(Number(match[1]), link);
          readTo = match.index + match[0].length;
        }
        text = text.slice(Math.max(readTo, text.length - TAIL_CHARACTERS));
      },
      closed: () => {
        if (!isOver) link.left();
        isOver = true;
      },
    };
  }

  /** Its process is gone, and with it what it had. */
  crash(): void {
    for (const serial of this.#held) this.#standing.custody.release(serial);
    this.#held.clear();
  }

  #came(serial: number, link: Link): void {
    const { custody, chat, node } = this.#standing;
    const slot = custody.slotOf(serial);
    if (slot !== undefined && !this.#held.has(serial)) {
      chat.ends.note(slot, 'arrives', node);
      this.#held.add(serial);
      custody.hold(serial);
    }
    if (link.up.delete(serial)) custody.release(serial);
  }
}
