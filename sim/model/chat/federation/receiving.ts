/** The server that parcels come to: writes each once, in order, and says so when it is stored. */
import { PARCELED } from '../service/packets.ts';
import { NONE } from '../service/slots.ts';
import type { Spread } from '../service/spread.ts';
import type { Store } from '../service/store.ts';
import type { Calling } from './calling.ts';
import { IS_ABSENT, IS_THERE, POST, SIGNAL, UNTOLD } from './letters.ts';
import type { Office } from './office.ts';
import type { Stream } from './stream.ts';

export class Receiving {
  readonly #office: Office;
  readonly #calling: Calling;
  /** Then who sent a parcel may have let go of one that waits here for the one before it. */
  readonly #isWrong: boolean;
  /** Set when they exist. */
  spread!: Spread;
  store!: Store;

  constructor(office: Office, calling: Calling) {
    this.#office = office;
    this.#calling = calling;
    const { acksFirstAbroad, dedupesAbroad } = office.shared.settings;
    this.#isWrong = acksFirstAbroad || !dedupesAbroad;
  }

  /** A parcel has come. */
  receive(packet: number): void {
    const { chain, drop, mailboxes, shared } = this.#office;
    const { packets, settings } = shared;
    const parcel = packets.item(packet);
    const stream = this.#office.streamOf(parcel);
    if (packets.connection(packet) !== stream.accepted) {
      this.#calling.refuse(stream, packets.connection(packet));
      drop(packet);
      return;
    }
    if (!settings.dedupesAbroad && chain.isDone(parcel)) chain.reset(parcel);
    const arrival = chain.arrive(parcel, packet, mailboxes.epochOf(packet));
    if (settings.acksFirstAbroad || arrival === 'known') this.#answer(parcel);
    if (arrival !== 'new') drop(packet);
  }

  written(packet: number): void {
    const { chain, drop, mailboxes, shared } = this.#office;
    const parcel = shared.packets.item(packet);
    chain.written(parcel, mailboxes.epochOf(packet));
    drop(packet);
  }

  /** It crashed while it wrote. */
  dropped(packet: number): void {
    const { chain, drop, mailboxes, shared } = this.#office;
    const parcel = shared.packets.item(packet);
    chain.dropped(parcel);
    // Built wrongly: it said that it had it, and nobody sends it again.
    if (shared.settings.acksFirstAbroad) chain.passOver(parcel, mailboxes.epochOf(packet));
    if (this.#isWrong) this.#office.letGo(parcel);
    drop(packet);
  }

  begin(parcel: number, packet: number): void {
    if (this.#isWrong) this.#office.hold(parcel);
    this.#office.mailboxes.write(packet, this.#rows(parcel));
  }

  #rows(parcel: number): number {
    const { letters, parcels } = this.#office;
    const { to } = this.#office.streamOf(parcel);
    let rows = 0;
    for (let letter = parcels.first[parcel]!; letter !== NONE; letter = letters.next[letter]!) {
      if (letters.kind[letter] === SIGNAL) continue;
      rows += this.spread.rowsAt(letters.item[letter]!, to);
      if (letters.kind[letter] === POST) rows += 1;
    }
    return rows;
  }

  /** A parcel is stored, and all before it: its letters take effect. */
  take(parcel: number): void {
    const { letters, parcels, shared } = this.#office;
    const { to } = this.#office.streamOf(parcel);
    for (let letter = parcels.first[parcel]!; letter !== NONE; letter = letters.next[letter]!) {
      this.#takeLetter(letter, to);
    }
    if (!shared.settings.acksFirstAbroad) this.#answer(parcel);
    if (this.#isWrong) this.#office.letGo(parcel);
  }

  #takeLetter(letter: number, to: number): void {
    const { letters, shared, wire } = this.#office;
    const { messages, trail, world } = shared;
    const item = letters.item[letter]!;
    if (letters.kind[letter] === SIGNAL) {
      letters.item[letter] = NONE;
      if (item !== NONE) wire.down(item);
      return;
    }
    trail?.note(messages.serial(item), 'stored in the other domain', world.nodes[to]!.name);
    if (letters.kind[letter] === POST) this.store.posted(item, to);
    else this.spread.fill(item, to, 0);
  }

  #answer(parcel: number): void {
    const { meters, settings, shared, wire } = this.#office;
    const stream = this.#office.streamOf(parcel);
    const { from, to } = stream;
    const { answerBytes } = settings.protocol;
    this.#office.hold(parcel);
    meters.count(stream, 'bytes', answerBytes);
    wire.between(shared.packets.make(PARCELED, parcel, to, from, answerBytes), to, from);
  }

  /** Looks what it has of the parcels in doubt; what is under way from before a new stream it takes no more. */
  look(stream: Stream): void {
    const { chain, parcels, settings, shared } = this.#office;
    const epoch = shared.world.exchange.epoch[stream.to]!;
    const says = settings.protocol.resumes && shared.settings.dedupesAbroad;
    for (let parcel = stream.firstOut; parcel !== NONE; parcel = parcels.next[parcel]!) {
      if (!says) parcels.told[parcel] = UNTOLD;
      else if (chain.isDone(parcel)) parcels.told[parcel] = IS_THERE;
      else parcels.told[parcel] = chain.isAbsent(parcel, epoch) ? IS_ABSENT : UNTOLD;
    }
  }
}
