/**
 * Our own compact traces: blocks of columns, made to be compressed with gzip, which browsers undo too.
 *
 * A file begins with `MAGIC`. A block has five little-endian 32-bit numbers (how many requests, then
 * the bytes of each of the four columns) and the columns, all of variable-length integers (LEB128):
 *
 *   times    microseconds since the request before
 *   objects  0: one that has not been met before; else its number in order of appearance, from 1
 *   sizes    0: as when the object was asked for last; else bytes + 1
 *   keys     for each new object the bytes of its name, after their number
 */
import type { TraceBatch } from './batch.ts';

export const MAGIC = Uint8Array.of(0x54, 0x57, 0x63, 0x6f, 0x6c, 0x00, 0x00, 0x01);
export const BLOCK_REQUESTS = 65_536;
export const HEADER_BYTES = 20;
export const MICROS_PER_MS = 1000;

/** Integers of seven bits a byte, the low ones first; exact up to 2^53. */
class Column {
  bytes = new Uint8Array(BLOCK_REQUESTS);
  length = 0;

  put(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  putText(text: Uint8Array): void {
    this.put(text.length);
    this.#reserve(text.length);
    this.bytes.set(text, this.length);
    this.length += text.length;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + more, 2 * this.bytes.length));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Turns batches into blocks. */
export class ColumnsEncoder {
  /** Bytes of each object when it was asked for last. */
  readonly #sizes: number[] = [];
  readonly #text = new TextEncoder();
  #lastMicros = 0;

  /**
   * @param batch of at most 65 536 requests, objects numbered in order of appearance over all batches.
   * @param keyOf the name of an object.
   */
  block(batch: TraceBatch, keyOf: (object: number) => string): Uint8Array {
    const [times, objects, sizes, keys] = [new Column(), new Column(), new Column(), new Column()];
    for (let request = 0; request < batch.count; request += 1) {
      const micros = Math.round(batch.timesMs[request]! * MICROS_PER_MS);
      times.put(micros - this.#lastMicros);
      this.#lastMicros = micros;
      const object = batch.objects[request]!;
      const isNew = object === this.#sizes.length;
      objects.put(isNew ? 0 : object + 1);
      if (isNew) keys.putText(this.#text.encode(keyOf(object)));
      const bytes = batch.bytes[request]!;
      sizes.put(bytes === this.#sizes[object] ? 0 : bytes + 1);
      this.#sizes[object] = bytes;
    }
    return joined(batch.count, [times, objects, sizes, keys]);
  }
}

function joined(requests: number, columns: readonly Column[]): Uint8Array {
  const total = columns.reduce((sum, { length }) => sum + length, HEADER_BYTES);
  const block = new Uint8Array(total);
  const header = new DataView(block.buffer);
  header.setUint32(0, requests, true);
  let at = HEADER_BYTES;
  for (const [index, { bytes, length }] of columns.entries()) {
    header.setUint32(4 * (index + 1), length, true);
    block.set(bytes.subarray(0, length), at);
    at += length;
  }
  return block;
}
