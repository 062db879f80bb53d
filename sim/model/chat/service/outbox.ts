/**
 * What devices have sent and not heard of: each message is sent again after a timeout, and after a new connection, until
 * its mailbox has said that it is kept. Each has a number of its device's (the client id), which is its slot here.
 */
import type { Chain } from './chain.ts';
import { SEND } from './packets.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import { Timeouts } from './timeouts.ts';
import type { Wire } from './wire.ts';

const SETTLED = 0;

export class Outbox {
  readonly #shared: Shared;
  readonly #wire: Wire;
  readonly #chain: Chain;
  readonly #timeouts: Timeouts;
  /** By device. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  #sendings = SETTLED;

  /** @param chain keeps the order of what one device says in one conversation. */
  constructor(shared: Shared, wire: Wire, chain: Chain) {
    this.#shared = shared;
    this.#wire = wire;
    this.#chain = chain;
    this.#first = new Int32Array(shared.crowd.devices).fill(NONE);
    this.#last = new Int32Array(shared.crowd.devices).fill(NONE);
    this.#timeouts = new Timeouts(
      shared.world.simulator,
      'message without an answer',
      shared.settings.resendMs,
      {
        isOver: (message, stamp) => shared.messages.sending(message) !== stamp,
        due: (message, _, tries) => this.#again(message, tries + 1),
      },
    );
  }

  /** @param message made by its device just now, which holds it. */
  add(message: number): void {
    const { messages, sessions } = this.#shared;
    const device = messages.device(message);
    this.#chain.add(message, this.#lastIn(device, messages.conversation(message)));
    const last = this.#last[device]!;
    if (last === NONE) this.#first[device] = message;
    else messages.setNext(last, message);
    this.#last[device] = message;
    this.#sendings = (this.#sendings % 0x3fff_ffff) + 1;
    messages.setSending(message, this.#sendings);
    if (sessions.gateway[device] !== NONE) this.#send(message, 0);
  }

  /** Its device has heard what became of the message. @returns whether it is news. */
  settle(message: number): boolean {
    const { messages } = this.#shared;
    if (messages.sending(message) === SETTLED) return false;
    messages.setSending(message, SETTLED);
    this.#unlink(messages.device(message), message);
    messages.letGo(message);
    return true;
  }

  /** All that waits leaves over the new connection. */
  connected(device: number): void {
    const { messages } = this.#shared;
    for (let message = this.#first[device]!; message !== NONE; message = messages.next(message)) {
      this.#again(message, 0);
    }
  }

  #again(message: number, tries: number): void {
    const { messages, meters, sessions } = this.#shared;
    const device = messages.device(message);
    // Who has no connection sends it over the next one.
    if (sessions.gateway[device] === NONE) return;
    meters.count('resent', device);
    this.#send(message, tries);
  }

  #send(message: number, tries: number): void {
    const { carried, messages, packets, shards } = this.#shared;
    this.#sendings = (this.#sendings % 0x3fff_ffff) + 1;
    messages.setSending(message, this.#sendings);
    this.#timeouts.add(message, this.#sendings, tries);
    messages.hold(message);
    const device = messages.device(message);
    const home = shards.leader(messages.home(message));
    const note = messages.note(message);
    const bytes = note === NONE ? messages.bytes(message) : carried!.upBytes(note);
    this.#wire.up(packets.make(SEND, message, device, home, bytes));
  }

  /** The newest message of a device in a conversation that is not settled, or NONE. */
  #lastIn(device: number, conversation: number): number {
    const { messages } = this.#shared;
    let found = NONE;
    for (let message = this.#first[device]!; message !== NONE; message = messages.next(message)) {
      if (messages.conversation(message) === conversation) found = message;
    }
    return found;
  }

  #unlink(device: number, message: number): void {
    const { messages } = this.#shared;
    let before = NONE;
    let here = this.#first[device]!;
    while (here !== message) {
      before = here;
      here = messages.next(here);
    }
    if (before === NONE) this.#first[device] = messages.next(message);
    else messages.setNext(before, messages.next(message));
    if (this.#last[device] === message) this.#last[device] = before;
  }
}
