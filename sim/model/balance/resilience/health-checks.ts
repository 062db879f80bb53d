/** What probes have said of each backend: it changes its state only after a few of the same answer. */
export interface HealthSettings {
  readonly intervalMs: number;
  /** A probe without an answer fails after this, ms. */
  readonly timeoutMs: number;
  readonly unhealthyAfter: number;
  readonly healthyAfter: number;
  /** With a smaller share of backends fit, all are used all the same: 0 to 1. */
  readonly panicRatio: number;
}

export class HealthRecords {
  readonly #settings: HealthSettings;
  readonly #isHealthy: Uint8Array;
  /** Answers in a row that contradict the state. */
  readonly #against: Int32Array;

  constructor(settings: HealthSettings, backends: number) {
    this.#settings = settings;
    this.#isHealthy = new Uint8Array(backends).fill(1);
    this.#against = new Int32Array(backends);
  }

  isHealthy(backend: number): boolean {
    return this.#isHealthy[backend] === 1;
  }

  /** @returns whether the backend's state has changed. */
  probed(backend: number, isAnswered: boolean): boolean {
    const was = this.#isHealthy[backend] === 1;
    if (isAnswered === was) {
      this.#against[backend] = 0;
      return false;
    }
    this.#against[backend]! += 1;
    const { healthyAfter, unhealthyAfter } = this.#settings;
    if (this.#against[backend]! < (was ? unhealthyAfter : healthyAfter)) return false;
    this.#against[backend] = 0;
    this.#isHealthy[backend] = was ? 0 : 1;
    return true;
  }
}
