/** Delays drawn anew for each transfer, rates drawn once a device. */

import { Lines, transferMs } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';
import type { AccessContext, AccessLink, AccessProfile } from './profile.ts';

export class SteadyLink implements AccessLink {
  readonly #profile: AccessProfile;
  readonly lines: Lines;
  readonly ups: Lines;

  constructor(profile: AccessProfile, context: AccessContext) {
    this.#profile = profile;
    const rates = context.stream('rates');
    const draw = (sample: (random: Random) => number) => {
      const drawn = new Float64Array(context.devices);
      for (let device = 0; device < drawn.length; device += 1) drawn[device] = sample(rates);
      return drawn;
    };
    this.lines = new Lines(draw((random) => profile.downBitsPerSecond(random)));
    this.ups = new Lines(draw((random) => profile.upBitsPerSecond(random)));
  }

  upMs(device: number, bytes: number, _nowMs: number, random: Random): number {
    const accessMs = this.#profile.oneWayMs(random);
    return transferMs(bytes, this.ups.bitsPerSecond[device]!) + accessMs;
  }

  downMs(device: number, bytes: number, nowMs: number, random: Random): number {
    return this.lines.pass(device, bytes, nowMs) - nowMs + this.#profile.oneWayMs(random);
  }

  roundTripMs(_device: number, _nowMs: number, random: Random): number {
    return 2 * this.#profile.oneWayMs(random);
  }
}
