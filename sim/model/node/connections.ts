const NO_EPOCH = -1;

/** The connections of a place's devices to one node: open, idle too long, or being set up. */
export class Connections {
  readonly #readyAtMs: Float64Array;
  readonly #lastUsedMs: Float64Array;
  /** Requests that are not answered yet: a connection in use is not idle. */
  readonly #inFlight: Int32Array;
  /** How often the node had crashed when the connection was set up. */
  readonly #epoch: Int32Array;

  constructor(devices: number) {
    this.#readyAtMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#lastUsedMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#inFlight = new Int32Array(devices);
    this.#epoch = new Int32Array(devices);
  }

  /**
   * @param idleMs after which an unused connection is closed.
   * @param epoch how often the node has crashed: none of its connections survives that.
   */
  needsSetup(device: number, nowMs: number, idleMs: number, epoch: number): boolean {
    if (this.#epoch[device] !== epoch) return true;
    return this.#inFlight[device] === 0 && nowMs - this.#lastUsedMs[device]! > idleMs;
  }

  /** Those of devices below a number are gone; what is on its way comes all the same. */
  forget(devices: number): void {
    this.#epoch.fill(NO_EPOCH, 0, devices);
  }

  open(device: number, readyAtMs: number, epoch: number): void {
    this.#readyAtMs[device] = readyAtMs;
    this.#epoch[device] = epoch;
  }

  /** Time until a request may leave, ms: more than 0 while the connection is set up. */
  waitMs(device: number, nowMs: number): number {
    return Math.max(0, this.#readyAtMs[device]! - nowMs);
  }

  asked(device: number): void {
    this.#inFlight[device]! += 1;
  }

  answered(device: number, nowMs: number): void {
    this.#inFlight[device]! -= 1;
    this.#lastUsedMs[device] = nowMs;
  }
}
