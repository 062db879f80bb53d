/** Devices whose rate follows one curve, each from a point of its own. */
import type { Random } from '../../../engine/random.ts';
import type { AccessContext, AccessLink } from '../profile.ts';
import { CurveLines } from './curve-lines.ts';
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
  readonly lines: CurveLines;
  readonly ups: CurveLines;

  constructor(settings: CurveSettings, { devices, stream }: AccessContext) {
    this.#settings = settings;
    const offsetMs = new Float64Array(devices);
    this.lines = new CurveLines(settings.curve, offsetMs);
    this.ups = new CurveLines(settings.curve, offsetMs, settings.upShare);
    if (settings.isAligned) return;
    const random = stream('offsets');
    for (let device = 0; device < devices; device += 1) {
      offsetMs[device] = random.uniform() * settings.curve.lengthMs;
    }
  }

  upMs(device: number, bytes: number, nowMs: number): number {
    const { upShare, roundTripMs } = this.#settings;
    const endMs = this.lines.passedMs(device, nowMs, (bytes * BITS_PER_BYTE) / upShare);
    return endMs - nowMs + roundTripMs / 2;
  }

  downMs(device: number, bytes: number, nowMs: number): number {
    return this.lines.pass(device, bytes, nowMs) - nowMs + this.#settings.roundTripMs / 2;
  }

  roundTripMs(_device: number, _nowMs: number, _random: Random): number {
    return this.#settings.roundTripMs;
  }
}
