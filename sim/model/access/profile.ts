/** The contract of an access network: what lies between a device and its place's backbone. */

import type { LineQueues } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';
import type { Simulator } from '../../engine/simulator.ts';
import { partOf } from '../../part/part.ts';
import type { Recorder } from '../../result/recorder.ts';
import type { Labels } from '../../result/result.ts';

/**
 * The access network as a device meets it that has been idle and is alone. A network that changes
 * with time or with use says the rest in `open`; one in which devices disturb each other, in `medium`.
 */
export interface AccessProfile {
  /** Delay of one direction, ms. */
  oneWayMs(random: Random): number;
  /** Rate of one device, bits per second; drawn once a device. Infinity: no limit. */
  downBitsPerSecond(random: Random): number;
  upBitsPerSecond(random: Random): number;
  /** Share of packets that the access network loses for good, 0 to 1; default 0. */
  readonly lossRatio?: number;
  /** Of a network with radio sites: where its delay of one direction comes from. */
  readonly legs?: RadioLegs;
  /** The network of one place's devices, where it is more than delays and rates that stay. */
  open?(context: AccessContext): AccessLink;
  /** The medium of one place's devices, where what is sent can meet what others send. */
  medium?(context: AccessContext): Medium;
}

/** The two parts of a mobile network's delay, one way. */
export interface RadioLegs {
  /** The radio at its best: a server at the site is never nearer, ms. */
  readonly leastMs: number;
  /** Transport and core network, which a server at the site does without, ms. */
  readonly coreMs: number;
}

/** What the network of one place's devices lives in. */
export interface AccessContext {
  readonly devices: number;
  /** What the battery of each holds, watt hours. */
  readonly batteryWh: number;
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  /** Of everything that is measured at these devices. */
  readonly labels: Labels;
  /** Chance of its own for each purpose. */
  stream(purpose: string): Random;
  /** Text of a file that the scenario names. */
  file(name: string): string;
}

/** The way of one place's devices to the backbone, whose delay is known when something is sent. */
export interface AccessLink {
  /** Time until bytes that leave the device now are at the backbone, ms. */
  upMs(device: number, bytes: number, nowMs: number, random: Random): number;
  /** Gives bytes that are at the backbone now their turn. @returns time until they are at the device, ms. */
  downMs(device: number, bytes: number, nowMs: number, random: Random): number;
  /** There and back for something small, as each round trip of a set-up; takes nobody's turn. */
  roundTripMs(device: number, nowMs: number, random: Random): number;
  /** The ways down as lines: transports that follow packets queue there. */
  readonly lines?: LineQueues;
  /** The ways up, for what is uploaded over such transports. */
  readonly ups?: LineQueues;
}

/** A medium that devices share: what becomes of a transmission shows only when it is over. */
export interface Medium {
  /**
   * @param settled told of each ticket once: the bytes arrived, or were given up.
   * @returns the number under which the owner hands tickets in.
   */
  owner(settled: (ticket: number, isLost: boolean) => void): number;
  /** @param ticket whatever the owner knows it by, 0 to 2^31 - 1. */
  sendUp(owner: number, ticket: number, device: number, bytes: number): void;
  sendDown(owner: number, ticket: number, device: number, bytes: number): void;
}

export const accessProfile = partOf<AccessProfile>();
