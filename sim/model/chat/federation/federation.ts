/**
 * Between the mailboxes of two domains: what is for the other one waits in a queue, goes there in order over a stream, and
 * again when a stream broke, until it is stored there.
 */
import { NONE } from '../service/slots.ts';
import type { Spread } from '../service/spread.ts';
import type { Store } from '../service/store.ts';
import { Calling } from './calling.ts';
import { INBOX, POST, SIGNAL } from './letters.ts';
import { Office, type OfficeParts } from './office.ts';
import { Receiving } from './receiving.ts';
import { Sending } from './sending.ts';

export class Federation {
  readonly #office: Office;
  readonly #sending: Sending;
  readonly #receiving: Receiving;

  constructor(parts: OfficeParts) {
    const { traffic, settings, shared } = parts;
    const office = new Office(parts, {
      begin: (parcel, packet) => this.#receiving.begin(parcel, packet),
      take: (parcel) => this.#receiving.take(parcel),
      forget: (packet) => parts.drop(packet),
    });
    const { streams, meters } = office;
    const calling = new Calling(
      { world: shared.world, traffic, settings, streams, meters },
      {
        accepted: (stream) => this.#receiving.look(stream),
        opened: (stream) => this.#sending.takeUp(stream),
        broken: (stream) => this.#sending.doubt(stream),
      },
    );
    this.#office = office;
    this.#sending = new Sending(office, calling, (packet) => this.tell(packet));
    this.#receiving = new Receiving(office, calling);
  }

  /** What it hands messages on to, which exists later. */
  connect(spread: Spread, store: Store): void {
    this.#receiving.spread = spread;
    this.#receiving.store = store;
  }

  /** Whether two mailboxes are of different domains. */
  isAbroad(one: number, other: number): boolean {
    return this.#office.isAbroad(one, other);
  }

  /** Letters that are not forgotten. */
  get open(): number {
    return this.#office.letters.open;
  }

  /** Tells of each message that is not known to be there. @param tell `mailbox` NONE: for all members. */
  each(tell: (message: number, mailbox: number) => void): void {
    const { chain, letters, streams } = this.#office;
    for (let letter = 0; letter < letters.end; letter += 1) {
      if (letters.stamp[letter] === 0 || letters.kind[letter] === SIGNAL) continue;
      const parcel = letters.parcel[letter]!;
      if (parcel !== NONE && chain.isDone(parcel)) continue;
      const { to } = streams[letters.stream[letter]!]!;
      tell(letters.item[letter]!, letters.kind[letter] === POST ? NONE : to);
    }
  }

  /** A message that is kept goes from its mailbox to one of another domain. @param kind INBOX or POST. */
  send(message: number, from: number, to: number, kind: number = INBOX): void {
    const { messages } = this.#office.shared;
    messages.hold(message);
    const isTaken = this.#sending.add(this.#office.between(from, to), kind, message);
    if (!isTaken) messages.letGo(message);
  }

  /** Something small goes from the mailbox that it has to its device, over the device’s own domain. */
  tell(packet: number): void {
    const { drop, shared, wire } = this.#office;
    const { crowd, homes, packets } = shared;
    const from = packets.mailbox(packet);
    const to = homes.inbox[crowd.person[packets.device(packet)]!]!;
    if (!this.isAbroad(from, to)) {
      wire.down(packet);
      return;
    }
    packets.setMailbox(packet, to);
    if (!this.#sending.add(this.#office.between(from, to), SIGNAL, packet)) drop(packet);
  }

  /** A parcel has come to the other server. */
  receive(packet: number): void {
    this.#receiving.receive(packet);
  }

  written(packet: number): void {
    this.#receiving.written(packet);
  }

  dropped(packet: number): void {
    this.#receiving.dropped(packet);
  }

  /** The other server says that it has stored a parcel. */
  answered(packet: number): void {
    this.#sending.settle(this.#office.shared.packets.item(packet));
    this.#office.drop(packet);
  }

  /** One more packet is about a parcel. */
  hold(parcel: number): void {
    this.#office.hold(parcel);
  }

  letGo(parcel: number): void {
    this.#office.letGo(parcel);
  }
}
