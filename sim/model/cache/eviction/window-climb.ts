/** All three are Caffeine's, as is where the first step leads: to a smaller window. */
const STEP_RATIO = 0.0625;
const STEP_DECAY = 0.98;
const RESTART_RATIO = 0.05;

/**
 * Climbs a hill: moves the border between window and main, keeps the direction while the hit ratio
 * does not fall and turns round when it does, with ever smaller steps until it changes much.
 * Source: Einziger et al., Adaptive Software Cache Management, Middleware 2018, §3.
 */
export class WindowClimb {
  readonly #firstStep: number;
  #step: number;
  #hitRatioBefore = 0;

  constructor(capacityBytes: number) {
    this.#firstStep = STEP_RATIO * capacityBytes;
    this.#step = -this.#firstStep;
  }

  /**
   * A period has ended.
   *
   * @returns by how many bytes the window should change.
   */
  step(hitRatio: number): number {
    const change = hitRatio - this.#hitRatioBefore;
    const amount = change >= 0 ? this.#step : -this.#step;
    const isNew = Math.abs(change) >= RESTART_RATIO;
    this.#step = isNew ? (amount >= 0 ? 1 : -1) * this.#firstStep : STEP_DECAY * amount;
    this.#hitRatioBefore = hitRatio;
    return Math.trunc(amount);
  }
}
