/**
 * The server that has something for another domain: packs what waits into parcels, sends them over the stream, and again over
 * the next one, until they are known to be stored; what has waited for too long bounces, if it is not there.
 */
import { PARCEL } from '../service/packets.ts';
import { NONE } from '../service/slots.ts';
import { Timeouts } from '../service/timeouts.ts';
import { Bounces } from './bounces.ts';
import type { Calling } from './calling.ts';
import { IS_ABSENT, IS_THERE, SIGNAL } from './letters.ts';
import type { Office } from './office.ts';
import { CLOSED, OPEN, type Stream } from './stream.ts';

export class Sending {
  readonly #office: Office;
  readonly #calling: Calling;
  readonly #bounces: Bounces;
  readonly #timeouts: Timeouts;
  readonly #expiries: Timeouts | undefined;
  #sendings = 0;

  /** @param tell takes a packet to the device that it is for. */
  constructor(office: Office, calling: Calling, tell: (packet: number) => void) {
    const { letters, parcels, settings, shared } = office;
    const { simulator } = shared.world;
    this.#office = office;
    this.#calling = calling;
    this.#bounces = new Bounces(shared, tell);
    const { timeoutMs, ttlMs } = settings;
    this.#timeouts = new Timeouts(simulator, 'parcel without an answer', [timeoutMs, timeoutMs], {
      isOver: (parcel, stamp) => parcels.sending[parcel] !== stamp,
      due: (parcel) => calling.lose(office.streamOf(parcel)),
    });
    if (ttlMs === Number.POSITIVE_INFINITY) return;
    this.#expiries = new Timeouts(simulator, 'letter has waited too long', [ttlMs, ttlMs], {
      isOver: (letter, stamp) => letters.stamp[letter] !== stamp,
      due: (letter) => this.#expire(letter),
    });
  }

  /** @param item as the kind of letter has it, which holds it. @returns false: the queue is full. */
  add(stream: Stream, kind: number, item: number): boolean {
    const { letters, meters, settings, shared } = this.#office;
    if (stream.letters >= settings.queue) {
      if (kind !== SIGNAL) this.#bounces.bounce(item, kind, stream.from, stream.to);
      return false;
    }
    const letter = letters.take();
    letters.kind[letter] = kind;
    letters.item[letter] = item;
    letters.stream[letter] = stream.number;
    letters.parcel[letter] = NONE;
    letters.next[letter] = NONE;
    letters.sinceMs[letter] = shared.world.simulator.nowMs;
    if (stream.lastWaiting === NONE) stream.firstWaiting = letter;
    else letters.next[stream.lastWaiting] = letter;
    stream.lastWaiting = letter;
    stream.letters += 1;
    meters.wait(stream, 1);
    this.#expiries?.add(letter, letters.stamp[letter]!);
    if (stream.state === CLOSED) this.#calling.call(stream);
    else this.#pump(stream);
    return true;
  }

  /** Packs what waits into parcels, as many as may be under way. */
  #pump(stream: Stream): void {
    const { window } = this.#office.settings.protocol;
    while (stream.state === OPEN && stream.firstWaiting !== NONE && stream.out < window) {
      this.#dispatch(stream, this.#pack(stream));
    }
  }

  #pack(stream: Stream): number {
    const { chain, letters, meters, parcels, settings } = this.#office;
    const parcel = parcels.take();
    chain.add(parcel, stream.lastOut);
    parcels.stream[parcel] = stream.number;
    parcels.first[parcel] = stream.firstWaiting;
    parcels.next[parcel] = NONE;
    let [count, last, letter] = [0, NONE, stream.firstWaiting];
    for (; letter !== NONE && count < settings.protocol.batch; count += 1) {
      letters.parcel[letter] = parcel;
      last = letter;
      letter = letters.next[letter]!;
    }
    stream.firstWaiting = letter;
    if (letter === NONE) stream.lastWaiting = NONE;
    letters.next[last] = NONE;
    parcels.count[parcel] = count;
    if (stream.lastOut === NONE) stream.firstOut = parcel;
    else parcels.next[stream.lastOut] = parcel;
    stream.lastOut = parcel;
    stream.out += 1;
    meters.count(stream, 'parcel');
    return parcel;
  }

  #dispatch(stream: Stream, parcel: number): void {
    const { meters, parcels, shared, wire } = this.#office;
    this.#sendings = (this.#sendings % 0x3fff_ffff) + 1;
    parcels.sending[parcel] = this.#sendings;
    this.#timeouts.add(parcel, this.#sendings);
    const bytes = this.#bytes(parcel);
    meters.count(stream, 'bytes', bytes);
    this.#office.hold(parcel);
    const packet = shared.packets.make(PARCEL, parcel, stream.from, stream.to, bytes);
    shared.packets.setConnection(packet, stream.life);
    wire.between(packet, stream.from, stream.to);
  }

  #bytes(parcel: number): number {
    const { letters, parcels, settings, shared } = this.#office;
    const { messages, packets } = shared;
    let payload = 0;
    for (let letter = parcels.first[parcel]!; letter !== NONE; letter = letters.next[letter]!) {
      const item = letters.item[letter]!;
      if (letters.kind[letter] !== SIGNAL) payload += messages.bytes(item);
      else if (item !== NONE) payload += packets.bytes(item);
    }
    return settings.protocol.transactionBytes(parcels.count[parcel]!, payload);
  }

  /** The other server says that it has stored a parcel. */
  settle(parcel: number): void {
    const { letters, meters, parcels } = this.#office;
    if (parcels.isSettled[parcel] === 1) return;
    const stream = this.#office.streamOf(parcel);
    for (let letter = parcels.first[parcel]!; letter !== NONE; letter = letters.next[letter]!) {
      meters.arrived(stream, letters.sinceMs[letter]!);
      this.#close(stream, letter);
    }
    this.#finish(stream, parcel);
    this.#pump(stream);
  }

  /** A letter does not wait any more. */
  #close(stream: Stream, letter: number): void {
    this.#office.letters.stamp[letter] = 0;
    stream.letters -= 1;
    this.#office.meters.wait(stream, -1);
  }

  #finish(stream: Stream, parcel: number): void {
    const { parcels } = this.#office;
    parcels.isSettled[parcel] = 1;
    parcels.sending[parcel] = 0;
    stream.out -= 1;
    for (let first = stream.firstOut; first !== NONE && parcels.isSettled[first] === 1; ) {
      const next = parcels.next[first]!;
      stream.firstOut = next;
      this.#office.letGo(first);
      first = next;
    }
    if (stream.firstOut === NONE) stream.lastOut = NONE;
  }

  /** A stream has come to its end: parcels under way may have come, or not. */
  doubt(stream: Stream): void {
    const { parcels } = this.#office;
    for (let parcel = stream.firstOut; parcel !== NONE; parcel = parcels.next[parcel]!) {
      parcels.sending[parcel] = 0;
    }
  }

  /** A stream is open: what came is done with, what did not goes again, or bounces. */
  takeUp(stream: Stream): void {
    const { parcels } = this.#office;
    for (let parcel = stream.firstOut; parcel !== NONE; ) {
      const next = parcels.next[parcel]!;
      if (parcels.isSettled[parcel] === 0) this.#resolve(stream, parcel);
      parcel = next;
    }
    this.#pump(stream);
  }

  #resolve(stream: Stream, parcel: number): void {
    const { chain, meters, parcels, shared } = this.#office;
    if (parcels.told[parcel] === IS_THERE) {
      this.settle(parcel);
      return;
    }
    if (parcels.told[parcel] === IS_ABSENT) this.#bounceLate(stream, parcel);
    if (parcels.count[parcel]! > 0) {
      meters.count(stream, 'resent');
      this.#dispatch(stream, parcel);
      return;
    }
    chain.passOver(parcel, shared.world.exchange.epoch[stream.to]!);
    this.#finish(stream, parcel);
  }

  /** Of a parcel that is not there: letters whose time has passed. */
  #bounceLate(stream: Stream, parcel: number): void {
    const { letters, parcels } = this.#office;
    let last = NONE;
    for (let letter = parcels.first[parcel]!; letter !== NONE; ) {
      const next = letters.next[letter]!;
      if (letters.isLate[letter] === 0) last = letter;
      else {
        if (last === NONE) parcels.first[parcel] = next;
        else letters.next[last] = next;
        parcels.count[parcel]! -= 1;
        this.#bounce(stream, letter);
      }
      letter = next;
    }
  }

  /** A letter has waited too long. What is under way may be there: that is to be found out first. */
  #expire(letter: number): void {
    const { letters, streams } = this.#office;
    if (letters.parcel[letter] !== NONE) {
      letters.isLate[letter] = 1;
      return;
    }
    // All wait equally long: it is the first.
    const stream = streams[letters.stream[letter]!]!;
    stream.firstWaiting = letters.next[letter]!;
    if (stream.firstWaiting === NONE) stream.lastWaiting = NONE;
    this.#bounce(stream, letter);
  }

  #bounce(stream: Stream, letter: number): void {
    const { kind, item } = this.#office.letters;
    this.#close(stream, letter);
    if (kind[letter] !== SIGNAL) {
      this.#bounces.bounce(item[letter]!, kind[letter]!, stream.from, stream.to);
    }
    this.#office.forget(letter);
  }
}
