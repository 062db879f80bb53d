/**
 * Devices that advertise to scanners of one place: a report is sent again at each advertising event
 * until a scanner hears it or its time is over. Packets on one channel at the same time are lost.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import { RadioMeters } from '../meters.ts';
import { NONE, Sendings } from '../owners.ts';
import type { AccessContext, Medium } from '../profile.ts';
import { MOST_DELAY_MS, packetMs, type Scanner } from './timing.ts';

export interface BeaconSettings {
  readonly scanner: Scanner;
  readonly advertiseMs: number;
  /** Advertising events that a report gets at most. */
  readonly events: number;
}

/** Advertising channels 37, 38 and 39, on which an event sends one behind the other. */
const CHANNELS = 3;
/** From the end of a packet to the next one of the event, ms (assumption; at most 10 by Vol 6, Part B, §4.4.2.3). */
const HOP_MS = 0.4;
/** Address of the advertiser; up to 31 bytes of data fit behind it. */
const ADDRESS_BYTES = 6;
export const MOST_ADVERTISED = 31;
const SEND_MW = 16;
const SLEEP_MW = 0.006;

export class Beacons implements Medium {
  readonly #settings: BeaconSettings;
  readonly #context: AccessContext;
  readonly #sendings = new Sendings();
  readonly #meters: RadioMeters;
  readonly #random: ReturnType<AccessContext['stream']>;
  /** Of the scanner: where it stands in its interval at time 0, ms. */
  readonly #phaseMs: number;
  /** By channel: until when it is in use, and who uses it; -2 when that packet is spoilt. */
  readonly #busyUntilMs = new Float64Array(CHANNELS);
  readonly #user = new Int32Array(CHANNELS).fill(NONE);
  readonly #event: HandlerId;
  readonly #begin: HandlerId;
  readonly #end: HandlerId;

  constructor(settings: BeaconSettings, context: AccessContext) {
    const { simulator } = context;
    this.#settings = settings;
    this.#context = context;
    this.#meters = new RadioMeters(context, SLEEP_MW);
    this.#random = context.stream('advertising');
    this.#phaseMs = this.#random.uniform() * settings.scanner.intervalMs * CHANNELS;
    this.#event = simulator.handler((slot) => this.#advertise(slot), 'advertising event');
    this.#begin = simulator.handler((slot, channel) => this.#start(slot, channel));
    this.#end = simulator.handler((slot, channel) => this.#stop(slot, channel));
  }

  owner(settled: (ticket: number, isLost: boolean) => void): number {
    return this.#sendings.addOwner(settled);
  }

  sendUp(owner: number, ticket: number, device: number, bytes: number): void {
    const slot = this.#sendings.make(owner, ticket, device, bytes, false);
    if (bytes > MOST_ADVERTISED) {
      this.#context.simulator.after(0, this.#end, slot, NONE);
      return;
    }
    this.#context.simulator.after(this.#random.uniform() * MOST_DELAY_MS, this.#event, slot);
  }

  /** Nobody can tell an advertiser anything. */
  sendDown(owner: number, ticket: number, device: number, bytes: number): void {
    const slot = this.#sendings.make(owner, ticket, device, bytes, true);
    this.#context.simulator.after(0, this.#end, slot, NONE);
  }

  #airtimeMs(slot: number): number {
    return packetMs(this.#sendings.bytes[slot]! + ADDRESS_BYTES);
  }

  /** All three packets of an event; a report that has been heard needs none of them. */
  #advertise(slot: number): void {
    const { simulator } = this.#context;
    const { events, advertiseMs } = this.#settings;
    const isOver = this.#sendings.tries[slot]! >= events;
    if (isOver || this.#sendings.isSettled[slot] === 1) {
      this.#sendings.settle(slot, true);
      this.#sendings.release(slot);
      return;
    }
    this.#sendings.tries[slot]! += 1;
    const airtimeMs = this.#airtimeMs(slot);
    this.#meters.tried(1, simulator.nowMs);
    this.#meters.spend((CHANNELS * airtimeMs * SEND_MW) / 1000, simulator.nowMs);
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      simulator.after(channel * (airtimeMs + HOP_MS), this.#begin, slot, channel);
    }
    const nextMs = advertiseMs + this.#random.uniform() * MOST_DELAY_MS;
    simulator.after(nextMs, this.#event, slot);
  }

  #start(slot: number, channel: number): void {
    const { simulator } = this.#context;
    const endMs = simulator.nowMs + this.#airtimeMs(slot);
    const isFree = simulator.nowMs >= this.#busyUntilMs[channel]!;
    this.#user[channel] = isFree ? slot : SPOILT;
    this.#busyUntilMs[channel] = Math.max(endMs, this.#busyUntilMs[channel]!);
    simulator.after(this.#airtimeMs(slot), this.#end, slot, channel);
  }

  #stop(slot: number, channel: number): void {
    const { simulator } = this.#context;
    if (channel === NONE) {
      this.#sendings.settle(slot, true);
      this.#sendings.release(slot);
      return;
    }
    if (this.#user[channel] !== slot) {
      this.#meters.collided(1, simulator.nowMs);
      return;
    }
    this.#user[channel] = NONE;
    const beganMs = simulator.nowMs - this.#airtimeMs(slot);
    if (this.#isHeard(channel, beganMs, simulator.nowMs)) this.#sendings.settle(slot, false);
  }

  /** Whether the scanner listened on a channel for a whole packet: it takes the channels in turn. */
  #isHeard(channel: number, fromMs: number, toMs: number): boolean {
    const { windowMs, intervalMs } = this.#settings.scanner;
    const intoMs = (fromMs + this.#phaseMs) % (intervalMs * CHANNELS);
    const turn = Math.floor(intoMs / intervalMs);
    const intoWindowMs = intoMs - turn * intervalMs;
    return turn === channel && intoWindowMs + (toMs - fromMs) <= windowMs;
  }
}

/** In place of the user of a channel: two packets met there. */
const SPOILT = -2;
