/** How long batteries last, from what a device does in a day. */

export const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;
const SECONDS_PER_HOUR = 3600;
const DAYS_PER_YEAR = 365.25;

export interface Consumption {
  /** What the device draws while it does nothing, mW. */
  readonly idleMw: number;
  /** What one report adds, mJ, and how often one is sent, ms. */
  readonly reportMj: number;
  readonly everyMs: number;
}

/** Mean power, mW. */
export const meanMw = ({ idleMw, reportMj, everyMs }: Consumption): number =>
  idleMw + (reportMj * 1000) / everyMs;

/**
 * @param wattHours what the battery gives before it is empty.
 * @param lossPerYear share of what is left that it loses by itself each year, 0 to 1.
 */
export function batteryYears(use: Consumption, wattHours: number, lossPerYear = 0): number {
  const joulesPerYear = (meanMw(use) / 1000) * (MS_PER_DAY / 1000) * DAYS_PER_YEAR;
  const joules = wattHours * SECONDS_PER_HOUR;
  if (lossPerYear === 0) return joules / joulesPerYear;
  let [left, years] = [joules, 0];
  // Year by year: exact to the day is not what a battery is.
  while (left > joulesPerYear && years < 100) {
    left = (left - joulesPerYear) * (1 - lossPerYear);
    years += 1;
  }
  return years + left / joulesPerYear;
}
