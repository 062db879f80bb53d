/**
 * A chat with mailboxes has two ways: what is kept goes through them, and everything else (signals, what servers say
 * and what is said to them) from gateway to gateway, to those who are there.
 */
import { type Carried, type Post, SERVER } from './post.ts';

export class TwoWays implements Post {
  readonly #kept: Pick<Post, 'sendTo' | 'sendToRoom'>;
  readonly #light: Post | undefined;
  readonly #carried: Carried | undefined;

  /** @param light undefined: everything is kept, as in a chat without kinds. */
  constructor(
    kept: Pick<Post, 'sendTo' | 'sendToRoom'>,
    light: Post | undefined,
    carried: Carried | undefined,
  ) {
    this.#kept = kept;
    this.#light = light;
    this.#carried = carried;
  }

  sendTo(sender: number, recipient: number, bytes: number, note: number): void {
    const isLight = recipient === SERVER || this.#isSignal(note);
    if (isLight) this.#light!.sendTo(sender, recipient, bytes, note);
    else this.#kept.sendTo(sender, recipient, bytes, note);
  }

  sendToRoom(sender: number, room: number, bytes: number, note: number): void {
    if (this.#isSignal(note)) this.#light!.sendToRoom(sender, room, bytes, note);
    else this.#kept.sendToRoom(sender, room, bytes, note);
  }

  tell(person: number, bytes: number, note: number): void {
    this.#light!.tell(person, bytes, note);
  }

  tellRoom(room: number, bytes: number, note: number): void {
    this.#light!.tellRoom(room, bytes, note);
  }

  #isSignal(note: number): boolean {
    return this.#light !== undefined && !this.#carried!.isKept(note);
  }
}
