/**
 * Reads that senders have been told of, or not yet, by the serial number of the message: a table in two turns, of which the
 * older one is forgotten, but for what nobody has been told of.
 */

/** Messages after which repeated receipts are not recognized. */
const REMEMBERED = 65_536;
const FIRST_PLACES = 1024;
/** Lines of the first places are 2^7. */
const FIRST_BITS = 7;
/** Knuth's multiplicative hash: 2^32 over the golden ratio, TAOCP 3, §6.4. */
const GOLDEN = 0x9e3779b1;
/** Serial numbers that follow each other share a line of a processor’s cache. */
const LINE_BITS = 3;
const LINE = (1 << LINE_BITS) - 1;
/** A value is twice the reads that the sender was not told of, and one more when it was told of any. */
const TOLD = 1;
const READ = 2;

/** Serial numbers plus one, and values, in turn; 0 is an empty place. */
class Table {
  #places = new Int32Array(2 * FIRST_PLACES);
  #shift = 32 - FIRST_BITS;
  #used = 0;

  /** Where a serial number stands, or is to stand. */
  at(serial: number): number {
    const last = this.#places.length - 2;
    const line = Math.imul(serial >>> LINE_BITS, GOLDEN) >>> this.#shift;
    let at = ((line << LINE_BITS) | (serial & LINE)) << 1;
    while (this.#places[at] !== 0 && this.#places[at] !== serial + 1) at = (at + 2) & last;
    return at;
  }

  value(at: number): number {
    return this.#places[at + 1]!;
  }

  set(at: number, serial: number, value: number): void {
    if (this.#places[at] === 0) this.#used += 1;
    this.#places[at] = serial + 1;
    this.#places[at + 1] = value;
    if (4 * this.#used > this.#places.length) this.#grow();
  }

  each(tell: (serial: number, value: number) => void): void {
    for (let at = 0; at < this.#places.length; at += 2) {
      if (this.#places[at] !== 0) tell(this.#places[at]! - 1, this.#places[at + 1]!);
    }
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(2 * before.length);
    this.#shift -= 1;
    this.#used = 0;
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue;
      const serial = before[at]! - 1;
      this.set(this.at(serial), serial, before[at + 1]!);
    }
  }
}

export class Reads {
  #now = new Table();
  #before = new Table();
  #told = 0;

  /** Somebody has read a message. */
  add(serial: number): void {
    const at = this.#take(serial);
    this.#now.set(at, serial, this.#now.value(at) + READ);
  }

  /** Its sender is told. @returns whether somebody has read it, as often as that or before. */
  tell(serial: number): boolean {
    const at = this.#take(serial);
    const value = this.#now.value(at);
    if (value < READ) return value === TOLD;
    if ((value & TOLD) === 0) this.#told += 1;
    this.#now.set(at, serial, (value - READ) | TOLD);
    if (this.#told >= REMEMBERED) this.#turn();
    return true;
  }

  /** Where it stands in the younger table, with what the older one knew of it. */
  #take(serial: number): number {
    const at = this.#now.at(serial);
    if (this.#now.value(at) !== 0) return at;
    const old = this.#before.at(serial);
    const value = this.#before.value(old);
    if (value === 0) return at;
    this.#before.set(old, serial, 0);
    this.#now.set(at, serial, value);
    return this.#now.at(serial);
  }

  #turn(): void {
    const next = new Table();
    this.#before.each((serial, value) => {
      if (value >= READ) next.set(next.at(serial), serial, value);
    });
    this.#before = this.#now;
    this.#now = next;
    this.#told = 0;
  }
}
