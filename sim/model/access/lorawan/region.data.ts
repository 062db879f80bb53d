/** What regions allow. Source: LoRaWAN regional parameters RP002-1.0.4 and ETSI EN 300 220-2. */

export interface Region {
  /** Largest MAC payload for spreading factors 7 to 12, bytes: application and 8 more. */
  readonly mostBytes: readonly number[];
  /** Share of the time that a device, and a gateway in the second window, may send. */
  readonly deviceDuty: number;
  readonly gatewayDuty: number;
  /** Longest frame, ms; Infinity where there is no dwell time. */
  readonly dwellMs: number;
  /** Channels that devices use. */
  readonly channels: number;
  /** Spreading factor of the second receive window. */
  readonly secondWindow: number;
}

export const REGIONS: Readonly<Record<'eu868' | 'us915', Region>> = {
  // 868.0–868.6 MHz: 1 %; 869.4–869.65 MHz, where the second window is: 10 %.
  eu868: {
    mostBytes: [230, 230, 123, 59, 59, 59],
    deviceDuty: 0.01,
    gatewayDuty: 0.1,
    dwellMs: Number.POSITIVE_INFINITY,
    channels: 8,
    secondWindow: 12,
  },
  // FCC part 15.247: 400 ms on a channel. Spreading factors 11 and 12 are not used up the way.
  us915: {
    mostBytes: [250, 133, 61, 19, 0, 0],
    deviceDuty: 1,
    gatewayDuty: 1,
    dwellMs: 400,
    channels: 8,
    secondWindow: 12,
  },
};

/** Bytes around what the application sends: MHDR 1, FHDR 7, FPort 1, MIC 4. */
export const LORAWAN_BYTES = 13;
/** Of these, what does not count as MAC payload: MHDR and MIC. */
export const OUTSIDE_MAC_PAYLOAD = 5;
/** An acknowledgement: a frame without port and payload. */
export const ACK_BYTES = 12;
