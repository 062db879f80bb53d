/**
 * Bluetooth Low Energy: a device that advertises is found when somebody listens on its channel; one
 * that is connected meets its partner at connection events.
 * Source: Bluetooth Core Specification 5.4, Vol 6, Part B, §2 (packets), §4.4.2.2 (advertising),
 * §4.5 (connections).
 */
import type { Random } from '../../../engine/random.ts';

/** 1 Mbit/s: a byte takes 8 µs. */
const BYTE_MS = 0.008;
/** Preamble 1, access address 4, header 2, CRC 3. */
const AROUND_BYTES = 10;
/** Inter frame space, ms. */
export const SPACE_MS = 0.15;
/** Random part of the distance between two advertisements, ms. */
export const MOST_DELAY_MS = 10;
/** Bytes of one data packet without and with the longer packets of 4.2. */
export const SHORT_DATA = 27;
export const LONG_DATA = 251;
/** L2CAP and ATT headers of a notification. */
export const ATT_BYTES = 7;

export const packetMs = (bytes: number): number => (bytes + AROUND_BYTES) * BYTE_MS;

export interface Scanner {
  /** It listens for `windowMs` out of every `intervalMs`, on one of the three channels in turn. */
  readonly windowMs: number;
  readonly intervalMs: number;
}

/**
 * Time until somebody who listens notices a device that begins to advertise, ms. Each event sends on
 * channels 37, 38 and 39, so that a scanner that is listening hears one of the three.
 *
 * @param advertiseMs 20 to 10 240.
 */
export function discoveryMs(
  advertiseMs: number,
  { windowMs, intervalMs }: Scanner,
  random: Random,
) {
  const phaseMs = random.uniform() * intervalMs;
  let atMs = random.uniform() * advertiseMs;
  // 1000 events without a match would be two intervals in step, which the random delay prevents.
  for (let event = 0; event < 100_000; event += 1) {
    if ((atMs + phaseMs) % intervalMs <= windowMs) return atMs;
    atMs += advertiseMs + random.uniform() * MOST_DELAY_MS;
  }
  return atMs;
}

/**
 * Bytes a second that one side can send while the other only confirms, packets filling the events.
 *
 * @param intervalMs 7.5 to 4000, a multiple of 1.25. @param data bytes in a packet, 27 to 251.
 */
export function bytesPerSecond(intervalMs: number, data: number, mostPackets = 1000): number {
  const exchangeMs = packetMs(data) + SPACE_MS + packetMs(0) + SPACE_MS;
  const packets = Math.min(mostPackets, Math.floor(intervalMs / exchangeMs));
  return (packets * (data - ATT_BYTES) * 1000) / intervalMs;
}

/** Battery of a device that wakes for each event, mW. */
export function connectionMw(
  intervalMs: number,
  latency: number,
  sleepMw: number,
  eventMj: number,
): number {
  return sleepMw + (eventMj * 1000) / (intervalMs * (1 + latency));
}
