/**
 * Connections of devices to their servers, each end's view of its own: how they are opened, kept alive and lost.
 * One end may take for open what the other has given up.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { BackoffSettings } from '../../balance/resilience/backoff.ts';
import { KEEP_ALIVE_FACTOR } from '../../wire/mqtt.ts';
import { SEGMENT_HEADER_BYTES } from '../../wire/tcp.ts';
import type { ChatProtocol } from '../protocols/protocol.ts';
import { OPENING, PING, RESET } from './packets.ts';
import type { Wire } from './wire.ts';

export const NONE = -1;

/** Times of events lie on a grid, sums of times need not. */
const ROUNDING_MS = 0.001;

/** What a device does about its connection. */
const CLOSED = 0;
const PAUSING = 1;
const ASKING = 2;
const OPEN = 3;
const OFF = 4;

/** The server of a device, as its connections see it. */
export interface Serving {
  /** Crashes so far. */
  epoch(device: number): number;
  isUp(device: number): boolean;
  /** Work on a new connection: when it is done, ms; undefined: the server takes none. */
  acceptedAtMs(device: number): number | undefined;
}

export interface ConnectionEvents {
  /** The device has a connection. */
  opened(device: number): void;
  /** The server has; whether it remembers the device. */
  accepted(device: number, isRemembered: boolean): void;
  /** The device has lost its connection. */
  lost(device: number): void;
  /** The server gives the device's connection up. @param isReplaced since the device has a newer one. */
  gone(device: number, isReplaced: boolean): void;
  /** Whether a device without a connection wants one. */
  wants(device: number): boolean;
}

export interface ConnectionSettings {
  readonly protocol: ChatProtocol;
  /** A device that has sent nothing for so long sends a heartbeat, ms; Infinity: it never does. */
  readonly keepAliveMs: number;
  readonly backoff: BackoffSettings;
  /** Whether sessions outlive a crash of the server. */
  readonly isPersistent: boolean;
  /** Whether a session ends with its connection (MQTT 3.1.1 §3.1.2.4, clean session). */
  readonly isClean: boolean;
  /** Whether devices are connected when the run begins. */
  readonly isWarm: boolean;
}

export class Connections {
  /** By device: the number of the connection that each end has, `NONE`: it has none. */
  readonly deviceHas: Int32Array;
  readonly #serverHas: Int32Array;
  readonly #settings: ConnectionSettings;
  readonly #simulator: Simulator;
  readonly #wire: () => Wire;
  readonly #serving: Serving;
  readonly #events: ConnectionEvents;
  readonly #random: Random;
  readonly #newest: Int32Array;
  readonly #phase: Uint8Array;
  readonly #tries: Uint16Array;
  /** Of the server, when it took the connection, and when it began the session; `NONE`: there is none. */
  readonly #epoch: Int32Array;
  readonly #sessionEpoch: Int32Array;
  readonly #spokeMs: Float64Array;
  readonly #heardMs: Float64Array;
  readonly #connect: HandlerId;
  readonly #accept: HandlerId;
  readonly #beat: HandlerId;
  readonly #watch: HandlerId;

  constructor(
    devices: number,
    simulator: Simulator,
    settings: ConnectionSettings,
    serving: Serving,
    events: ConnectionEvents,
    random: Random,
    wire: () => Wire,
  ) {
    this.#settings = settings;
    this.#simulator = simulator;
    this.#wire = wire;
    this.#serving = serving;
    this.#events = events;
    this.#random = random;
    const numbers = (value: number) => new Int32Array(devices).fill(value);
    this.deviceHas = numbers(NONE);
    this.#serverHas = numbers(NONE);
    this.#newest = numbers(0);
    this.#phase = new Uint8Array(devices);
    this.#tries = new Uint16Array(devices);
    this.#epoch = numbers(0);
    this.#sessionEpoch = numbers(settings.isWarm ? 0 : NONE);
    this.#spokeMs = new Float64Array(devices);
    this.#heardMs = new Float64Array(devices);
    this.#connect = simulator.handler((device, number) => this.#ask(device, number), 'connect');
    this.#accept = simulator.handler(
      (device, connection) => this.#hold(device, connection),
      'connection accepted',
    );
    this.#beat = simulator.handler((device, one) => this.#mayBeat(device, one), 'heartbeat due');
    this.#watch = simulator.handler(
      (device, one) => this.#mayEnd(device, one),
      'silence looked at',
    );
    if (settings.isWarm) for (let device = 0; device < devices; device += 1) this.#begin(device);
  }

  /** Whether the server has a connection to the device, as far as it knows. */
  serverHas(device: number): boolean {
    return this.#serverHas[device] !== NONE && this.#epoch[device] === this.#serving.epoch(device);
  }

  serverConnection(device: number): number {
    return this.serverHas(device) ? this.#serverHas[device]! : NONE;
  }

  /** Whether the server knows the device, connected or not. */
  isRemembered(device: number): boolean {
    const epoch = this.#sessionEpoch[device]!;
    return epoch !== NONE && (this.#settings.isPersistent || epoch === this.#serving.epoch(device));
  }

  /** A device that has nothing to say to nobody needs no connection; this one has, or stays. */
  want(device: number): void {
    if (this.#phase[device] === CLOSED) this.#ask(device, this.#newest[device]!);
  }

  /** The device has sent something. */
  spoke(device: number): void {
    this.#spokeMs[device] = this.#simulator.nowMs;
  }

  /** The server has heard something of this connection. */
  heard(device: number): void {
    this.#heardMs[device] = this.#simulator.nowMs;
  }

  /** No power: the device is silent from now on, and its server finds out by itself. */
  switchOff(device: number): void {
    this.#phase[device] = OFF;
    this.#newest[device]! += 1;
    const had = this.deviceHas[device] !== NONE;
    this.deviceHas[device] = NONE;
    if (had) this.#events.lost(device);
  }

  switchOn(device: number): void {
    if (this.#phase[device] !== OFF) return;
    this.#phase[device] = CLOSED;
    this.#tries[device] = 0;
    if (this.#events.wants(device)) this.want(device);
  }

  isOff(device: number): boolean {
    return this.#phase[device] === OFF;
  }

  /** The device gives up the connection that it has, or is opening. */
  breakAtDevice(device: number, connection: number): void {
    const isAsking = this.#phase[device] === ASKING && this.#newest[device] === connection;
    if (!isAsking && this.deviceHas[device] !== connection) return;
    this.#phase[device] = CLOSED;
    const had = this.deviceHas[device] !== NONE;
    this.deviceHas[device] = NONE;
    if (had) this.#events.lost(device);
    if (!this.#events.wants(device)) return;
    this.#phase[device] = PAUSING;
    const number = this.#newest[device]!;
    this.#tries[device]! += 1;
    const waitMs = this.#settings.backoff.delayMs(this.#tries[device]!, this.#random);
    this.#simulator.after(waitMs, this.#connect, device, number);
  }

  /** @param connection which the server gives up, when it is the one that it has. */
  breakAtServer(device: number, connection: number): void {
    if (this.#serverHas[device] !== connection) return;
    this.#serverHas[device] = NONE;
    if (this.#settings.isClean) this.#sessionEpoch[device] = NONE;
    this.#events.gone(device, false);
  }

  /** Packets that open connections and keep them alive; others are for who sends messages. */
  atServer(what: number, device: number, connection: number, index: number): void {
    if (!this.#serving.isUp(device)) {
      this.#reset(device, false, connection);
      return;
    }
    if (what === OPENING) {
      this.#answer(device, connection, index);
      return;
    }
    if (what === RESET) {
      this.breakAtServer(device, connection);
      return;
    }
    if (this.serverConnection(device) !== connection) {
      this.#reset(device, false, connection);
      return;
    }
    this.heard(device);
    const { downBytes } = this.#settings.protocol.heartbeat;
    if (what === PING && downBytes > 0)
      this.#wire().send(PING, device, false, connection, downBytes);
  }

  atDevice(what: number, device: number, connection: number, index: number): void {
    if (this.#phase[device] === OFF) return;
    if (what === RESET) {
      this.breakAtDevice(device, connection);
      return;
    }
    if (what !== OPENING || this.#phase[device] !== ASKING) return;
    if (this.#newest[device] !== connection) return;
    const { roundTrips } = this.#opening(device);
    if (index + 1 < roundTrips) this.#sendOpening(device, true, index + 1);
    else this.#open(device, connection);
  }

  /** Something came for a connection that this end does not have. */
  reset(device: number, isAtServer: boolean, connection: number): void {
    if (isAtServer) this.#reset(device, false, connection);
    else if (this.#phase[device] !== OFF) this.#reset(device, true, connection);
  }

  #reset(device: number, isUp: boolean, connection: number): void {
    this.#wire().send(RESET, device, isUp, connection, SEGMENT_HEADER_BYTES);
  }

  #ask(device: number, number: number): void {
    const phase = this.#phase[device]!;
    if (this.#newest[device] !== number || (phase !== CLOSED && phase !== PAUSING)) return;
    this.#phase[device] = ASKING;
    this.#newest[device]! += 1;
    this.#sendOpening(device, true, 0);
  }

  #opening(device: number) {
    const { protocol, isClean } = this.#settings;
    return this.isRemembered(device) && !isClean ? protocol.reopening : protocol.opening;
  }

  #sendOpening(device: number, isUp: boolean, index: number): void {
    const { roundTrips, upBytes, downBytes } = this.#opening(device);
    const bytes = isUp ? upBytes : downBytes;
    const each = Math.floor(bytes / roundTrips);
    const sent = index === 0 ? bytes - each * (roundTrips - 1) : each;
    if (isUp) this.spoke(device);
    this.#wire().send(OPENING, device, isUp, this.#newest[device]!, sent, index);
  }

  #answer(device: number, connection: number, index: number): void {
    // The device has given this attempt up.
    if (this.#newest[device] !== connection) return;
    if (index + 1 < this.#opening(device).roundTrips) {
      this.#sendOpening(device, false, index);
      return;
    }
    const atMs = this.#serving.acceptedAtMs(device);
    if (atMs === undefined) this.#reset(device, false, connection);
    else this.#simulator.at(atMs, this.#accept, device, connection);
  }

  #hold(device: number, connection: number): void {
    if (this.#newest[device] !== connection || !this.#serving.isUp(device)) return;
    const isRemembered = this.isRemembered(device) && !this.#settings.isClean;
    // MQTT 3.1.1 §3.1.4: the older connection ends before CONNACK, and whatever goes with its end comes first.
    if (this.serverHas(device)) {
      this.#serverHas[device] = NONE;
      this.#events.gone(device, true);
    }
    this.#sendOpening(device, false, this.#opening(device).roundTrips - 1);
    this.#serverHas[device] = connection;
    const epoch = this.#serving.epoch(device);
    this.#epoch[device] = epoch;
    this.#sessionEpoch[device] = epoch;
    this.heard(device);
    this.#expect(this.#watch, device, connection, KEEP_ALIVE_FACTOR);
    this.#events.accepted(device, isRemembered);
  }

  #open(device: number, connection: number): void {
    this.#phase[device] = OPEN;
    this.#tries[device] = 0;
    this.deviceHas[device] = connection;
    this.#expect(this.#beat, device, connection, 1);
    this.#events.opened(device);
  }

  /** The run begins with this connection, which nobody set up; heartbeats have begun at any time before. */
  #begin(device: number): void {
    this.#phase[device] = OPEN;
    this.deviceHas[device] = 0;
    this.#serverHas[device] = 0;
    const { keepAliveMs } = this.#settings;
    if (keepAliveMs === Number.POSITIVE_INFINITY) return;
    const sinceMs = this.#random.uniform() * keepAliveMs;
    this.#spokeMs[device] = -sinceMs;
    this.#heardMs[device] = -sinceMs;
    this.#simulator.at(keepAliveMs - sinceMs, this.#beat, device, 0);
    this.#simulator.at(KEEP_ALIVE_FACTOR * keepAliveMs - sinceMs, this.#watch, device, 0);
  }

  #expect(handler: HandlerId, device: number, connection: number, factor: number): void {
    const { keepAliveMs } = this.#settings;
    if (keepAliveMs === Number.POSITIVE_INFINITY) return;
    this.#simulator.after(factor * keepAliveMs, handler, device, connection);
  }

  #mayBeat(device: number, connection: number): void {
    if (this.deviceHas[device] !== connection) return;
    const { keepAliveMs, protocol } = this.#settings;
    const { nowMs } = this.#simulator;
    if (this.#spokeMs[device]! + keepAliveMs <= nowMs + ROUNDING_MS) {
      this.spoke(device);
      const { upBytes, downBytes } = protocol.heartbeat;
      const isUp = upBytes > 0;
      this.#wire().send(PING, device, isUp, connection, isUp ? upBytes : downBytes);
    }
    this.#simulator.at(this.#spokeMs[device]! + keepAliveMs, this.#beat, device, connection);
  }

  /** MQTT 3.1.1 §3.1.2.10: the server closes after one and a half times the keep-alive without a packet. */
  #mayEnd(device: number, connection: number): void {
    if (this.#serverHas[device] !== connection) return;
    const endMs = this.#heardMs[device]! + KEEP_ALIVE_FACTOR * this.#settings.keepAliveMs;
    if (endMs > this.#simulator.nowMs + ROUNDING_MS)
      this.#simulator.at(endMs, this.#watch, device, connection);
    else this.breakAtServer(device, connection);
  }
}
