/**
 * The radio sites of a place as its devices meet them: which site a device is at, which one its
 * session is with, and how long the way to a server at a site is.
 */
import type { Random } from '../../../engine/random.ts';
import type { Handovers } from '../../access/radio/handovers.ts';
import type { NodeContext } from '../node.ts';
import type { SessionMode } from './session.ts';

export interface SitesSettings {
  /** Between radio and core, one way, ms; undefined: what is sent passes the core in any case. */
  readonly coreMs: number | undefined;
  /** What the radio takes at least, one way, ms. */
  readonly leastMs: number;
  readonly mode: SessionMode;
  /** Undefined: the devices do not move. */
  readonly handovers: Handovers | undefined;
}

export class RadioSites {
  readonly #context: NodeContext;
  readonly #settings: SitesSettings;
  readonly #backhaulMs: number;
  readonly #count: number;
  readonly #random: Random;
  /** Site that each device is at; that its session was with, and is with from `#readyMs` on. */
  readonly #at: Int32Array;
  readonly #before: Int32Array;
  readonly #anchor: Int32Array;
  readonly #readyMs: Float64Array;
  readonly #moves: Int32Array;
  readonly #relocations: number = 0;
  readonly #interruption: number = 0;

  constructor(context: NodeContext, settings: SitesSettings) {
    const { world, place, devices, name } = context;
    this.#context = context;
    this.#settings = settings;
    this.#backhaulMs = world.network.backhaulMs;
    this.#count = world.places[place]!.sites ?? 1;
    this.#random = world.streams.stream(`${name}/sites`);
    this.#at = Int32Array.from({ length: devices }, (_, device) => device % this.#count);
    this.#before = this.#at.slice();
    this.#anchor = this.#at.slice();
    this.#readyMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#moves = new Int32Array(devices);
    const { handovers } = settings;
    if (handovers === undefined || this.#count === 1) return;
    const labels = { node: context.group, place: world.places[place]!.name };
    this.#relocations = world.recorder.counter('relocations', labels);
    this.#interruption = world.recorder.histogram('interruption', labels);
    handovers.over = (device, atMs) => this.#moved(device, atMs);
  }

  /**
   * The number by which a device chooses among nodes at the radio sites of its place. They are numbered
   * through all sites before any site has a second one, so that this leads to one at its session's site.
   */
  seat(device: number): number {
    const { nowMs } = this.#context.world.simulator;
    this.#settings.handovers?.waitMs(device, nowMs);
    const isBroken = this.#settings.mode.breaks;
    const isReady = isBroken || nowMs >= this.#readyMs[device]!;
    const site = isReady ? this.#anchor[device]! : this.#before[device]!;
    return device - (device % this.#count) + site;
  }

  /** How often the device's address towards a node has changed. */
  addresses(device: number, peer: number): number {
    return this.#isHere(peer) ? this.#moves[device]! : 0;
  }

  /** One way between a device and a node, as far as it lies in the access network, ms. */
  wayMs(device: number, peer: number, toCoreMs: number): number {
    if (!this.#isHere(peer)) return toCoreMs;
    const { coreMs, leastMs } = this.#settings;
    // To the core, and back to the site.
    if (coreMs === undefined) return toCoreMs + this.#backhaulMs;
    const toSiteMs = Math.max(Math.min(toCoreMs, leastMs), toCoreMs - coreMs);
    const isHome = this.#context.world.siteOf[peer] === this.#at[device];
    return isHome ? toSiteMs : toSiteMs + 2 * this.#backhaulMs;
  }

  /** Time until a session that was given up is there again, ms. */
  waitMs(device: number, peer: number): number {
    if (!this.#settings.mode.breaks || !this.#isHere(peer)) return 0;
    return Math.max(0, this.#readyMs[device]! - this.#context.world.simulator.nowMs);
  }

  /** Whether a node stands at one of these sites. */
  #isHere(peer: number): boolean {
    const { siteOf, nodes } = this.#context.world;
    return siteOf[peer]! >= 0 && nodes[peer]!.place === this.#context.place;
  }

  /** A handover is over: the device is at one of the other sites, each equally likely. */
  #moved(device: number, atMs: number): void {
    const { mode, handovers } = this.#settings;
    const { recorder } = this.#context.world;
    const others = Math.floor(this.#random.uniform() * (this.#count - 1));
    const site = (this.#at[device]! + 1 + others) % this.#count;
    this.#at[device] = site;
    const brokenMs = mode.follows && mode.breaks ? mode.takesMs : 0;
    recorder.record(this.#interruption, handovers!.gapMs + brokenMs, atMs);
    if (mode.follows) this.#relocate(device, site, atMs);
  }

  #relocate(device: number, site: number, atMs: number): void {
    const { mode } = this.#settings;
    if (atMs >= this.#readyMs[device]!) this.#before[device] = this.#anchor[device]!;
    this.#anchor[device] = site;
    // It is back before its session had followed it.
    const isBack = !mode.breaks && site === this.#before[device];
    this.#readyMs[device] = isBack ? atMs : atMs + mode.takesMs;
    if (isBack) return;
    this.#moves[device]! += 1;
    this.#context.world.recorder.add(this.#relocations, 1, atMs);
  }
}
