/** The connections of a place's devices to one node: open, idle too long, or being set up. */
export class Connections {
  readonly #readyAtMs: Float64Array;
  readonly #lastUsedMs: Float64Array;

  constructor(devices: number) {
    this.#readyAtMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#lastUsedMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
  }

  /** @param idleMs after which an unused connection is closed. */
  needsSetup(device: number, nowMs: number, idleMs: number): boolean {
    return nowMs - this.#lastUsedMs[device]! > idleMs;
  }

  open(device: number, readyAtMs: number): void {
    this.#readyAtMs[device] = readyAtMs;
    this.#lastUsedMs[device] = readyAtMs;
  }

  /** Time until a request may leave, ms: more than 0 while the connection is set up. */
  waitMs(device: number, nowMs: number): number {
    return Math.max(0, this.#readyAtMs[device]! - nowMs);
  }

  used(device: number, nowMs: number): void {
    this.#lastUsedMs[device] = nowMs;
  }
}
