/** Devices whose rate follows one curve, each from a point of its own. */
import type { Random } from '../../../engine/random.ts';
import type { AccessContext, AccessLink } from '../profile.ts';
import type { RateCurve } from './rate-curve.ts';

const BITS_PER_BYTE = 8;

export interface CurveSettings {
  readonly curve: RateCurve;
  /** Rate up over rate down. */
  readonly upShare: number;
  readonly roundTripMs: number;
  /** Whether all devices begin at the curve's beginning. */
  readonly isAligned: boolean;
}

export class CurveLink implements AccessLink {
  readonly #settings: CurveSettings;
  readonly #offsetMs: Float64Array;
  readonly #downFreeAtMs: Float64Array;

  constructor(settings: CurveSettings, { devices, stream }: AccessContext) {
    this.#settings = settings;
    this.#downFreeAtMs = new Float64Array(devices);
    this.#offsetMs = new Float64Array(devices);
    if (settings.isAligned) return;
    const random = stream('offsets');
    for (let device = 0; device < devices; device += 1) {
      this.#offsetMs[device] = random.uniform() * settings.curve.lengthMs;
    }
  }

  upMs(device: number, bytes: number, nowMs: number): number {
    const { upShare, roundTripMs } = this.#settings;
    const endMs = this.#passedMs(device, nowMs, (bytes * BITS_PER_BYTE) / upShare);
    return endMs - nowMs + roundTripMs / 2;
  }

  downMs(device: number, bytes: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#downFreeAtMs[device]!);
    const endMs = this.#passedMs(device, startMs, bytes * BITS_PER_BYTE);
    this.#downFreeAtMs[device] = endMs;
    return endMs - nowMs + this.#settings.roundTripMs / 2;
  }

  roundTripMs(_device: number, _nowMs: number, _random: Random): number {
    return this.#settings.roundTripMs;
  }

  /** When bits that begin at a time have passed, ms; not before, for rounding may go either way. */
  #passedMs(device: number, fromMs: number, bits: number): number {
    const { curve } = this.#settings;
    const offsetMs = this.#offsetMs[device]!;
    if (bits === 0) return fromMs;
    return Math.max(fromMs, curve.timeAt(curve.bitsAt(fromMs + offsetMs) + bits) - offsetMs);
  }
}
