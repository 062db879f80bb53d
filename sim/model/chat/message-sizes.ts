/** How many bytes a message has on its ways: what kinds and protocols make of what was written. */
import { carriageOf } from '../wire/tls.ts';
import { frameBytes } from '../wire/websocket.ts';
import type { Carried } from './kinds/post.ts';
import type { Messages } from './messages.ts';
import type { ChatProtocol } from './protocols/protocol.ts';

const UNSEALED = carriageOf(false);

export class MessageSizes {
  readonly #messages: Messages;
  readonly #carried: Carried | undefined;
  readonly #protocol: ChatProtocol | undefined;

  constructor(
    messages: Messages,
    carried: Carried | undefined,
    protocol: ChatProtocol | undefined,
  ) {
    this.#messages = messages;
    this.#carried = carried;
    this.#protocol = protocol;
  }

  /** From the sender's device. */
  up(message: number): number {
    const { note, bytes } = this.#messages;
    const payload = note[message]! < 0 ? bytes[message]! : this.#carried!.upBytes(note[message]!);
    return this.#protocol?.up.messageBytes(payload) ?? payload;
  }

  /**
   * From gateway to gateway, over a WebSocket of theirs where devices have a protocol.
   *
   * @param recipients there: each may get a message of his own.
   */
  between(message: number, recipients: number): number {
    const { note, bytes } = this.#messages;
    const payload = bytes[message]!;
    const each = this.#protocol === undefined ? payload : UNSEALED.wire(frameBytes(payload, true));
    const isForEach = note[message]! >= 0 && this.#carried!.isForEach(note[message]!);
    return isForEach ? recipients * each : each;
  }

  /** To a recipient's device. @param isRider whether another message has paid for what surrounds it. */
  down(message: number, isRider: boolean): number {
    const payload = this.#messages.bytes[message]!;
    if (isRider) return payload;
    return this.#protocol?.down.messageBytes(payload) ?? payload;
  }
}
