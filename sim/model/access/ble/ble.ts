import { transferMs } from '../../../engine/lines.ts';
import { count, duration } from '../../../part/units.ts';
import { RadioMeters } from '../meters.ts';
import { type AccessContext, type AccessLink, accessProfile } from '../profile.ts';
import { Beacons, MOST_ADVERTISED } from './beacons.ts';
import { bytesPerSecond, connectionMw, discoveryMs, LONG_DATA, SHORT_DATA } from './timing.ts';

const BITS_PER_BYTE = 8;
/** nRF52832 at 3 V: 1.9 µA asleep with its clock; 15 µJ for an empty event (assumption). */
const SLEEP_MW = 0.006;
const EVENT_MJ = 0.015;

interface BleSettings {
  readonly intervalMs: number;
  /** Connection events that a device with nothing to say may skip. */
  readonly latency: number;
  readonly bitsPerSecond: number;
}

/** Devices connected to a hub: each meets it at events of its own, in both directions. */
class BleLink implements AccessLink {
  readonly #settings: BleSettings;
  readonly #phase: Float64Array;
  /** When each direction of a device is free again, ms: up, then down. */
  readonly #freeAtMs: Float64Array;

  constructor(settings: BleSettings, context: AccessContext) {
    const { intervalMs, latency } = settings;
    this.#settings = settings;
    this.#freeAtMs = new Float64Array(2 * context.devices);
    this.#phase = new Float64Array(context.devices);
    const random = context.stream('events');
    for (let device = 0; device < context.devices; device += 1)
      this.#phase[device] = random.uniform();
    new RadioMeters(context, connectionMw(intervalMs, latency, SLEEP_MW, EVENT_MJ));
  }

  upMs(device: number, bytes: number, nowMs: number): number {
    return this.#carry(2 * device, device, bytes, nowMs, this.#settings.intervalMs);
  }

  /** A device that skips events hears of something only at those it does not skip. */
  downMs(device: number, bytes: number, nowMs: number): number {
    const { intervalMs, latency } = this.#settings;
    return this.#carry(2 * device + 1, device, bytes, nowMs, intervalMs * (1 + latency));
  }

  roundTripMs(device: number, nowMs: number): number {
    const { intervalMs } = this.#settings;
    return this.#waitMs(device, nowMs, intervalMs) + intervalMs;
  }

  #carry(way: number, device: number, bytes: number, nowMs: number, everyMs: number): number {
    const fromMs = Math.max(nowMs, this.#freeAtMs[way]!);
    const startMs = fromMs + this.#waitMs(device, fromMs, everyMs);
    const endMs = startMs + transferMs(bytes, this.#settings.bitsPerSecond);
    this.#freeAtMs[way] = endMs;
    return endMs - nowMs;
  }

  #waitMs(device: number, nowMs: number, everyMs: number): number {
    const intoMs = (nowMs + this.#phase[device]! * everyMs) % everyMs;
    return intoMs === 0 ? 0 : everyMs - intoMs;
  }
}

export const ble = accessProfile({
  name: 'ble',
  summary: 'Bluetooth Low Energy, connected: what is sent waits for the next connection event',
  source:
    'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.5; 1M PHY, no packets lost; power of an event is an assumption',
  params: {
    interval: duration({ min: 7.5, max: 4000 }).prefault('50ms').describe('distance of two events'),
    latency: count({ max: 499 }).prefault(0).describe('events that an idle device may skip'),
    data: count({ min: SHORT_DATA, max: LONG_DATA })
      .prefault(LONG_DATA)
      .describe('bytes of a packet: 27, or up to 251 with longer packets'),
    packets: count({ min: 1 })
      .prefault(6)
      .describe('packets that one event has room for (assumption)'),
  },
  make: ({ interval, latency, data, packets }) => {
    const bitsPerSecond = Math.max(1, bytesPerSecond(interval, data, packets) * BITS_PER_BYTE);
    const settings = { intervalMs: interval, latency, bitsPerSecond };
    return {
      oneWayMs: (random) => random.uniform() * interval,
      downBitsPerSecond: () => bitsPerSecond,
      upBitsPerSecond: () => bitsPerSecond,
      open: (context) => new BleLink(settings, context),
    };
  },
});

export const bleBeacon = accessProfile({
  name: 'ble-beacon',
  summary:
    'Bluetooth Low Energy, advertising: up to 31 bytes sent again and again until a scanner listens',
  source:
    'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.4.2; one scanner in a place and 400 µs between packets are assumptions',
  params: {
    every: duration({ min: 20, max: 10_240 })
      .prefault('100ms')
      .describe('distance of two advertising events, to which up to 10 ms of chance are added'),
    events: count({ min: 1, max: 255 }).prefault(20).describe('events that a report gets at most'),
    scan: duration({ above: 0, max: 40_960 })
      .prefault('100ms')
      .describe('the scanner takes the next of three channels at this distance'),
    window: duration({ above: 0, max: 40_960 })
      .prefault('100ms')
      .describe('how long it listens on each; at most `scan`'),
  },
  make: ({ every, events, scan, window }) => {
    const scanner = { intervalMs: scan, windowMs: Math.min(window, scan) };
    const bitsPerSecond = (MOST_ADVERTISED * BITS_PER_BYTE * 1000) / every;
    return {
      oneWayMs: (random) => discoveryMs(every, scanner, random),
      downBitsPerSecond: () => bitsPerSecond,
      upBitsPerSecond: () => bitsPerSecond,
      medium: (context) => new Beacons({ scanner, advertiseMs: every, events }, context),
    };
  },
});
