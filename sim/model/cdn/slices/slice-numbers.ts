/** The slices that a cache cuts objects into, each with a number of its own in that cache: its key. */
import { grown } from '../../../engine/grown.ts';

const FIRST_KEYS = 1024;
const NO_KEYS: readonly number[] = [];

export class SliceNumbers {
  readonly sliceBytes: number;
  /** Keys of one content are so far apart: as with objects, the rest of a key is its content. */
  readonly step: number;
  /** The first key of each object, by the world's number; the others follow. */
  readonly #firsts = new Map<number, number>();
  /** How many slices there are, by content. */
  readonly #counts: number[] = [];
  /** By key: the object plus one (0: no such slice), which of its slices, and the object's bytes. */
  #object = new Int32Array(0);
  #slice = new Int32Array(0);
  #wholeBytes = new Float64Array(0);

  constructor(sliceBytes: number, contentCount: number) {
    this.sliceBytes = sliceBytes;
    this.step = contentCount;
  }

  /** The key of an object's first slice. An object of another size than before has new slices. */
  first(object: number, wholeBytes: number): number {
    const known = this.#firsts.get(object);
    if (known !== undefined && this.#wholeBytes[known] === wholeBytes) return known;
    const content = object % this.step;
    const before = this.#counts[content] ?? 0;
    const slices = this.slicesOf(wholeBytes);
    this.#counts[content] = before + slices;
    const first = before * this.step + content;
    this.#grow(first + slices * this.step);
    for (let slice = 0; slice < slices; slice += 1) {
      const key = first + slice * this.step;
      this.#object[key] = object + 1;
      this.#slice[key] = slice;
      this.#wholeBytes[key] = wholeBytes;
    }
    this.#firsts.set(object, first);
    return first;
  }

  slicesOf(wholeBytes: number): number {
    return Math.max(1, Math.ceil(wholeBytes / this.sliceBytes));
  }

  /** All keys of an object; none when the cache has never met it. */
  keysOf(object: number): readonly number[] {
    const first = this.#firsts.get(object);
    if (first === undefined) return NO_KEYS;
    const slices = this.slicesOf(this.#wholeBytes[first]!);
    return Array.from({ length: slices }, (_, slice) => first + slice * this.step);
  }

  /** The world's number of the object that a slice belongs to. */
  objectOf(key: number): number {
    return this.#object[key]! - 1;
  }

  wholeBytesOf(key: number): number {
    return this.#wholeBytes[key]!;
  }

  /** Where in the object a slice begins, bytes. */
  fromByteOf(key: number): number {
    return this.#slice[key]! * this.sliceBytes;
  }

  /** Bytes of one slice: the last of an object is shorter; undefined when there is no such slice. */
  bytesOf(key: number): number | undefined {
    if (!((this.#object[key] ?? 0) > 0)) return undefined;
    return Math.min(this.sliceBytes, this.#wholeBytes[key]! - this.fromByteOf(key));
  }

  /** @returns the key of the slice behind, in the same object; -1 behind the last. */
  next(key: number): number {
    const slices = this.slicesOf(this.#wholeBytes[key]!);
    return this.#slice[key]! + 1 < slices ? key + this.step : -1;
  }

  #grow(keys: number): void {
    if (keys <= this.#object.length) return;
    const length = Math.max(FIRST_KEYS, keys, 2 * this.#object.length);
    this.#object = grown(this.#object, length);
    this.#slice = grown(this.#slice, length);
    this.#wholeBytes = grown(this.#wholeBytes, length);
  }
}
