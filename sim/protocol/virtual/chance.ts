/** Random numbers and bytes that libraries draw, from a stream of the run. */
import type * as Crypto from 'node:crypto';
import type { Random } from '../../engine/random.ts';

type Bytes = NodeJS.ArrayBufferView | ArrayBuffer;

const BYTE = 256;

/** Replacements of `node:crypto`'s functions of the same names. */
export function virtualChance(random: () => Random) {
  const fill = <Into extends Bytes>(into: Into, from = 0, size?: number): Into => {
    const bytes = ArrayBuffer.isView(into)
      ? new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
      : new Uint8Array(into);
    const end = size === undefined ? bytes.length : from + size;
    for (let at = from; at < end; at += 1) bytes[at] = random().below(BYTE);
    return into;
  };
  const later = (done: unknown, value: unknown) =>
    process.nextTick(done as (...given: unknown[]) => void, null, value);
  const randomBytes = (size: number, done?: unknown) => {
    const bytes = fill(Buffer.alloc(size));
    return done === undefined ? bytes : later(done, bytes);
  };
  const randomFill = (into: Bytes, ...rest: unknown[]) => {
    const done = rest.pop();
    later(done, fill(into, ...(rest as number[])));
  };
  const randomInt = (...given: unknown[]) => {
    const done = typeof given.at(-1) === 'function' ? given.pop() : undefined;
    const [min, max] = (given.length === 1 ? [0, given[0]] : given) as [number, number];
    const drawn = min + Math.floor(random().uniform() * (max - min));
    return done === undefined ? drawn : later(done, drawn);
  };
  const randomUUID = (): Crypto.UUID => uuidOf(fill(Buffer.alloc(16)));
  return { randomBytes, randomFill, randomFillSync: fill, randomInt, randomUUID };
}

/** Version 4, variant 1. RFC 9562 §5.4 */
function uuidOf(bytes: Buffer): Crypto.UUID {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join('-') as Crypto.UUID;
}
