/**
 * Adaptive data rate: what a network tells a device after its last 20 frames.
 * Source: Semtech, LoRaWAN – simple rate adaptation recommended algorithm, 2016, as The Things
 * Network runs it: margin 10 dB, steps of 3 dB.
 */
import { LOWEST_SPREADING, requiredSnrDb } from './radio.ts';

export const ADR_FRAMES = 20;
const MARGIN_DB = 10;
const STEP_DB = 3;
/** Steps and ends of the transmit power in EU868, dBm. Source: RP002-1.0.4 §2.4.3. */
const POWER_STEP_DB = 2;
export const HIGHEST_POWER_DBM = 14;
const LOWEST_POWER_DBM = 2;

export interface RadioSettings {
  readonly spreading: number;
  readonly powerDbm: number;
}

/** @param bestSnrDb the highest of the last frames. */
export function adapted({ spreading, powerDbm }: RadioSettings, bestSnrDb: number): RadioSettings {
  let steps = Math.floor((bestSnrDb - requiredSnrDb(spreading) - MARGIN_DB) / STEP_DB);
  let [next, power] = [spreading, powerDbm];
  for (; steps > 0 && next > LOWEST_SPREADING; steps -= 1) next -= 1;
  for (; steps > 0 && power > LOWEST_POWER_DBM; steps -= 1) power -= POWER_STEP_DB;
  for (; steps < 0 && power < HIGHEST_POWER_DBM; steps += 1) power += POWER_STEP_DB;
  return {
    spreading: next,
    powerDbm: Math.min(HIGHEST_POWER_DBM, Math.max(LOWEST_POWER_DBM, power)),
  };
}
