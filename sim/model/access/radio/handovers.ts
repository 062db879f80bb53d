/** Devices on the move: from time to time one changes its cell, and nothing passes while it does. */
import type { Random } from '../../../engine/random.ts';
import type { AccessContext } from '../profile.ts';
import type { RadioSettings } from './radio.ts';

export class Handovers {
  readonly #everyMs: number;
  /** How long nothing passes in one, ms. */
  readonly gapMs: number;
  readonly #random: Random;
  /** When the handover begins that is under way or comes next, ms. */
  readonly #beginMs: Float64Array;
  /** Told of each handover when somebody looks at the device after it: when it was over, ms. */
  over: ((device: number, atMs: number) => void) | undefined;

  constructor(
    { handoverEveryMs, handoverMs }: Pick<RadioSettings, 'handoverEveryMs' | 'handoverMs'>,
    context: AccessContext,
  ) {
    this.#everyMs = handoverEveryMs;
    this.gapMs = handoverMs;
    this.#random = context.stream('handovers');
    this.#beginMs = new Float64Array(context.devices);
    for (let device = 0; device < context.devices; device += 1) {
      this.#beginMs[device] = this.#random.exponential(handoverEveryMs);
    }
  }

  /**
   * Time until the handover that is under way is over, ms; 0: there is none. Handovers follow each
   * other without memory. Times asked for may not decrease.
   */
  waitMs(device: number, nowMs: number): number {
    let beginMs = this.#beginMs[device]!;
    while (beginMs + this.gapMs <= nowMs) {
      const overMs = beginMs + this.gapMs;
      beginMs = overMs + this.#random.exponential(this.#everyMs);
      this.#beginMs[device] = beginMs;
      this.over?.(device, overMs);
    }
    return beginMs <= nowMs ? beginMs + this.gapMs - nowMs : 0;
  }
}
