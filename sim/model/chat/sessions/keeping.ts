/** Keeps connections alive: heartbeats over silent ones, and what becomes of those that have died. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import { type Devices, type DeviceTable, OPEN } from './device-table.ts';
import type { Learned } from './heartbeat.ts';
import type { SessionMeters } from './session-meters.ts';
import type { SessionSettings } from './settings.ts';
import type { Ways } from './ways.ts';

export interface KeepingParts {
  readonly world: World;
  readonly traffic: string;
  readonly devices: Devices;
  readonly table: DeviceTable;
  readonly ways: Ways;
  readonly settings: SessionSettings;
  readonly meters: readonly SessionMeters[];
  /** A device has had no answer to a heartbeat. */
  missed(device: number): void;
}

/** A server waits one and a half times the interval of heartbeats. Source: MQTT 3.1.1 §3.1.2.10. */
const PATIENCE = 1.5;
/** Intervals are rounded to the grid of time: a heartbeat that is early by less is in time, ms. */
const EARLY_MS = 0.001;

export class Keeping {
  readonly #parts: KeepingParts;
  readonly #beat: HandlerId;
  readonly #miss: HandlerId;
  readonly #phases: Random;
  /** By device: silence after which its network forgets a connection, ms. */
  readonly #natMs: Float32Array | undefined;
  /** By device: what it has learned, where devices learn. */
  readonly #intervalMs: Float32Array | undefined;
  readonly #answered: Uint8Array | undefined;
  readonly #missed: Uint8Array | undefined;
  readonly #isSettled: Uint8Array | undefined;
  readonly #learned: Learned = { intervalMs: 0, answered: 0, missed: 0, isSettled: false };

  constructor(parts: KeepingParts) {
    const { world, traffic, table, settings, devices } = parts;
    const { streams, simulator } = world;
    this.#parts = parts;
    this.#phases = streams.stream(`${traffic}/heartbeat`);
    const { nat, heartbeats } = settings;
    if (nat !== undefined) {
      const random = streams.stream(`${traffic}/nat`);
      this.#natMs = Float32Array.from({ length: devices.count }, () => nat.sample(random));
    }
    if (heartbeats.learn !== undefined) {
      this.#intervalMs = new Float32Array(devices.count).fill(heartbeats.firstMs);
      this.#answered = new Uint8Array(devices.count);
      this.#missed = new Uint8Array(devices.count);
      this.#isSettled = new Uint8Array(devices.count);
    }
    const live = (then: (device: number) => void) => (device: number, era: number) => {
      if (table.era[device] === era) then(device);
    };
    this.#beat = simulator.handler(
      live((device) => this.#send(device)),
      'heartbeat',
    );
    this.#miss = simulator.handler(
      live((device) => parts.missed(device)),
      'heartbeat without an answer',
    );
  }

  /** Interval that a device goes by now, ms. */
  intervalMs(device: number): number {
    return this.#intervalMs?.[device] ?? this.#parts.settings.heartbeats.firstMs;
  }

  /** @param isNew a connection that was there when the run began is at any point of its interval. */
  begin(device: number, isNew: boolean): void {
    const intervalMs = this.intervalMs(device);
    if (intervalMs === Number.POSITIVE_INFINITY) return;
    const restMs = isNew ? intervalMs : intervalMs * this.#phases.uniform();
    const { table, world } = this.#parts;
    table.atMs[device] = world.simulator.nowMs + restMs - intervalMs;
    this.#plan(device, restMs);
  }

  /** Until a gateway takes a connection for dead over which nothing comes any more, ms from now. */
  patienceMs(device: number): number {
    const { table, world } = this.#parts;
    const silentMs = world.simulator.nowMs - table.atMs[device]!;
    return Math.max(0, PATIENCE * this.intervalMs(device) - silentMs);
  }

  /** Whether the network still knows the connection of a device. */
  isKnown(device: number): boolean {
    const { table, world } = this.#parts;
    if (this.#natMs === undefined) return true;
    return world.simulator.nowMs - table.atMs[device]! <= this.#natMs[device]!;
  }

  #send(device: number): void {
    const { table, ways, settings, meters, devices, world } = this.#parts;
    const { nowMs } = world.simulator;
    const silentMs = nowMs - table.atMs[device]!;
    const intervalMs = this.intervalMs(device);
    const isAlive = table.phase[device] === OPEN;
    if (isAlive && silentMs < intervalMs - EARLY_MS) {
      // Something else has passed meanwhile.
      this.#plan(device, intervalMs - silentMs);
      return;
    }
    const meter = meters[devices.place[device]!]!;
    const { upBytes, downBytes } = settings.protocol.heartbeat;
    const gateway = table.asked[device]!;
    const isKnown = this.isKnown(device);
    const wayMs = ways.upMs(device, gateway, upBytes);
    const isAnswered = isAlive && isKnown && wayMs < settings.heartbeatTimeoutMs;
    meter.count(meter.heartbeats, nowMs);
    meter.count(meter.heartbeatBytes, nowMs, isAnswered ? upBytes + downBytes : upBytes);
    this.#learn(device, isAnswered);
    if (isAnswered) {
      ways.answer(device, gateway, downBytes);
      table.atMs[device] = nowMs;
      this.#plan(device, this.intervalMs(device));
      return;
    }
    meter.count(meter.missed, nowMs);
    world.simulator.after(settings.heartbeatTimeoutMs, this.#miss, device, table.era[device]!);
  }

  #plan(device: number, inMs: number): void {
    const { table, world } = this.#parts;
    world.simulator.after(inMs, this.#beat, device, table.era[device]!);
  }

  #learn(device: number, isAnswered: boolean): void {
    const learn = this.#parts.settings.heartbeats.learn;
    if (learn === undefined) return;
    const learned = this.#learned;
    learned.intervalMs = this.#intervalMs![device]!;
    learned.answered = this.#answered![device]!;
    learned.missed = this.#missed![device]!;
    learned.isSettled = this.#isSettled![device] === 1;
    learn(learned, isAnswered);
    this.#intervalMs![device] = learned.intervalMs;
    this.#answered![device] = learned.answered;
    this.#missed![device] = learned.missed;
    this.#isSettled![device] = learned.isSettled ? 1 : 0;
  }
}
