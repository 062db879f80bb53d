/**
 * A chat with mailboxes has two ways: what is kept goes through them, and everything else (signals, what servers say
 * and what is said to them) from gateway to gateway, to those who are there.
 */
import { type Carried, type Post, SERVER } from './post.ts';

export class TwoWays implements Post {
  readonly #kept: Pick<Post, 'sendTo' | 'sendToRoom'>;
  readonly #light: Post;
  readonly #carried: Carried;

  constructor(kept: Pick<Post, 'sendTo' | 'sendToRoom'>, light: Post, carried: Carried) {
    this.#kept = kept;
    this.#light = light;
    this.#carried = carried;
  }

  sendTo(sender: number, recipient: number, bytes: number, note: number): void {
    const isKept = recipient !== SERVER && this.#carried.isKept(note);
    if (isKept) this.#kept.sendTo(sender, recipient, bytes, note);
    else this.#light.sendTo(sender, recipient, bytes, note);
  }

  sendToRoom(sender: number, room: number, bytes: number, note: number): void {
    if (this.#carried.isKept(note)) this.#kept.sendToRoom(sender, room, bytes, note);
    else this.#light.sendToRoom(sender, room, bytes, note);
  }

  tell(person: number, bytes: number, note: number): void {
    this.#light.tell(person, bytes, note);
  }

  tellRoom(room: number, bytes: number, note: number): void {
    this.#light.tellRoom(room, bytes, note);
  }
}
