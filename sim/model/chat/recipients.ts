/** To whom a message goes, gateway by gateway. */
import type { Messages } from './messages.ts';
import type { People } from './people.ts';
import type { RoomAtGateway, Rooms } from './rooms.ts';

export class Recipients {
  readonly #messages: Messages;
  readonly #people: People;
  readonly #rooms: Rooms;

  constructor(messages: Messages, people: People, rooms: Rooms) {
    this.#messages = messages;
    this.#people = people;
    this.#rooms = rooms;
  }

  /** How many people at a gateway get it. */
  at(message: number, gateway: number): number {
    const room = this.#messages.room[message]!;
    if (room < 0) {
      return this.#people.gateway[this.#messages.recipient[message]!] === gateway ? 1 : 0;
    }
    const part = this.#rooms.parts(room).find((here) => here.gateway === gateway);
    return part === undefined ? 0 : this.besideSender(message, part);
  }

  besideSender(message: number, part: RoomAtGateway): number {
    const isHome = this.#people.gateway[this.#messages.sender[message]!] === part.gateway;
    return part.to - part.from - (isHome ? 1 : 0);
  }

  /** @param gateway undefined: at all of them. */
  each(message: number, gateway: number | undefined, tell: (person: number) => void): void {
    const room = this.#messages.room[message]!;
    if (room < 0) {
      tell(this.#messages.recipient[message]!);
      return;
    }
    const sender = this.#messages.sender[message]!;
    for (const part of this.#rooms.parts(room)) {
      if (gateway !== undefined && part.gateway !== gateway) continue;
      for (let index = part.from; index < part.to; index += 1) {
        const member = this.#rooms.member(index);
        if (member !== sender) tell(member);
      }
    }
  }
}
