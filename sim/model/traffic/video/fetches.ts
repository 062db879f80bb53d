/** Requests of the players of one place: one under way for each, tried again when it fails, or called back. */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { toGrid } from '../../../engine/time.ts';
import type { Progress } from '../../node/call-backs.ts';
import { NO_CALL } from '../../node/calls.ts';
import type { World } from '../../node/world.ts';
import type { HttpTraffic } from '../http-traffic.ts';
import { NOBODY } from './players.ts';

/** What is not waited for. */
const NOTHING = -1;
/** Of a request whose answer nobody waits for. */
const NO_DEVICE = -1;

export interface RetrySettings {
  readonly retries: number;
  readonly retryMs: number;
}

/** Told of what players asked for. */
export interface Fetcher {
  got(player: number, object: number, bytes: number, tookMs: number): void;
  /** All tries failed. */
  failed(player: number): void;
}

interface FetchesParts {
  readonly world: World;
  readonly http: HttpTraffic;
  /** Index of the place among the traffic's clients, and the devices there. */
  readonly place: number;
  readonly devices: number;
  readonly retry: RetrySettings;
  readonly fetcher: Fetcher;
  /** When an object is there to be asked for, ms: what is on its way is timed from there. */
  readyAtMs?(object: number): number;
}

export class Fetches {
  readonly #parts: FetchesParts;
  readonly #again: HandlerId;
  /** By device: its player; and by player: its device. */
  readonly #playerOf: Int32Array;
  #device = new Int32Array(0);
  /** By player: what it waits for, how large that is, when it asked, and how often that failed. */
  #object = new Float64Array(0);
  #bytes = new Float64Array(0);
  #askedMs = new Float64Array(0);
  #failures = new Uint8Array(0);
  /** By player: when it tries again, ms, and the call by which its request can be called back. */
  #againMs = new Float64Array(0);
  #call = new Int32Array(0);
  /** By player: how often it has asked for something. */
  asks = new Int32Array(0);

  constructor(parts: FetchesParts) {
    this.#parts = parts;
    this.#playerOf = new Int32Array(parts.devices).fill(NOBODY);
    this.#again = parts.world.simulator.handler((player) => this.#retry(player), 'player retries');
  }

  isBusy(device: number): boolean {
    return this.#playerOf[device] !== NOBODY;
  }

  /** From now on a device is a player's. */
  assign(player: number, device: number): void {
    if (player >= this.#device.length) this.#grow(Math.max(player + 1, 2 * this.#device.length));
    this.#playerOf[device] = player;
    this.#device[player] = device;
    this.#object[player] = NOTHING;
    this.#call[player] = NO_CALL;
  }

  /** The device is free; what is on its way to it is for nobody. */
  release(player: number): void {
    this.#playerOf[this.#device[player]!] = NOBODY;
    this.#object[player] = NOTHING;
  }

  deviceOf(player: number): number {
    return this.#device[player]!;
  }

  ask(player: number, object: number, bytes: number): void {
    this.#object[player] = object;
    this.#bytes[player] = Math.max(1, Math.round(bytes));
    this.#failures[player] = 0;
    this.#againMs[player] = Number.NaN;
    this.asks[player]! += 1;
    this.#send(player);
  }

  /** A request begins. */
  began(device: number, call: number): void {
    if (device !== NO_DEVICE) this.#call[this.#playerOf[device]!] = call;
  }

  /** What the player waits for, it does not want any more. */
  callBack(player: number): void {
    const call = this.#call[player]!;
    this.#object[player] = NOTHING;
    this.#call[player] = NO_CALL;
    if (call !== NO_CALL) this.#parts.http.callBack(call);
  }

  isWaiting(player: number): boolean {
    return this.#object[player] !== NOTHING;
  }

  /** How far what the player waits for has come; undefined: nobody knows, or it waits for nothing. */
  progress(player: number): Progress | undefined {
    const call = this.#call[player]!;
    return call === NO_CALL ? undefined : this.#parts.http.progress(call);
  }

  /** Asks for something that the player does not wait for. */
  askBeside(player: number, object: number, bytes: number): void {
    const { http, place } = this.#parts;
    const device = this.#device[player]!;
    http.ask(place, device, object, Math.max(1, Math.round(bytes)), 0, 0, NO_DEVICE);
  }

  answered(device: number, object: number, hasFailed: boolean): void {
    const player = device === NO_DEVICE ? NOBODY : this.#playerOf[device]!;
    if (player === NOBODY || this.#object[player] !== object) return;
    this.#call[player] = NO_CALL;
    const { fetcher, retry, world } = this.#parts;
    const { nowMs } = world.simulator;
    if (!hasFailed) {
      this.#object[player] = NOTHING;
      const readyMs = this.#parts.readyAtMs?.(object) ?? 0;
      const tookMs = nowMs - Math.max(this.#askedMs[player]!, readyMs);
      fetcher.got(player, object, this.#bytes[player]!, tookMs);
      return;
    }
    this.#failures[player]! += 1;
    if (this.#failures[player]! > retry.retries) fetcher.failed(player);
    else {
      this.#againMs[player] = toGrid(nowMs + retry.retryMs);
      world.simulator.after(retry.retryMs, this.#again, player);
    }
  }

  /** What has been asked for meanwhile is not asked for twice. */
  #retry(player: number): void {
    if (this.#parts.world.simulator.nowMs === this.#againMs[player]) this.#send(player);
  }

  #send(player: number): void {
    const object = this.#object[player]!;
    if (object === NOTHING) return;
    const { http, place, world } = this.#parts;
    this.#askedMs[player] = world.simulator.nowMs;
    const device = this.#device[player]!;
    http.ask(place, device, object, this.#bytes[player]!, 0, 0, device);
  }

  #grow(players: number): void {
    this.#device = grown(this.#device, players);
    this.#object = grown(this.#object, players);
    this.#bytes = grown(this.#bytes, players);
    this.#askedMs = grown(this.#askedMs, players);
    this.#failures = grown(this.#failures, players);
    this.#againMs = grown(this.#againMs, players);
    this.#call = grown(this.#call, players);
    this.asks = grown(this.asks, players);
  }
}
