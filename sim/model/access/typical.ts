/** Profiles that are told by a few quantiles. */
import { lognormal, uniform, Z_95 } from '../distribution/shapes.ts';
import type { AccessProfile, RadioLegs } from './profile.ts';

const MBPS = 1e6;

type Pair = readonly [number, number];

export interface Typical {
  /** Median and 95 % quantile of the round trip, ms. */
  readonly roundTripMs: Pair;
  /** Lowest and highest rate of a device, equally likely in between, Mbit/s. */
  readonly downMbps: Pair;
  readonly upMbps: Pair;
  readonly lossRatio?: number;
  /** What of a direction is the radio, ms; the rest of the median is transport and core. */
  readonly radioMs?: number;
}

/** Lognormal round trips, half of them each way; rates anywhere between what is sold. */
export function typical({ roundTripMs, downMbps, upMbps, lossRatio = 0 }: Typical): AccessProfile {
  const roundTrip = lognormal(...roundTripMs, Z_95);
  const down = uniform(downMbps[0] * MBPS, downMbps[1] * MBPS);
  const up = uniform(upMbps[0] * MBPS, upMbps[1] * MBPS);
  return {
    oneWayMs: (random) => roundTrip.sample(random) / 2,
    downBitsPerSecond: (random) => down.sample(random),
    upBitsPerSecond: (random) => up.sample(random),
    lossRatio,
  };
}

/** As `typical`, with medians and 95 % quantiles of measured rates. */
export function measured({
  roundTripMs,
  downMbps,
  upMbps,
  lossRatio = 0,
  radioMs,
}: Typical): AccessProfile {
  const roundTrip = lognormal(...roundTripMs, Z_95);
  const down = lognormal(downMbps[0] * MBPS, downMbps[1] * MBPS, Z_95);
  const up = lognormal(upMbps[0] * MBPS, upMbps[1] * MBPS, Z_95);
  return {
    oneWayMs: (random) => roundTrip.sample(random) / 2,
    downBitsPerSecond: (random) => down.sample(random),
    upBitsPerSecond: (random) => up.sample(random),
    lossRatio,
    ...(radioMs !== undefined && { legs: legsOf(roundTripMs[0], radioMs) }),
  };
}

/** No radio is faster one way, ms. Source: ITU-R M.2410 §4.7.1, the target of URLLC. */
const FASTEST_RADIO_MS = 1;

/** A measured median round trip holds the radio twice, and twice what lies behind it. */
export const legsOf = (roundTripMs: number, radioMs: number): RadioLegs => ({
  leastMs: FASTEST_RADIO_MS,
  coreMs: roundTripMs / 2 - radioMs,
});
