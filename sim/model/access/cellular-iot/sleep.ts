/**
 * When a device of the cellular Internet of Things can be reached: it listens for a while after it
 * sent something, then at long distances (eDRX), and not at all while it saves power (PSM).
 * Source: 3GPP TS 24.008 §10.5.5.32 and TS 23.682 §4.5.4; TS 23.401 §4.3.22.
 */

export interface Sleep {
  /** Time after the last activity in which it listens (T3324), ms. */
  readonly activeMs: number;
  /** Distance of the moments at which it listens afterwards, ms; 0: it does not (PSM). */
  readonly cycleMs: number;
  /** Distance of the moments at which it reports by itself (T3412), ms. */
  readonly updateMs: number;
}

/** Cycles of NB-IoT and LTE-M, ms. Source: TS 24.008 Table 10.5.5.32: 20.48 s … 10 485.76 s. */
export const SHORTEST_CYCLE_MS = 20_480;
export const LONGEST_CYCLE_MS = 10_485_760;

/**
 * Time until a device listens, ms.
 *
 * @param sinceMs time since its last activity.
 * @param phaseMs how far into its cycle the device was at that time, 0 to `cycleMs`.
 */
export function reachableInMs(
  { activeMs, cycleMs, updateMs }: Sleep,
  sinceMs: number,
  phaseMs = 0,
) {
  if (sinceMs <= activeMs) return 0;
  const updateInMs = updateMs - (sinceMs % updateMs);
  if (cycleMs === 0) return updateInMs;
  const intoCycleMs = (sinceMs + phaseMs) % cycleMs;
  return Math.min(updateInMs, intoCycleMs === 0 ? 0 : cycleMs - intoCycleMs);
}
