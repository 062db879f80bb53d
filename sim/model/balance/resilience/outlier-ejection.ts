/**
 * Backends that fail several times in a row get nothing for a while, longer each time.
 * Source: Envoy 1.31, outlier_detection: consecutive_5xx 5, base_ejection_time 30 s, max_ejection_percent 10.
 */
export interface OutlierSettings {
  readonly failures: number;
  readonly baseMs: number;
  readonly longestMs: number;
  /** Share of the backends that may be out at the same time; one always may. */
  readonly mostRatio: number;
  /** As of `HealthSettings`. */
  readonly panicRatio: number;
}

export class OutlierRecords {
  readonly #settings: OutlierSettings;
  readonly #inARow: Int32Array;
  readonly #isOut: Uint8Array;
  readonly #times: Int32Array;
  #out = 0;

  constructor(settings: OutlierSettings, backends: number) {
    this.#settings = settings;
    this.#inARow = new Int32Array(backends);
    this.#isOut = new Uint8Array(backends);
    this.#times = new Int32Array(backends);
  }

  isOut(backend: number): boolean {
    return this.#isOut[backend] === 1;
  }

  /** @returns for how long the backend is ejected now, ms; 0: it is not, or was before. */
  answered(backend: number, isFailed: boolean): number {
    if (!isFailed) {
      this.#inARow[backend] = 0;
      return 0;
    }
    this.#inARow[backend]! += 1;
    const { baseMs, failures, longestMs, mostRatio } = this.#settings;
    if (this.#inARow[backend]! < failures || this.#isOut[backend] === 1) return 0;
    const most = Math.max(1, Math.floor(mostRatio * this.#isOut.length));
    if (this.#out >= most) return 0;
    this.#isOut[backend] = 1;
    this.#out += 1;
    this.#times[backend]! += 1;
    return Math.min(longestMs, baseMs * this.#times[backend]!);
  }

  /** Its time is over. */
  restore(backend: number): void {
    this.#isOut[backend] = 0;
    this.#inARow[backend] = 0;
    this.#out -= 1;
  }
}
