/** What messages between devices and servers need, and whom they tell what becomes of them. */
import type { Random } from '../../../engine/random.ts';
import type { Simulator } from '../../../engine/simulator.ts';
import type { Line, LineEnds } from '../protocols/device-line.ts';
import type { ConnectionSettings, Serving } from './connections.ts';

/** Why a message came to nothing. */
export const LOST = 0;
/** Its sender has had it for too long, or has no room for it. */
export const EXPIRED = 1;
export const NO_ROOM = 2;

export interface HopsOwner {
  /** A message is at the server, which calls `taken` when it has done its work, or `failed`. */
  reached(item: number): void;
  /** The receiver hands a message on. @param isAgain whether it has done so before. */
  handedOn(ticket: number, isUp: boolean, isAgain: boolean): void;
  /** The sender forgets it: all is done. */
  confirmed(ticket: number, isUp: boolean): void;
  /** The sender forgets it, and it was never handed on. */
  dropped(ticket: number, isUp: boolean, reason: number): void;
  sentAgain(isUp: boolean): void;
  /** A device is connected, and its server remembers it or not. */
  connected?(device: number, isRemembered: boolean): void;
  /** The server gives a device's connection up. @param isReplaced since the device has a newer one. */
  gone?(device: number, isReplaced: boolean): void;
}

export interface HopsParts {
  readonly simulator: Simulator;
  readonly devices: number;
  readonly random: Random;
  open(ends: LineEnds): Line;
  readonly isLossy: boolean;
  serverOf(device: number): number;
  readonly serving: Serving;
  readonly settings: ConnectionSettings;
  /** Messages that a server keeps for a device, 1 or more. */
  readonly queue: number;
  /** Whether devices connect also when they have nothing to say. */
  readonly stays: boolean;
  /** How long a server waits for a device to take what it has sent, ms. */
  readonly patienceMs: number;
  readonly owner: HopsOwner;
  /** A packet leaves one of the ends. */
  sent(bytes: number): void;
}
