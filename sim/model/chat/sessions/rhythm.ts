/** What people do with their devices: look at them for a while, put them away, switch them off. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import { BACKGROUND, type Devices, OFFLINE, ONLINE } from './device-table.ts';
import type { Sessions } from './sessions.ts';

export interface RhythmSettings {
  /** How long somebody stays, ms. */
  readonly stay: Distribution;
  /** How long a connection is kept when somebody has left; undefined: for ever. */
  readonly keep: Distribution | undefined;
  /** Share of those who leave that switch the device off, or lose the network. */
  readonly offRatio: number;
  /** Share of those who are switched off that vanish without a word. */
  readonly abruptRatio: number;
  /** Share of devices that somebody looks at when the run begins. */
  readonly onlineRatio: number;
}

interface RhythmParts {
  readonly world: World;
  readonly traffic: string;
  readonly devices: Devices;
  readonly sessions: Sessions;
  readonly clients: readonly Clients[];
  readonly settings: RhythmSettings;
}

/** Devices that are looked at already when somebody comes: another is tried so often. */
const TRIES = 8;

export class Rhythm {
  readonly #parts: RhythmParts;
  readonly #random: Random;
  /** Those who write draw for themselves how long they stay, so that nobody else’s chance moves. */
  readonly #writers: Random;
  readonly #leave: HandlerId;
  readonly #drop: HandlerId;
  /** By place: devices that somebody looks at. */
  readonly #online: readonly number[];
  /** By device: visits so far; what was planned in one before does not happen any more. */
  readonly #visit: Uint16Array;

  constructor(parts: RhythmParts) {
    const { world, traffic, devices } = parts;
    this.#parts = parts;
    this.#random = world.streams.stream(`${traffic}/rhythm`);
    this.#writers = world.streams.stream(`${traffic}/stay of writers`);
    this.#online = parts.clients.map(({ place }) =>
      world.recorder.level('online', { traffic, place: world.places[place]!.name }),
    );
    this.#visit = new Uint16Array(devices.count);
    const live = (then: (device: number) => void) => (device: number, visit: number) => {
      if (this.#visit[device] === visit) then(device);
    };
    const leave = live((device) => this.#away(device));
    this.#leave = world.simulator.handler(leave, 'somebody leaves');
    const drop = live((device) => parts.sessions.close(device));
    this.#drop = world.simulator.handler(drop, 'connection not kept');
  }

  /** Before the sessions start: who is there, who is away, and which devices are off. */
  begin(): void {
    const { devices, sessions, settings } = this.#parts;
    const random = this.#random;
    for (let device = 0; device < devices.count; device += 1) {
      if (random.uniform() < settings.onlineRatio) {
        this.#look(device, 1);
        this.#stay(device, random);
      } else if (random.uniform() < settings.offRatio) {
        sessions.become(device, OFFLINE);
        sessions.close(device);
      } else {
        sessions.become(device, BACKGROUND);
        // What was kept for a while has run out by now.
        if (settings.keep !== undefined) sessions.close(device);
      }
    }
  }

  /**
   * Somebody looks at a device of a place.
   *
   * @param first of the place; @param count of its devices.
   * @param user who it is, where arrivals are people; below 0: anybody.
   */
  come(first: number, count: number, user: number): void {
    const { sessions } = this.#parts;
    let device = first + (user < 0 ? this.#random.below(count) : user % count);
    for (
      let tried = 1;
      user < 0 && tried < TRIES && sessions.state[device] === ONLINE;
      tried += 1
    ) {
      device = first + this.#random.below(count);
    }
    if (sessions.state[device] === ONLINE) return;
    this.#begin(device, this.#random);
  }

  /** Somebody writes on a device: he takes it up, or, looking at it already, stays as long again as who has just come. */
  use(device: number): void {
    if (this.#parts.sessions.state[device] === ONLINE) this.#stay(device, this.#writers);
    else this.#begin(device, this.#writers);
  }

  #begin(device: number, random: Random): void {
    const { sessions } = this.#parts;
    this.#look(device, 1);
    sessions.open(device);
    sessions.become(device, ONLINE);
    this.#stay(device, random);
  }

  #stay(device: number, random: Random): void {
    const { world, settings } = this.#parts;
    this.#visit[device]! += 1;
    const forMs = settings.stay.sample(random);
    world.simulator.after(forMs, this.#leave, device, this.#visit[device]!);
  }

  #away(device: number): void {
    const { world, sessions, settings } = this.#parts;
    this.#visit[device]! += 1;
    this.#look(device, -1);
    if (this.#random.uniform() < settings.offRatio) {
      sessions.become(device, OFFLINE);
      sessions.close(device, this.#random.uniform() < settings.abruptRatio);
      return;
    }
    sessions.become(device, BACKGROUND);
    if (settings.keep === undefined) return;
    const keepMs = settings.keep.sample(this.#random);
    if (keepMs === 0) sessions.close(device);
    else world.simulator.after(keepMs, this.#drop, device, this.#visit[device]!);
  }

  #look(device: number, by: number): void {
    const { world, devices } = this.#parts;
    const level = this.#online[devices.place[device]!]!;
    world.recorder.changeLevel(level, by, world.simulator.nowMs);
  }
}
