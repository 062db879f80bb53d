/** The contract of a carbon model: from what was used to energy; a grid makes carbon of it. */
import { partOf } from '../../../part/part.ts';

/** Of one group of nodes, in a month. */
export interface EnergyUse {
  /** Bytes that it sent to devices. */
  readonly bytesToDevices: number;
  readonly nodeHours: number;
  /** Part of the time that its servers work, 0 to 1; undefined where the Result does not say. */
  readonly utilisation: number | undefined;
  /** The same of the lines of its servers, each of so many bits per second. */
  lineUse(bitsPerSecond: number): number;
}

export interface CarbonModel {
  /** Energy of a month, kWh. */
  energyKwh(use: EnergyUse): number;
  /** What the grid emits for one kWh, g CO2e. */
  readonly gridGramsPerKwh: number;
}

export const carbonModel = partOf<CarbonModel>();

/** World average. Source: SWDM v4 as in co2.js 0.19.0 (thegreenwebfoundation), g CO2e/kWh. */
export const WORLD_GRID = 494;
