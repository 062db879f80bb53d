/** What one gateway remembers of where devices are: a table with one place for each of many devices. */

const EMPTY = -1;

export class RouteCache {
  readonly #key: Int32Array;
  readonly #gateway: Int32Array;
  readonly #untilMs: Float64Array;

  /** @param entries rounded up to a power of two. */
  constructor(entries: number) {
    let size = 1;
    while (size < entries) size *= 2;
    this.#key = new Int32Array(size).fill(EMPTY);
    this.#gateway = new Int32Array(size);
    this.#untilMs = new Float64Array(size);
  }

  has(device: number, nowMs: number): boolean {
    const place = device & (this.#key.length - 1);
    return this.#key[place] === device && nowMs < this.#untilMs[place]!;
  }

  /** Where a device is that it has, right or wrong; -1: nowhere. */
  gatewayOf(device: number): number {
    return this.#gateway[device & (this.#key.length - 1)]!;
  }

  keep(device: number, gateway: number, untilMs: number): void {
    const place = device & (this.#key.length - 1);
    this.#key[place] = device;
    this.#gateway[place] = gateway;
    this.#untilMs[place] = untilMs;
  }

  drop(device: number): void {
    const place = device & (this.#key.length - 1);
    if (this.#key[place] === device) this.#key[place] = EMPTY;
  }

  /** A gateway that was restarted remembers nothing. */
  clear(): void {
    this.#key.fill(EMPTY);
  }
}
