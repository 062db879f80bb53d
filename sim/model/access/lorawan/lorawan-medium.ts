/**
 * One place's LoRaWAN: devices of class A or C around gateways, which share the air. Frames wait for
 * the duty cycle, meet on the air, and are confirmed, sent again and adapted as the network says.
 * Source: LoRaWAN L2 1.0.4 §3.3 (receive windows), §19 (repetitions).
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import { RadioMeters } from '../meters.ts';
import { NONE, Sendings } from '../owners.ts';
import type { AccessContext, Medium } from '../profile.ts';
import { Air } from './air.ts';
import { timeOnAirMs } from './airtime.ts';
import { Fleet, type FleetSettings } from './fleet.ts';
import { Gateways } from './gateways.ts';
import { LORAWAN_BYTES, OUTSIDE_MAC_PAYLOAD, type Region } from './region.data.ts';

export interface LorawanSettings extends FleetSettings {
  readonly region: Region;
  readonly channels: number;
  readonly demodulators: number;
  readonly dutyShare: number;
  readonly isConfirmed: boolean;
  /** Times that a confirmed frame is sent at most. */
  readonly mostTries: number;
  /** Whether devices listen all the time (class C) or behind their own frames only (class A). */
  readonly listensAlways: boolean;
}

/** Receive windows open 1 and 2 s behind a frame. Source: RP002-1.0.4 §2.4.5. */
const FIRST_WINDOW_MS = 1000;
const SECOND_WINDOW_MS = 2000;
/** A confirmation is missed 1 to 3 s behind the second window (ACK_TIMEOUT 2 ± 1 s). */
const PREAMBLE_SYMBOLS = 8;
const NEEDED_SYMBOLS = 5;
/** Tries after which a device sends more slowly. Source: L2 1.0.2 §18.4. */
const TRIES_PER_RATE = 2;

export class LorawanMedium implements Medium {
  readonly #settings: LorawanSettings;
  readonly #context: AccessContext;
  readonly #sendings = new Sendings();
  readonly #air: Air;
  readonly #fleet: Fleet;
  readonly #gateways: Gateways;
  readonly #meters: RadioMeters;
  /** When a device may send again, ms, and the first of what waits for it on the network's side. */
  readonly #freeAtMs: Float64Array;
  readonly #waitsFor: Int32Array;
  readonly #random: ReturnType<AccessContext['stream']>;
  readonly #begin: HandlerId;
  readonly #end: HandlerId;
  readonly #firstWindow: HandlerId;
  readonly #secondWindow: HandlerId;
  readonly #downDone: HandlerId;
  readonly #missed: HandlerId;

  constructor(settings: LorawanSettings, context: AccessContext) {
    const { devices, simulator, stream } = context;
    const { gateways, channels, demodulators } = settings;
    this.#settings = settings;
    this.#context = context;
    const needs = { preambleSymbols: PREAMBLE_SYMBOLS, neededSymbols: NEEDED_SYMBOLS };
    this.#air = new Air({ gateways, channels, demodulators, ...needs });
    this.#fleet = new Fleet(settings, devices, stream('radio'));
    this.#gateways = new Gateways(gateways, settings.region);
    this.#meters = new RadioMeters(context, settings.listensAlways ? LISTEN_MW : SLEEP_MW);
    this.#freeAtMs = new Float64Array(devices);
    this.#waitsFor = new Int32Array(devices).fill(NONE);
    this.#random = stream('air');
    this.#begin = simulator.handler((slot) => this.#onAir(slot), 'LoRa frame');
    this.#end = simulator.handler((slot, frame) => this.#offAir(slot, frame), 'LoRa frame ends');
    this.#firstWindow = simulator.handler((slot, gateway) => this.#answer(slot, gateway, true));
    this.#secondWindow = simulator.handler((slot, gateway) => this.#answer(slot, gateway, false));
    this.#downDone = simulator.handler((slot) => this.#arrived(slot), 'LoRa downlink ends');
    this.#missed = simulator.handler((slot) => this.#again(slot), 'confirmation missed');
  }

  owner(settled: (ticket: number, isLost: boolean) => void): number {
    return this.#sendings.addOwner(settled);
  }

  sendUp(owner: number, ticket: number, device: number, bytes: number): void {
    this.#schedule(this.#sendings.make(owner, ticket, device, bytes, false));
  }

  sendDown(owner: number, ticket: number, device: number, bytes: number): void {
    const slot = this.#sendings.make(owner, ticket, device, bytes, true);
    if (this.#settings.listensAlways) {
      const gateway = this.#fleet.nearest(device);
      const freeMs = this.#gateways.freeAtMs(gateway, false);
      const waitMs = Math.max(0, freeMs - this.#context.simulator.nowMs);
      this.#context.simulator.after(waitMs, this.#secondWindow, slot, gateway);
      return;
    }
    this.#append(device, slot);
  }

  /** A frame waits until the device may send; one that is too long for its rate is given up. */
  #schedule(slot: number): void {
    const { simulator } = this.#context;
    const device = this.#sendings.device[slot]!;
    const airtimeMs = this.#airtimeMs(slot);
    if (airtimeMs === undefined) {
      this.#sendings.settle(slot, true);
      this.#sendings.release(slot);
      return;
    }
    const startMs = Math.max(simulator.nowMs, this.#freeAtMs[device]!);
    this.#freeAtMs[device] = startMs + airtimeMs / this.#settings.dutyShare;
    simulator.at(startMs, this.#begin, slot);
  }

  /** @returns undefined for what the region's rules do not let through at this rate. */
  #airtimeMs(slot: number): number | undefined {
    const { region } = this.#settings;
    const spreading = this.#fleet.spreadingOf(this.#sendings.device[slot]!);
    const bytes = this.#sendings.bytes[slot]! + LORAWAN_BYTES;
    if (bytes - OUTSIDE_MAC_PAYLOAD > region.mostBytes[spreading - 7]!) return undefined;
    const airtimeMs = timeOnAirMs({ spreading, bytes });
    return airtimeMs > region.dwellMs ? undefined : airtimeMs;
  }

  #onAir(slot: number): void {
    const { simulator } = this.#context;
    const device = this.#sendings.device[slot]!;
    const spreading = this.#fleet.spreadingOf(device);
    const bytes = this.#sendings.bytes[slot]! + LORAWAN_BYTES;
    const airtimeMs = timeOnAirMs({ spreading, bytes });
    const channel = this.#random.below(this.#settings.channels);
    const now = simulator.nowMs;
    const dbmAt = (gateway: number) => this.#fleet.dbm(device, gateway);
    const frame = this.#air.begin(now, airtimeMs, spreading, channel, dbmAt);
    this.#sendings.tries[slot]! += 1;
    this.#meters.tried(1, now);
    this.#meters.spend(this.#fleet.frameMj(device, airtimeMs), now);
    simulator.after(airtimeMs, this.#end, slot, frame);
  }

  #offAir(slot: number, frame: number): void {
    const { simulator } = this.#context;
    const before = this.#air.collisions;
    const gateway = this.#air.end(frame);
    this.#meters.collided(this.#air.collisions - before, simulator.nowMs);
    if (gateway < 0) {
      this.#unheard(slot);
      return;
    }
    const device = this.#sendings.device[slot]!;
    this.#fleet.heard(device, this.#air.strengthDbm(frame, gateway));
    this.#sendings.settle(slot, false);
    const isAnswered = this.#settings.isConfirmed || this.#waitsFor[device] !== NONE;
    if (isAnswered) simulator.after(FIRST_WINDOW_MS, this.#firstWindow, slot, gateway);
    else this.#sendings.release(slot);
  }

  #unheard(slot: number): void {
    if (this.#settings.isConfirmed) {
      this.#waitForNothing(slot);
      return;
    }
    this.#sendings.settle(slot, true);
    this.#sendings.release(slot);
  }

  /** The device learns that no confirmation came. */
  #waitForNothing(slot: number): void {
    const timeoutMs = SECOND_WINDOW_MS + 1000 + 2000 * this.#random.uniform();
    this.#context.simulator.after(timeoutMs, this.#missed, slot);
  }

  #again(slot: number): void {
    const tries = this.#sendings.tries[slot]!;
    if (tries >= this.#settings.mostTries) {
      this.#sendings.settle(slot, true);
      this.#sendings.release(slot);
      return;
    }
    if (tries % TRIES_PER_RATE === 0) this.#fleet.slowDown(this.#sendings.device[slot]!);
    this.#schedule(slot);
  }

  /** A receive window of a device opens: the gateway answers if it may and is free. */
  #answer(slot: number, gateway: number, isFirst: boolean): void {
    const { simulator } = this.#context;
    const isUp = this.#sendings.isDown[slot] === 0;
    const device = this.#sendings.device[slot]!;
    const own = this.#fleet.spreadingOf(device);
    const waiting = isUp ? this.#waitsFor[device]! : slot;
    const bytes = waiting === NONE ? 0 : this.#sendings.bytes[waiting]!;
    const spreading = isFirst ? own : this.#settings.region.secondWindow;
    const airtimeMs = this.#gateways.send(gateway, isFirst, simulator.nowMs, spreading, bytes);
    if (airtimeMs === undefined) {
      this.#notAnswered(slot, gateway, isFirst);
      return;
    }
    this.#air.deafen(gateway, simulator.nowMs + airtimeMs);
    this.#meters.spend((LISTEN_MW * airtimeMs) / 1000, simulator.nowMs);
    if (waiting !== NONE) {
      if (isUp) this.#waitsFor[device] = this.#sendings.next[waiting]!;
      simulator.after(airtimeMs, this.#downDone, waiting);
    }
    if (isUp) this.#sendings.release(slot);
  }

  #notAnswered(slot: number, gateway: number, isFirst: boolean): void {
    const { simulator } = this.#context;
    if (isFirst) {
      simulator.after(SECOND_WINDOW_MS - FIRST_WINDOW_MS, this.#secondWindow, slot, gateway);
    } else if (this.#sendings.isDown[slot] === 1) {
      const freeMs = Math.max(simulator.nowMs + 1, this.#gateways.freeAtMs(gateway, false));
      simulator.at(freeMs, this.#secondWindow, slot, gateway);
    } else if (this.#settings.isConfirmed) {
      const timeoutMs = 1000 + 2000 * this.#random.uniform();
      simulator.after(timeoutMs, this.#missed, slot);
    } else {
      this.#sendings.release(slot);
    }
  }

  #arrived(slot: number): void {
    this.#sendings.settle(slot, false);
    this.#sendings.release(slot);
  }

  #append(device: number, slot: number): void {
    let last = this.#waitsFor[device]!;
    if (last === NONE) {
      this.#waitsFor[device] = slot;
      return;
    }
    while (this.#sendings.next[last] !== NONE) last = this.#sendings.next[last]!;
    this.#sendings.next[last] = slot;
  }
}

/** SX1276 at 3.3 V: 11.5 mA receiving, 0.2 µA asleep and some µA of the rest. Source: its data sheet, table 6; the rest is an assumption. */
const LISTEN_MW = 38;
const SLEEP_MW = 0.01;
