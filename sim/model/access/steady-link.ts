/** Delays drawn anew for each transfer, rates drawn once a device. */
import type { Random } from '../../engine/random.ts';
import type { AccessContext, AccessLink, AccessProfile } from './profile.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Time that bytes take at a rate, ms; 0 at an infinite rate. */
export const transferMs = (bytes: number, bitsPerSecond: number): number =>
  (bytes * BITS_PER_BYTE * MS_PER_SECOND) / bitsPerSecond;

export class SteadyLink implements AccessLink {
  readonly #profile: AccessProfile;
  readonly #downBitsPerSecond: Float64Array;
  readonly #upBitsPerSecond: Float64Array;
  /** When the device's way down is free again, ms. */
  readonly #downFreeAtMs: Float64Array;

  constructor(profile: AccessProfile, context: AccessContext) {
    this.#profile = profile;
    const rates = context.stream('rates');
    const draw = (sample: (random: Random) => number) => {
      const drawn = new Float64Array(context.devices);
      for (let device = 0; device < drawn.length; device += 1) drawn[device] = sample(rates);
      return drawn;
    };
    this.#downBitsPerSecond = draw((random) => profile.downBitsPerSecond(random));
    this.#upBitsPerSecond = draw((random) => profile.upBitsPerSecond(random));
    this.#downFreeAtMs = new Float64Array(context.devices);
  }

  upMs(device: number, bytes: number, _nowMs: number, random: Random): number {
    const accessMs = this.#profile.oneWayMs(random);
    return transferMs(bytes, this.#upBitsPerSecond[device]!) + accessMs;
  }

  downMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const startMs = Math.max(nowMs, this.#downFreeAtMs[device]!);
    const endMs = startMs + transferMs(bytes, this.#downBitsPerSecond[device]!);
    this.#downFreeAtMs[device] = endMs;
    return endMs - nowMs + this.#profile.oneWayMs(random);
  }

  roundTripMs(_device: number, _nowMs: number, random: Random): number {
    return 2 * this.#profile.oneWayMs(random);
  }
}
