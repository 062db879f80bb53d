/** Where a place's LoRaWAN devices stand, and how they send. */

import { cos, sin } from '../../../engine/math/index.ts';
import type { Random } from '../../../engine/random.ts';
import { ADR_FRAMES, adapted, HIGHEST_POWER_DBM } from './adr.ts';
import { symbolMs } from './airtime.ts';
import {
  fastestSpreading,
  HIGHEST_SPREADING,
  NOISE_DBM,
  type PathLoss,
  pathLossDb,
} from './radio.ts';

export interface FleetSettings extends PathLoss {
  readonly gateways: number;
  /** Devices, and gateways beside the first, are anywhere in a disc of this radius. */
  readonly radiusKm: number;
  /** Deviation of a device's path loss, dB; it stays, since nothing moves. */
  readonly shadowingDb: number;
  /** The spreading factor of all; else what distance allows, or what the network teaches. */
  readonly spreading: number | 'best' | 'adr';
}

const POWER_STEP_DB = 2;
/** Milliwatts drawn at 2, 4, … 14 dBm. Source: SX1276 currents of LoRaSim's table, at 3.3 V. */
const SEND_MW = [79, 82, 82, 82, 86, 106, 145] as const;
const LISTEN_MW = 38;
/** Symbols for which each of the two receive windows is open when nothing comes (assumption). */
const WINDOW_SYMBOLS = 8;

export class Fleet {
  readonly #gateways: number;
  readonly #adapts: boolean;
  readonly #spreading: Uint8Array;
  readonly #powerDbm: Int8Array;
  /** By device and gateway: what is left of 0 dBm, dB. */
  readonly #gainDb: Float32Array;
  /** Frames heard since the network last looked, and the best of them. */
  readonly #frames: Uint8Array;
  readonly #bestSnrDb: Float32Array;

  constructor(settings: FleetSettings, devices: number, random: Random) {
    const { gateways, spreading } = settings;
    this.#gateways = gateways;
    this.#adapts = spreading === 'adr';
    this.#gainDb = new Float32Array(devices * gateways);
    this.#powerDbm = new Int8Array(devices).fill(HIGHEST_POWER_DBM);
    this.#frames = new Uint8Array(devices);
    this.#bestSnrDb = new Float32Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#place(settings, devices, random);
    const fixed = typeof spreading === 'number' ? spreading : HIGHEST_SPREADING;
    this.#spreading = new Uint8Array(devices).fill(fixed);
    if (spreading !== 'best') return;
    for (let device = 0; device < devices; device += 1) {
      const dbm = this.dbm(device, this.nearest(device));
      this.#spreading[device] = fastestSpreading(dbm);
    }
  }

  spreadingOf(device: number): number {
    return this.#spreading[device]!;
  }

  /** Strength of a device's signal at a gateway, dBm. */
  dbm(device: number, gateway: number): number {
    return this.#powerDbm[device]! + this.#gainDb[device * this.#gateways + gateway]!;
  }

  /** The gateway that hears a device best. */
  nearest(device: number): number {
    let best = 0;
    for (let gateway = 1; gateway < this.#gateways; gateway += 1) {
      if (this.dbm(device, gateway) > this.dbm(device, best)) best = gateway;
    }
    return best;
  }

  /** What a frame and the two windows behind it cost, mJ. */
  frameMj(device: number, airtimeMs: number): number {
    const step = (this.#powerDbm[device]! - POWER_STEP_DB) / POWER_STEP_DB;
    const windowsMs = 2 * WINDOW_SYMBOLS * symbolMs(this.#spreading[device]!);
    return (airtimeMs * SEND_MW[step]! + windowsMs * LISTEN_MW) / 1000;
  }

  /** The network heard a frame; after some of them it tells the device how to send. */
  heard(device: number, dbm: number): void {
    if (!this.#adapts) return;
    this.#frames[device]! += 1;
    this.#bestSnrDb[device] = Math.max(this.#bestSnrDb[device]!, dbm - NOISE_DBM);
    if (this.#frames[device]! < ADR_FRAMES) return;
    const now = { spreading: this.#spreading[device]!, powerDbm: this.#powerDbm[device]! };
    const next = adapted(now, this.#bestSnrDb[device]!);
    this.#spreading[device] = next.spreading;
    this.#powerDbm[device] = next.powerDbm;
    this.#frames[device] = 0;
    this.#bestSnrDb[device] = Number.NEGATIVE_INFINITY;
  }

  /** A device that was not heard sends more slowly. */
  slowDown(device: number): void {
    this.#spreading[device] = Math.min(HIGHEST_SPREADING, this.#spreading[device]! + 1);
  }

  #place(settings: FleetSettings, devices: number, random: Random): void {
    const { gateways, radiusKm, shadowingDb } = settings;
    const anywhere = () => {
      const away = radiusKm * Math.sqrt(random.uniform());
      const turn = 2 * Math.PI * random.uniform();
      return { x: away * cos(turn), y: away * sin(turn) };
    };
    const masts = Array.from({ length: gateways }, (_, gateway) =>
      gateway === 0 ? { x: 0, y: 0 } : anywhere(),
    );
    for (let device = 0; device < devices; device += 1) {
      const { x, y } = anywhere();
      for (const [gateway, mast] of masts.entries()) {
        const km = Math.sqrt((x - mast.x) * (x - mast.x) + (y - mast.y) * (y - mast.y));
        const lossDb = pathLossDb(settings, km) + shadowingDb * random.normal();
        this.#gainDb[device * gateways + gateway] = -lossDb;
      }
    }
  }
}
