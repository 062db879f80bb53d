/** How long a LoRa frame is on the air. Source: Semtech AN1200.13 §4; SX1276 data sheet §4.1.1.7. */

const MS_PER_SECOND = 1000;
/** What the radio adds to the preamble that is asked for: the sync word. */
const SYNC_SYMBOLS = 4.25;
/** From this length of a symbol on, drifting clocks call for the low data rate optimisation, ms. */
const LONG_SYMBOL_MS = 16;

export interface LoraFrame {
  /** Spreading factor, 6 to 12. */
  readonly spreading: number;
  /** All bytes of the physical payload: 13 of LoRaWAN and those of the application. */
  readonly bytes: number;
  /** Default 125 kHz. */
  readonly bandwidthHz?: number;
  /** 1 to 4 for coding rates 4/5 to 4/8; default 1. */
  readonly coding?: number;
  /** Default 8. */
  readonly preambleSymbols?: number;
  /** Default true: uplinks have a check sum, downlinks have none. */
  readonly hasCrc?: boolean;
  /** Default true. */
  readonly hasHeader?: boolean;
}

export function symbolMs(spreading: number, bandwidthHz = 125_000): number {
  return ((1 << spreading) * MS_PER_SECOND) / bandwidthHz;
}

export function timeOnAirMs(frame: LoraFrame): number {
  const { spreading, bytes, bandwidthHz = 125_000, coding = 1, preambleSymbols = 8 } = frame;
  const { hasCrc = true, hasHeader = true } = frame;
  const symbol = symbolMs(spreading, bandwidthHz);
  const isLong = symbol >= LONG_SYMBOL_MS;
  const bits = 8 * bytes - 4 * spreading + 28 + (hasCrc ? 16 : 0) - (hasHeader ? 0 : 20);
  const perBlock = 4 * (spreading - (isLong ? 2 : 0));
  const payload = 8 + Math.max(Math.ceil(bits / perBlock) * (coding + 4), 0);
  return (preambleSymbols + SYNC_SYMBOLS + payload) * symbol;
}

/** Frames an hour that a duty cycle leaves room for. @param dutyShare 0.01 for 1 %. */
export const framesPerHour = (airtimeMs: number, dutyShare: number): number =>
  (3600 * MS_PER_SECOND * dutyShare) / airtimeMs;
