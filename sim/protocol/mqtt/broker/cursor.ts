/** Reads the data types of MQTT one after the other, and nothing that is not well-formed. Source: 5.0 §1.5, 3.1.1 §1.5 */
import { isUtf8 } from 'node:buffer';
import { malformed } from './reasons.ts';

const MORE = 0x80;
const VALUE = 0x7f;
const LONGEST_INTEGER = 4;

export class Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  byte(): number {
    this.#need(1);
    this.at += 1;
    return this.bytes[this.at - 1]!;
  }

  /** §1.5.2 */
  twoBytes(): number {
    this.#need(2);
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }

  /** §1.5.3 */
  fourBytes(): number {
    this.#need(4);
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  /** §1.5.5: at the most four bytes, and no more than the value needs. */
  integer(): number {
    let value = 0;
    for (let place = 0; place < LONGEST_INTEGER; place += 1) {
      const byte = this.byte();
      value += (byte & VALUE) << (7 * place);
      if ((byte & MORE) !== 0) continue;
      if (byte === 0 && place > 0) throw malformed('an integer is longer than it need be');
      return value;
    }
    throw malformed('an integer has more than four bytes');
  }

  /** §1.5.6 */
  binary(): Buffer {
    const length = this.twoBytes();
    this.#need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** §1.5.4: well-formed UTF-8, which has no surrogates, without U+0000. A BOM is kept. */
  string(): string {
    const bytes = this.binary();
    if (!isUtf8(bytes)) throw malformed('a string is not well-formed UTF-8');
    if (bytes.includes(0)) throw malformed('a string has U+0000');
    return bytes.toString('utf8');
  }

  rest(): Buffer {
    const rest = this.bytes.subarray(this.at, this.end);
    this.at = this.end;
    return rest;
  }

  /** Nothing may be left. */
  done(): void {
    if (this.left > 0) throw malformed('a packet has more than belongs to it');
  }

  #need(bytes: number): void {
    if (this.left < bytes) throw malformed('a packet ends too soon');
  }
}
