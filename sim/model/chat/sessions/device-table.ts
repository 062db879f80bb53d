/** What is known of each device of a chat: arrays by device, for a million of them. */

/** In the foreground: somebody looks at it. */
export const ONLINE = 0;
/** The program runs unseen, or a push service can reach it. */
export const BACKGROUND = 1;
/** Switched off, or without a network. */
export const OFFLINE = 2;

/** Neither connected nor about to be. */
export const IDLE = 0;
/** Waits before it tries to connect. */
export const PAUSING = 1;
/** Has asked a gateway. */
export const ASKING = 2;
/** Connected, as far as the device knows. */
export const OPEN = 3;
/** The gateway has lost the connection, and the device does not know yet. */
export const DEAD = 4;

export const NOWHERE = -1;

/** Devices of a chat, and where each is: people with one device each are such. */
export interface Devices {
  readonly count: number;
  /** Index of a device's place among the clients of the chat, and its number there. */
  readonly place: Uint16Array;
  readonly device: Int32Array;
}

export class DeviceTable {
  /** Node id of the gateway that a device is connected to. */
  readonly gateway: Int32Array;
  /** Node id of the gateway that it has asked, or is or was connected to. */
  readonly asked: Int32Array;
  readonly state: Uint8Array;
  readonly phase: Uint8Array;
  /** 1 for devices that want to be connected. */
  readonly wants: Uint8Array;
  /** 1 for devices that were connected before: their servers know them. */
  readonly isKnown: Uint8Array;
  /** Attempts that failed since it was connected last. */
  readonly tries: Uint8Array;
  /** Grows with each turn of a device's fortunes; what was planned before does not happen any more. */
  readonly era: Uint16Array;
  /** While asking: when it gives up. While connected: when something passed last. ms. */
  readonly atMs: Float64Array;
  /** Since when it has wanted a connection, ms. */
  readonly wishMs: Float64Array;
  /** The pause before the last attempt, ms. */
  readonly pauseMs: Float32Array;

  constructor(devices: number) {
    this.gateway = new Int32Array(devices).fill(NOWHERE);
    this.asked = new Int32Array(devices).fill(NOWHERE);
    this.state = new Uint8Array(devices);
    this.phase = new Uint8Array(devices);
    this.wants = new Uint8Array(devices).fill(1);
    this.isKnown = new Uint8Array(devices);
    this.tries = new Uint8Array(devices);
    this.era = new Uint16Array(devices);
    this.atMs = new Float64Array(devices);
    this.wishMs = new Float64Array(devices);
    this.pauseMs = new Float32Array(devices);
  }

  /** A device enters another phase. @returns the era that begins. */
  turn(device: number, phase: number): number {
    this.phase[device] = phase;
    this.era[device]! += 1;
    return this.era[device]!;
  }
}
