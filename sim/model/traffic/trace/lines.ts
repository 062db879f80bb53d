import { ByteQueue } from './byte-queue.ts';
import { TraceError } from './trace-error.ts';

/** Eight times the longest request line Apache accepts (LimitRequestLine, 8190): beyond it, this is no text trace. */
export const MAX_LINE_BYTES = 65_536;
const NEWLINE = 10;
const RETURN = 13;

/** Cuts pushed bytes into lines without making strings of them. */
export class Lines {
  readonly #queue = new ByteQueue();
  /** Bytes of the unfinished line already searched for a newline. */
  #searched = 0;
  #lastNewline = -1;
  #ended = false;
  /** The line found last: `bytes` from `from` to `to`, without its line end. Valid until the next push. */
  from = 0;
  to = 0;
  /** Number of that line, from 1. */
  number = 0;

  get bytes(): Uint8Array {
    return this.#queue.bytes;
  }

  get ended(): boolean {
    return this.#ended;
  }

  push(chunk: Uint8Array): void {
    this.#queue.push(chunk);
    this.#lastNewline = this.bytes.lastIndexOf(NEWLINE, this.#queue.end - 1);
  }

  /** Where the next line starts. */
  get start(): number {
    return this.#queue.start;
  }

  /** Where the last complete line ends; before `start` when there is none. */
  get lastNewline(): number {
    return this.#lastNewline;
  }

  /** Says that somebody else has read complete lines up to `start`, where the next one starts. */
  taken(lines: number, start: number): void {
    if (lines === 0) return;
    this.#queue.start = start;
    this.#searched = 0;
    this.number += lines;
  }

  end(): void {
    this.#ended = true;
  }

  /**
   * Moves to the next line; false when none is complete. The last line needs no newline.
   *
   * @throws TraceError at a line longer than 64 KiB, which bounds memory on input that is not text.
   */
  next(): boolean {
    const queue = this.#queue;
    const { bytes, start, end } = queue;
    const found = bytes.indexOf(NEWLINE, start + this.#searched);
    const complete = found >= 0 && found < end;
    const stop = complete ? found : end;
    this.#refuseLong(stop - start);
    if (!complete && !(this.#ended && start < end)) {
      this.#searched = end - start;
      return false;
    }
    this.from = start;
    this.to = stop > start && bytes[stop - 1] === RETURN ? stop - 1 : stop;
    this.number++;
    queue.start = complete ? stop + 1 : stop;
    this.#searched = 0;
    return true;
  }

  #refuseLong(length: number): void {
    if (length <= MAX_LINE_BYTES) return;
    const number = this.number + 1;
    const limit = `expected at most ${MAX_LINE_BYTES} bytes a line`;
    throw new TraceError(`line ${number}: longer than ${MAX_LINE_BYTES} bytes: ${limit}`, number);
  }
}

/** A piece of a line for an error message: quoted, short, with anything unprintable escaped. */
export function excerpt(bytes: Uint8Array, from: number, to: number): string {
  const shown = Math.min(to, from + 40);
  let text = '';
  for (let at = from; at < shown; at++) {
    const byte = bytes[at]!;
    text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : escapeByte(byte);
  }
  return `"${text}${shown < to ? '…' : ''}"`;
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
