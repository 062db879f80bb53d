/** When gateways may send: one frame at a time, and within the duty cycle of each window's band. */
import { timeOnAirMs } from './airtime.ts';
import { ACK_BYTES, LORAWAN_BYTES, type Region } from './region.data.ts';

export class Gateways {
  readonly #region: Region;
  readonly #busyUntilMs: Float64Array;
  /** When the duty cycle lets a gateway send again in the first and in the second window, ms. */
  readonly #firstFreeMs: Float64Array;
  readonly #secondFreeMs: Float64Array;

  constructor(gateways: number, region: Region) {
    this.#region = region;
    this.#busyUntilMs = new Float64Array(gateways);
    this.#firstFreeMs = new Float64Array(gateways);
    this.#secondFreeMs = new Float64Array(gateways);
  }

  freeAtMs(gateway: number, isFirst: boolean): number {
    const band = isFirst ? this.#firstFreeMs : this.#secondFreeMs;
    return Math.max(this.#busyUntilMs[gateway]!, band[gateway]!);
  }

  /** @param bytes of the application, 0 to confirm only. @returns time on air, ms; undefined when it may not send. */
  send(
    gateway: number,
    isFirst: boolean,
    nowMs: number,
    spreading: number,
    bytes: number,
  ): number | undefined {
    if (this.freeAtMs(gateway, isFirst) > nowMs) return undefined;
    const whole = bytes === 0 ? ACK_BYTES : bytes + LORAWAN_BYTES;
    const airtimeMs = timeOnAirMs({ spreading, bytes: whole, hasCrc: false });
    const { deviceDuty, gatewayDuty } = this.#region;
    this.#busyUntilMs[gateway] = nowMs + airtimeMs;
    // The first window is on the channel of the device, with the duty cycle of its band.
    if (isFirst) this.#firstFreeMs[gateway] = nowMs + airtimeMs / deviceDuty;
    else this.#secondFreeMs[gateway] = nowMs + airtimeMs / gatewayDuty;
    return airtimeMs;
  }
}
