/** Numbers the messages of each conversation, without gaps, in the order in which its home keeps them. */
import { grown } from '../../../engine/grown.ts';

/** Gives a message its number in its conversation. */
export interface Numbering {
  /** @param gateway that it came over. */
  next(conversation: number, gateway: number): number;
  /** A number was given to what is gone: it is given again. */
  takeBack?(conversation: number, number: number): void;
}

export class Sequencer implements Numbering {
  #last = new Int32Array(0);

  next(conversation: number): number {
    if (conversation >= this.#last.length) {
      this.#last = grown(this.#last, Math.max(64, Math.ceil(1.5 * conversation)));
    }
    this.#last[conversation]! += 1;
    return this.#last[conversation]!;
  }

  takeBack(conversation: number, number: number): void {
    this.#last[conversation] = Math.min(this.#last[conversation]!, number - 1);
  }
}

/** Built wrongly: each gateway counts for itself, so that two messages may have one number. */
export class SequencePerGateway implements Numbering {
  readonly #last = new Map<number, Map<number, number>>();

  next(conversation: number, gateway: number): number {
    const ofGateway = this.#last.get(gateway) ?? new Map<number, number>();
    this.#last.set(gateway, ofGateway);
    const number = (ofGateway.get(conversation) ?? 0) + 1;
    ofGateway.set(conversation, number);
    return number;
  }
}

/** What a device that believes in numbers has seen: it takes what is not above for a repetition. */
export class Highest {
  readonly #seen = new Map<number, Map<number, number>>();

  /** @returns whether the number is new to the device, which has seen it now. */
  isNew(device: number, conversation: number, number: number): boolean {
    const ofDevice = this.#seen.get(device) ?? new Map<number, number>();
    this.#seen.set(device, ofDevice);
    if (number <= (ofDevice.get(conversation) ?? 0)) return false;
    ofDevice.set(conversation, number);
    return true;
  }
}
