/**
 * Cuts a run into windows of one width. When the end is not known the width doubles whenever the
 * run outgrows the most windows there may be: what a run keeps is bounded, however long it is.
 */

/**
 * A day in the 5-minute samples that bills look at. More than this no chart can show, and every series
 * pays for each of them.
 */
export const MAX_WINDOWS = 288;

export class WindowGrid {
  /** Most windows there can be. */
  readonly capacity: number;
  readonly #endless: boolean;
  #widthMs: number;

  /**
   * @param windowMs wanted width; doubled until the run fits into 288 windows
   * @param durationMs end of the run, may be Infinity
   */
  constructor(windowMs: number, durationMs: number) {
    this.#widthMs = windowMs;
    this.#endless = durationMs === Infinity;
    while (!this.#endless && durationMs > this.#widthMs * MAX_WINDOWS) this.#widthMs *= 2;
    this.capacity = this.#endless
      ? MAX_WINDOWS
      : Math.max(1, Math.ceil(durationMs / this.#widthMs));
  }

  get widthMs(): number {
    return this.#widthMs;
  }

  /**
   * Number of the window that holds `atMs`, or `capacity` when the run has outgrown the grid. What
   * happens at the very end of a run belongs to its last window.
   */
  windowAt(atMs: number): number {
    const window = atMs / this.#widthMs;
    // `| 0` and not floor: an integer for the compiler, which then need not box the result.
    if (window < this.capacity) return window | 0;
    return this.#endless ? this.capacity : this.capacity - 1;
  }

  /** Where the window that holds `atMs` ends; Infinity for the last of a run whose end is known. */
  endMs(atMs: number): number {
    const window = Math.floor(atMs / this.#widthMs);
    const isLast = !this.#endless && window >= this.capacity - 1;
    return isLast ? Number.POSITIVE_INFINITY : (window + 1) * this.#widthMs;
  }

  /** Doubles the width: window `i` is now what `2i` and `2i + 1` were. */
  fold(): void {
    this.#widthMs *= 2;
  }

  /** How many windows a run that has come to `simulatedMs` has begun. */
  begun(simulatedMs: number): number {
    return Math.min(this.capacity, Math.floor(simulatedMs / this.#widthMs) + 1);
  }
}
