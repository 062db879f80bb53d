/**
 * One place's cells of the cellular Internet of Things. A device that wants something wakes, finds the
 * cell, asks for a connection beside all others of its coverage, and then takes its turn.
 */

import { transferMs } from '../../../engine/lines.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { RadioMeters } from '../meters.ts';
import { NONE, Sendings } from '../owners.ts';
import type { AccessContext, Medium } from '../profile.ts';
import { RandomAccess, type RandomAccessSettings } from '../random-access.ts';
import { type CoverageClass, IOT_POWER, NB_PREAMBLE_MS, reportMj } from './coverage.ts';
import { reachableInMs, type Sleep } from './sleep.ts';

export interface CellSettings {
  readonly cells: number;
  /** Coverage classes, and for each the part of the devices that is in it and its random access. */
  readonly classes: readonly CoverageClass[];
  readonly shares: readonly number[];
  readonly access: readonly RandomAccessSettings[];
  readonly sleep: Sleep;
  /** How long a connection lasts after its last byte, ms. */
  readonly inactivityMs: number;
}

export class Cells implements Medium {
  readonly #settings: CellSettings;
  readonly #context: AccessContext;
  readonly #sendings = new Sendings();
  readonly #meters: RadioMeters;
  /** One for each class of each cell, and whether its next opportunity is scheduled. */
  readonly #accesses: readonly RandomAccess[];
  readonly #scheduled: Float64Array;
  readonly #classOf: Uint8Array;
  readonly #connectedUntilMs: Float64Array;
  readonly #lastMs: Float64Array;
  /** What waits for a device's connection; a device with some is on its way to one. */
  readonly #waitsFor: Int32Array;
  readonly #join: HandlerId;
  readonly #opportunity: HandlerId;
  readonly #connected: HandlerId;
  readonly #done: HandlerId;

  constructor(settings: CellSettings, context: AccessContext) {
    const { devices, simulator, stream } = context;
    this.#settings = settings;
    this.#context = context;
    this.#meters = new RadioMeters(context, IOT_POWER.sleepMw);
    this.#classOf = new Uint8Array(devices);
    this.#connectedUntilMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#lastMs = new Float64Array(devices);
    this.#waitsFor = new Int32Array(devices).fill(NONE);
    this.#settle(stream('coverage'), stream('sleep'));
    const random = stream('random access');
    const outcome = {
      connected: (device: number, tries: number, afterMs: number) =>
        this.#gotIn(device, tries, afterMs),
      failed: (device: number) => this.#gaveUp(device),
    };
    this.#accesses = Array.from(
      { length: settings.cells * settings.classes.length },
      (_, index) =>
        new RandomAccess(settings.access[index % settings.classes.length]!, random, outcome),
    );
    this.#scheduled = new Float64Array(this.#accesses.length).fill(NONE);
    this.#join = simulator.handler((device) => this.#ask(device), 'device wakes');
    this.#opportunity = simulator.handler((index, number) => this.#happen(index, number));
    this.#connected = simulator.handler((device) => this.#exchange(device), 'device connected');
    this.#done = simulator.handler((slot) => this.#finish(slot, false), 'bytes carried');
  }

  owner(settled: (ticket: number, isLost: boolean) => void): number {
    return this.#sendings.addOwner(settled);
  }

  sendUp(owner: number, ticket: number, device: number, bytes: number): void {
    this.#want(this.#sendings.make(owner, ticket, device, bytes, false), 0);
  }

  sendDown(owner: number, ticket: number, device: number, bytes: number): void {
    const now = this.#context.simulator.nowMs;
    const sinceMs = now - this.#lastMs[device]!;
    const slot = this.#sendings.make(owner, ticket, device, bytes, true);
    this.#want(slot, reachableInMs(this.#settings.sleep, sinceMs));
  }

  #want(slot: number, waitMs: number): void {
    const { simulator } = this.#context;
    const device = this.#sendings.device[slot]!;
    if (this.#connectedUntilMs[device]! >= simulator.nowMs) {
      this.#carry(slot);
      return;
    }
    const first = this.#waitsFor[device]!;
    this.#sendings.next[slot] = first;
    this.#waitsFor[device] = slot;
    // What waits for the device to listen is overtaken by what it sends itself.
    const isUp = this.#sendings.isDown[slot] === 0;
    if (first !== NONE && !(isUp && this.#isOnlyDown(first))) return;
    const { syncMs } = this.#settings.classes[this.#classOf[device]!]!;
    simulator.after(waitMs + syncMs, this.#join, device);
  }

  #isOnlyDown(first: number): boolean {
    for (let slot = first; slot !== NONE; slot = this.#sendings.next[slot]!) {
      if (this.#sendings.isDown[slot] === 0) return false;
    }
    return true;
  }

  #ask(device: number): void {
    const { simulator } = this.#context;
    // A second wake-up, for what was overtaken.
    if (this.#waitsFor[device] === NONE) return;
    const index = this.#indexOf(device);
    this.#meters.woke(simulator.nowMs);
    const number = this.#accesses[index]!.join(device, simulator.nowMs);
    this.#expect(index, number);
  }

  #indexOf(device: number): number {
    const { cells, classes } = this.#settings;
    return (device % cells) * classes.length + this.#classOf[device]!;
  }

  /** Schedules an opportunity unless an earlier one is. */
  #expect(index: number, number: number): void {
    const scheduled = this.#scheduled[index]!;
    if (scheduled >= 0 && scheduled <= number) return;
    this.#scheduled[index] = number;
    const { periodMs } = this.#settings.access[index % this.#settings.classes.length]!;
    const { simulator } = this.#context;
    simulator.at(Math.max(simulator.nowMs, number * periodMs), this.#opportunity, index, number);
  }

  #happen(index: number, number: number): void {
    // An earlier one took its place when a device joined.
    if (this.#scheduled[index] !== number) return;
    const access = this.#accesses[index]!;
    const { sent, collisions } = access;
    access.happen(number);
    const now = this.#context.simulator.nowMs;
    this.#meters.tried(access.sent - sent, now);
    this.#meters.collided(access.collisions - collisions, now);
    this.#scheduled[index] = NONE;
    const next = access.nextFrom(number + 1);
    if (next !== undefined) this.#expect(index, next);
  }

  #gotIn(device: number, tries: number, afterMs: number): void {
    const coverage = this.#settings.classes[this.#classOf[device]!]!;
    const preambleMs = coverage.preambleRepetitions * NB_PREAMBLE_MS;
    const { simulator } = this.#context;
    const again = ((tries - 1) * preambleMs * IOT_POWER.sendMw) / 1000;
    this.#meters.spend(reportMj(coverage, 0) + again, simulator.nowMs);
    simulator.after(preambleMs + afterMs + coverage.signallingMs, this.#connected, device);
  }

  #gaveUp(device: number): void {
    let slot = this.#inOrder(device);
    this.#lastMs[device] = this.#context.simulator.nowMs;
    while (slot !== NONE) {
      const next = this.#sendings.next[slot]!;
      this.#finish(slot, true);
      slot = next;
    }
  }

  #exchange(device: number): void {
    let slot = this.#inOrder(device);
    while (slot !== NONE) {
      const next = this.#sendings.next[slot]!;
      this.#carry(slot);
      slot = next;
    }
  }

  /** Takes all that waits for a device, the oldest first. */
  #inOrder(device: number): number {
    let first = NONE;
    for (let slot = this.#waitsFor[device]!; slot !== NONE; ) {
      const older = this.#sendings.next[slot]!;
      this.#sendings.next[slot] = first;
      first = slot;
      slot = older;
    }
    this.#waitsFor[device] = NONE;
    return first;
  }

  /** Bytes take their turn on the device's connection, which lasts on for a while. */
  #carry(slot: number): void {
    const { simulator } = this.#context;
    const device = this.#sendings.device[slot]!;
    const coverage = this.#settings.classes[this.#classOf[device]!]!;
    const isDown = this.#sendings.isDown[slot] === 1;
    const rate = isDown ? coverage.downBitsPerSecond : coverage.upBitsPerSecond;
    const takesMs = transferMs(this.#sendings.bytes[slot]!, rate);
    const startMs = Math.max(simulator.nowMs, this.#lastMs[device]!);
    const endMs = startMs + takesMs;
    this.#lastMs[device] = endMs;
    this.#connectedUntilMs[device] = endMs + this.#settings.inactivityMs;
    const milliwatts = isDown ? IOT_POWER.receiveMw : IOT_POWER.sendMw;
    this.#meters.spend((takesMs * milliwatts) / 1000, simulator.nowMs);
    simulator.at(endMs, this.#done, slot);
  }

  #finish(slot: number, isLost: boolean): void {
    this.#sendings.settle(slot, isLost);
    this.#sendings.release(slot);
  }

  /** Where devices stand, and when they were last heard of before the run began. */
  #settle(
    coverage: ReturnType<AccessContext['stream']>,
    sleep: ReturnType<AccessContext['stream']>,
  ) {
    const { shares, sleep: settings } = this.#settings;
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let device = 0; device < this.#classOf.length; device += 1) {
      let rest = coverage.uniform() * total;
      let index = 0;
      while (index < shares.length - 1 && rest >= shares[index]!) {
        rest -= shares[index]!;
        index += 1;
      }
      this.#classOf[device] = index;
      this.#lastMs[device] = -sleep.uniform() * settings.updateMs;
    }
  }
}
