/** What a LoRa signal must be to be heard: by itself, and beside others. */
import { log } from '../../../engine/math/index.ts';

export const LOWEST_SPREADING = 7;
export const HIGHEST_SPREADING = 12;

/** dBm at 125 kHz for spreading factors 7 to 12. Source: table of LoRaSim (Bor et al., MSWiM 2016). */
const SENSITIVITY_DBM = [-126.5, -127.25, -131.25, -132.75, -134.5, -133.25] as const;

/**
 * dB by which a frame must be stronger than another one of each spreading factor, in rows of its
 * own. Source: Goursaud & Gorce, EAI IoT 2015, as in signetlabdei/lorawan (lora-interference-helper.cc).
 */
const ISOLATION_DB = [
  [6, -16, -18, -19, -19, -20],
  [-24, 6, -20, -22, -22, -22],
  [-27, -27, 6, -23, -25, -25],
  [-30, -30, -30, 6, -26, -28],
  [-33, -33, -33, -33, 6, -29],
  [-36, -36, -36, -36, -36, 6],
] as const;

/** dB over the noise from which a frame is read. Source: SX1276 data sheet, table 13. */
const REQUIRED_SNR_DB = [-7.5, -10, -12.5, -15, -17.5, -20] as const;

/** Thermal noise in 125 kHz and a receiver's noise figure of 6 dB: −174 + 10 log 125 000 + 6, dBm. */
export const NOISE_DBM = -117.03;

export const decibel = (ratio: number): number => (10 * log(ratio)) / Math.LN10;

export const sensitivityDbm = (spreading: number): number =>
  SENSITIVITY_DBM[spreading - LOWEST_SPREADING]!;

export const requiredSnrDb = (spreading: number): number =>
  REQUIRED_SNR_DB[spreading - LOWEST_SPREADING]!;

/** Whether a frame is read in spite of another one that is on the air at the same time. */
export function survives(dbm: number, spreading: number, otherDbm: number, other: number): boolean {
  const isolationDb = ISOLATION_DB[spreading - LOWEST_SPREADING]![other - LOWEST_SPREADING]!;
  return dbm - otherDbm >= isolationDb;
}

/** The fastest spreading factor that is heard; the slowest where none is. @param marginDb to spare. */
export function fastestSpreading(dbm: number, marginDb = 0): number {
  for (let spreading = LOWEST_SPREADING; spreading < HIGHEST_SPREADING; spreading += 1) {
    if (dbm - marginDb >= sensitivityDbm(spreading)) return spreading;
  }
  return HIGHEST_SPREADING;
}

/** Where the signal of a device goes with distance. */
export interface PathLoss {
  readonly dbAtOneKm: number;
  readonly exponent: number;
}

/** @param km above 0. */
export const pathLossDb = ({ dbAtOneKm, exponent }: PathLoss, km: number): number =>
  dbAtOneKm + exponent * decibel(Math.max(km, 0.001));
