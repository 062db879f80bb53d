/** The newest comments of each room, for those who come late. */
export class History {
  /** Comments that are kept of each room. */
  readonly length: number;
  readonly #bytes: Float64Array;
  readonly #count: Int32Array;
  readonly #sum: Float64Array;

  constructor(rooms: number, length: number) {
    this.length = length;
    this.#bytes = new Float64Array(rooms * length);
    this.#count = new Int32Array(rooms);
    this.#sum = new Float64Array(rooms);
  }

  add(room: number, bytes: number): void {
    if (this.length === 0) return;
    const at = room * this.length + (this.#count[room]! % this.length);
    this.#sum[room]! += bytes - this.#bytes[at]!;
    this.#bytes[at] = bytes;
    this.#count[room]! += 1;
  }

  comments(room: number): number {
    return Math.min(this.length, this.#count[room]!);
  }

  /** Of all that is kept of a room. */
  bytes(room: number): number {
    return this.#sum[room]!;
  }
}
