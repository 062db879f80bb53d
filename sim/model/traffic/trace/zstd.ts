import { Decompress } from 'fzstd';
import { TraceError } from './trace-error.ts';

/**
 * Compressed bytes given to the library at once. It hands out every block they hold before it returns, up to
 * 128 KiB for 4 bytes, so this bounds what waits at 16 MiB, for a file made to be harmful too.
 */
const SLICE_BYTES = 512;
/** Source: RFC 8878 §3.1.1.2.4. */
const MAX_BLOCK_BYTES = 128 * 1024;
/** What `zstd -d` accepts unless told otherwise; the library would allocate up to 2 GiB. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

/**
 * Decompresses Zstandard as a stream, with memory bounded by its window (128 MiB at most) and not by its length.
 *
 * Frames may follow one another. Checksums are not checked: fzstd does not look at them.
 */
export class ZstdStream {
  readonly #decompress = new Decompress((block) => this.#take(block));
  #blocks: Uint8Array[] = [];
  #headerChecked = false;
  #head = new Uint8Array(0);

  /**
   * The decompressed blocks of the next compressed bytes, lazily: take each before the next.
   *
   * @throws TraceError when they are not Zstandard.
   */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    this.#checkWindow(chunk);
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      yield* this.#feed(chunk.slice(from, from + SLICE_BYTES), false);
    }
  }

  /** The rest. @throws TraceError when the stream is cut short. */
  *end(): Generator<Uint8Array> {
    yield* this.#feed(new Uint8Array(0), true);
  }

  #feed(slice: Uint8Array, last: boolean): readonly Uint8Array[] {
    this.#blocks = [];
    try {
      this.#decompress.push(slice, last);
    } catch (error) {
      if (error instanceof TraceError) throw error;
      throw new TraceError(last ? CUT_SHORT : DAMAGED);
    }
    return this.#blocks;
  }

  #take(block: Uint8Array): void {
    if (block.length > MAX_BLOCK_BYTES) throw new TraceError(DAMAGED);
    if (block.length > 0) this.#blocks.push(block);
  }

  /** Refuses a file whose first frame asks for more memory than we grant, before the library allocates it. */
  #checkWindow(chunk: Uint8Array): void {
    if (this.#headerChecked) return;
    const head = new Uint8Array(Math.min(18, this.#head.length + chunk.length));
    head.set(this.#head);
    head.set(chunk.subarray(0, head.length - this.#head.length), this.#head.length);
    this.#head = head;
    this.#headerChecked = head.length === 18;
    const window = windowBytes(head);
    if (window <= MAX_WINDOW_BYTES) return;
    const found = `zstd window of ${window} bytes`;
    throw new TraceError(`${found}: expected ${MAX_WINDOW_BYTES} or less`);
  }
}

const DAMAGED = 'damaged zstd data: expected a whole zstd file';
const CUT_SHORT = 'zstd data is cut short: expected a whole zstd file';

/** Window of a frame header, or the content's size for a frame of one segment. Source: RFC 8878 §3.1.1.1. */
function windowBytes(head: Uint8Array): number {
  const flags = head[4] ?? 0;
  const isSegment = (flags & 0x20) !== 0;
  if (head[0] !== 0x28) return 0;
  if (isSegment) return contentBytes(head, 5 + [0, 1, 2, 4][flags & 3]!, flags >>> 6);
  const descriptor = head[5] ?? 0;
  const base = 1024 * ((1 << (descriptor >>> 3)) >>> 0);
  return base + (base / 8) * (descriptor & 7);
}

/** Little-endian content size of 1, 2, 4 or 8 bytes; two bytes start counting at 256. */
function contentBytes(head: Uint8Array, at: number, widthCode: number): number {
  const width = 1 << widthCode;
  let size = 0;
  for (let byte = width - 1; byte >= 0; byte--) size = size * 256 + (head[at + byte] ?? 0);
  return widthCode === 1 ? size + 256 : size;
}
