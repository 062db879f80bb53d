/**
 * Lines of receipts between one device and one mailbox, in one direction: what waits there, and the one packet that is under
 * way. Receipts of one reader in one conversation become one cursor, “up to n”, where that is asked for.
 */
import { NONE } from '../slots.ts';

/** A receipt, or a cursor that stands for several. */
export interface Mark {
  conversation: number;
  /** DELIVERED or WAS_READ. */
  what: number;
  /** Device that has it; of what was read, the person who has read it. */
  reader: number;
  /** Number in the conversation of the last message that it is about. */
  upTo: number;
  /** The messages, which it holds. */
  readonly messages: number[];
}

export interface Line {
  readonly device: number;
  readonly mailbox: number;
  /** From the device to the mailbox. */
  readonly isUp: boolean;
  readonly waiting: Mark[];
  readonly underWay: Mark[];
  /** Of the packet under way, or the last one; and of the last that has come. */
  number: number;
  heard: number;
  /** Whether what waits will leave by itself. */
  isPlanned: boolean;
  /** Which sending waits for an answer; 0: none does. */
  sending: number;
}

export class Lines {
  readonly all: Line[] = [];
  readonly #nodes: number;
  readonly #numbers = new Map<number, number>();
  readonly #ofDevice = new Map<number, number[]>();
  readonly #spare: Mark[] = [];

  /** @param nodes of the world: mailboxes have lower ids. */
  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  /** The number of a line, which comes into being when it is needed. */
  between(device: number, mailbox: number, isUp: boolean): number {
    const key = 2 * (device * this.#nodes + mailbox) + (isUp ? 1 : 0);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const line = this.all.length;
    this.all.push({
      device,
      mailbox,
      isUp,
      waiting: [],
      underWay: [],
      number: 0,
      heard: 0,
      isPlanned: false,
      sending: 0,
    });
    this.#numbers.set(key, line);
    const others = this.#ofDevice.get(device);
    if (others === undefined) this.#ofDevice.set(device, [line]);
    else others.push(line);
    return line;
  }

  of(device: number): readonly number[] {
    return this.#ofDevice.get(device) ?? [];
  }

  take(conversation: number, what: number, reader: number): Mark {
    const mark = this.#spare.pop() ?? { conversation, what, reader, upTo: NONE, messages: [] };
    mark.conversation = conversation;
    mark.what = what;
    mark.reader = reader;
    mark.upTo = NONE;
    return mark;
  }

  give(mark: Mark): void {
    mark.messages.length = 0;
    this.#spare.push(mark);
  }
}

/** The one that is about the same, and has not left. */
export function alike(
  line: Line,
  conversation: number,
  what: number,
  reader: number,
): Mark | undefined {
  return line.waiting.find(
    (mark) => mark.conversation === conversation && mark.what === what && mark.reader === reader,
  );
}
