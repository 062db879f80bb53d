const QUOTE = 34;

/** Cuts one line into fields, in place; a field in double quotes may hold the delimiter and doubled quotes. */
export class CsvFields {
  readonly #delimiter: number;
  /** Where each field starts and ends, quotes left out, and whether doubled quotes are inside it. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #doubled: boolean[] = [];
  #count = 0;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  get count(): number {
    return this.#count;
  }

  start(field: number): number {
    return this.#starts[field]!;
  }

  end(field: number): number {
    return this.#ends[field]!;
  }

  /** Cuts `bytes` from `from` to `to`; false when a quote is not closed on the line, or text follows it. */
  split(bytes: Uint8Array, from: number, to: number): boolean {
    this.#count = 0;
    for (let at = from; ; at++) {
      at =
        bytes[at] === QUOTE && at < to ? this.#quoted(bytes, at, to) : this.#plain(bytes, at, to);
      if (at < 0) return false;
      if (at === to) return true;
    }
  }

  /** Undoes the doubled quotes of a field, in place: the field gets shorter. */
  unescape(bytes: Uint8Array, field: number): void {
    if (!this.#doubled[field]) return;
    let write = this.#starts[field]!;
    for (let read = write; read < this.#ends[field]!; read++) {
      bytes[write++] = bytes[read]!;
      if (bytes[read] === QUOTE) read++;
    }
    this.#ends[field] = write;
    this.#doubled[field] = false;
  }

  /** Both return where the field's delimiter (or the line's end) is; −1 when the quotes are wrong. */
  #plain(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && bytes[at] !== this.#delimiter) at++;
    this.#add(from, at, false);
    return at;
  }

  #quoted(bytes: Uint8Array, from: number, to: number): number {
    let doubled = false;
    for (let at = from + 1; at < to; at++) {
      if (bytes[at] !== QUOTE) continue;
      if (at + 1 < to && bytes[at + 1] === QUOTE) {
        doubled = true;
        at++;
        continue;
      }
      this.#add(from + 1, at, doubled);
      return at + 1 === to || bytes[at + 1] === this.#delimiter ? at + 1 : -1;
    }
    return -1;
  }

  #add(start: number, end: number, doubled: boolean): void {
    const field = this.#count++;
    this.#starts[field] = start;
    this.#ends[field] = end;
    this.#doubled[field] = doubled;
  }
}

/** Comma, semicolon, tab: the earlier wins a tie. */
const DELIMITERS: readonly number[] = [44, 59, 9];
export const DELIMITER_NAMES = 'a comma, semicolon or tab';

/** The delimiter a line uses most outside quotes: comma, semicolon or tab; undefined when it has none. */
export function detectDelimiter(bytes: Uint8Array, from: number, to: number): number | undefined {
  const counts = DELIMITERS.map(() => 0);
  let quoted = false;
  for (let at = from; at < to; at++) {
    if (bytes[at] === QUOTE) quoted = !quoted;
    const which = quoted ? -1 : DELIMITERS.indexOf(bytes[at]!);
    if (which >= 0) counts[which]!++;
  }
  const most = Math.max(...counts);
  return most === 0 ? undefined : DELIMITERS[counts.indexOf(most)];
}
