/** Which devices are connected, and where: what the service asks of whoever keeps the connections. */
import type { World } from '../../node/world.ts';
import type { Routes } from '../sessions/routes.ts';
import type { Crowd } from './crowd.ts';
import { NONE } from './slots.ts';

/** Has a connection. */
export const ONLINE = 0;
/** Has none, and can be woken by a push. */
export const BACKGROUND = 1;
export const OFFLINE = 2;

export interface Listener {
  connected?(device: number): void;
  /** The device knows that its connection is gone. */
  lost?(device: number): void;
  /** Its gateway knows. */
  gone?(device: number): void;
  /** It is in the foreground, in the background or off, and was something else. */
  changed?(device: number, before: number): void;
}

export interface Sessions {
  /** By device: node id of its gateway; -1: none. */
  readonly gateway: Int32Array;
  readonly state: Uint8Array;
  /** How what is for a device comes to its gateway; default: that is known. */
  readonly routes?: Routes | undefined;
  listen(listener: Listener): void;
  start(): void;
  /** All connections break now. */
  disconnectAll(): void;
  /** The gateway of a device closes its connection now. */
  cut(device: number): void;
  /** A device sends something. @returns whether its connection carries it; default: all do. */
  speaks?(device: number): boolean;
  /** Whether what is sent to a device comes to it over the connection that its gateway has; default: it does. */
  hears?(device: number): boolean;
  /** Something has come to a device. */
  touch?(device: number): void;
  /** A device wants a connection, or none any more; default: who has none cannot want one. */
  open?(device: number): void;
  close?(device: number): void;
  /** Somebody writes on a device, and so looks at it; default: all are looked at. */
  use?(device: number): void;
}

/** Devices that are connected whenever their gateway is up, and again at once. */
export class AlwaysOnline implements Sessions {
  readonly gateway: Int32Array;
  readonly state: Uint8Array;
  readonly #own: Int32Array;
  readonly #listeners: Listener[] = [];
  readonly #world: World;

  constructor(world: World, crowd: Crowd) {
    this.#world = world;
    this.#own = crowd.person.map((person) => crowd.gateway[person]!);
    this.gateway = this.#own.slice();
    this.state = new Uint8Array(crowd.devices).fill(ONLINE);
    world.exchange.watch({ changed: (node) => this.#follow(node), weighed: () => {} });
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  start(): void {}

  disconnectAll(): void {
    for (let device = 0; device < this.#own.length; device += 1) {
      if (this.gateway[device] === NONE) continue;
      this.#disconnect(device);
      this.#connect(device);
    }
  }

  cut(device: number): void {
    if (this.gateway[device] === NONE) return;
    this.#disconnect(device);
    this.#connect(device);
  }

  #follow(node: number): void {
    const isUp = this.#world.exchange.up[node] === 1;
    for (let device = 0; device < this.#own.length; device += 1) {
      if (this.#own[device] !== node) continue;
      if (isUp && this.gateway[device] === NONE) this.#connect(device);
      else if (!isUp && this.gateway[device] !== NONE) this.#disconnect(device);
    }
  }

  #connect(device: number): void {
    this.gateway[device] = this.#own[device]!;
    this.state[device] = ONLINE;
    for (const listener of this.#listeners) listener.connected?.(device);
  }

  #disconnect(device: number): void {
    this.gateway[device] = NONE;
    this.state[device] = OFFLINE;
    for (const listener of this.#listeners) {
      listener.gone?.(device);
      listener.lost?.(device);
    }
  }
}
