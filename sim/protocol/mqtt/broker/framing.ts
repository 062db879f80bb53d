/** Cuts what comes over a connection into packets. Source: MQTT 5.0 §2.1, 3.1.1 §2.2 */
import { malformed, PACKET_TOO_LARGE, Refusal } from './reasons.ts';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
}

/** Flags that each type must have; PUBLISH has some of its own, and type 0 is none. §2.1.3 */
const FLAGS: readonly (number | undefined)[] = [
  undefined,
  0,
  0,
  undefined,
  0,
  0,
  2,
  0,
  2,
  0,
  2,
  0,
  0,
  0,
  0,
  0,
];
const PUBLISH = 3;
const LONGEST_INTEGER = 4;

export class Framing {
  readonly #mostBytes: number;
  #left: Buffer = Buffer.alloc(0);

  /** @param mostBytes of a whole packet: larger ones are not even waited for. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(bytes: Buffer): void {
    this.#left = this.#left.length === 0 ? bytes : Buffer.concat([this.#left, bytes]);
  }

  /** @returns undefined when no whole packet has come. @throws Refusal for a header that is none. */
  next(): Frame | undefined {
    const bytes = this.#left;
    if (bytes.length < 2) {
      if (bytes.length === 1) check(bytes[0]!);
      return undefined;
    }
    const { type, flags } = check(bytes[0]!);
    const length = lengthIn(bytes);
    if (length === undefined) return undefined;
    const { value, end } = length;
    if (end + value > this.#mostBytes) {
      throw new Refusal(PACKET_TOO_LARGE, `a packet has ${end + value} bytes`);
    }
    if (bytes.length < end + value) return undefined;
    this.#left = bytes.subarray(end + value);
    return { type, flags, body: bytes.subarray(end, end + value) };
  }
}

function check(first: number): { type: number; flags: number } {
  const [type, flags] = [first >> 4, first & 15];
  if (type === 0) throw malformed('packets of type 0 are reserved');
  if (type !== PUBLISH && FLAGS[type] !== flags) throw malformed(`type ${type} has flags ${flags}`);
  return { type, flags };
}

function lengthIn(bytes: Buffer): { value: number; end: number } | undefined {
  let value = 0;
  for (let place = 0; place < LONGEST_INTEGER; place += 1) {
    const byte = bytes[1 + place];
    if (byte === undefined) return undefined;
    value += (byte & 127) << (7 * place);
    if (byte < 128) {
      if (byte === 0 && place > 0) throw malformed('a length is longer than it need be');
      return { value, end: 2 + place };
    }
  }
  throw malformed('a length has more than four bytes');
}
