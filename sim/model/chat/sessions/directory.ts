/**
 * Where devices are, as far as registry and gateways know: written when a device connects, stale from a
 * crash until the lease of the gateway ends or the device is written anew, and cached by gateways.
 */

import { z } from 'zod';
import { grown } from '../../../engine/grown.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { count, duration } from '../../../part/units.ts';
import { nearest, type World } from '../../node/world.ts';
import { NOWHERE } from './device-table.ts';
import { DirectoryMeters } from './directory-meters.ts';
import type { RegistryNode } from './registry-node.ts';
import { RouteCache } from './route-cache.ts';
import type { Routes } from './routes.ts';
import type { Sessions } from './sessions.ts';

export const registryParams = z.strictObject({
  at: z.string().describe('group of registries; each gateway asks one of the nearest place'),
  ttl: duration()
    .prefault('0s')
    .describe('how long a gateway remembers what it was told; 0s: it asks each time'),
  entries: count({ min: 1 })
    .prefault(65_536)
    .describe('devices that a gateway remembers at the most (assumption)'),
  lease: duration()
    .prefault('30s')
    .describe('until what was written of a gateway that has crashed is dropped (assumption)'),
  messages: z
    .boolean()
    .default(false)
    .describe(
      'whether mailboxes ask, too, before they send something to a device; false: they know where devices are',
    ),
});

export type RegistryParams = z.output<typeof registryParams>;

interface DirectoryParts {
  readonly world: World;
  readonly traffic: string;
  /** Who asks: gateways, mailboxes. */
  readonly askers: readonly number[];
  readonly devices: number;
  readonly sessions: Sessions;
  readonly params: RegistryParams;
}

/** Somebody asked and waits; or a device is to be written. */
const NO_WRITE = -1;
const KEY_BYTES = 16;
const FIRST_SLOTS = 64;

export class Directory implements Routes {
  readonly #parts: DirectoryParts;
  readonly #meters: DirectoryMeters;
  /** By device: the gateway that the registry has for it. */
  readonly #written: Int32Array;
  /** By node id of a gateway. */
  readonly #registry: number[] = [];
  readonly #owner: number[] = [];
  readonly #caches: (RouteCache | undefined)[] = [];
  readonly #cacheEpoch: Int32Array;
  readonly #leased: Int32Array;
  /** Queries under way: who waits, whom it writes, how many keys it has, when it began. */
  #ticket = new Int32Array(FIRST_SLOTS);
  #writes = new Int32Array(FIRST_SLOTS);
  #from = new Int32Array(FIRST_SLOTS);
  #keys = new Int32Array(FIRST_SLOTS);
  #sinceMs = new Float64Array(FIRST_SLOTS);
  readonly #free: number[] = [];
  #slots = 0;
  readonly #atRegistry: HandlerId;
  readonly #back: HandlerId;
  readonly #leaseEnds: HandlerId;
  #whose = new Int32Array(FIRST_SLOTS);
  readonly #found: ((item: number, at: number, isFound: boolean) => void)[] = [];

  constructor(parts: DirectoryParts) {
    const { world, askers, devices, sessions, params } = parts;
    this.#parts = parts;
    this.#written = new Int32Array(devices).fill(NOWHERE);
    this.#cacheEpoch = new Int32Array(world.nodes.length);
    this.#leased = new Int32Array(world.nodes.length).fill(NO_WRITE);
    this.#meters = new DirectoryMeters(parts, askers);
    const work = {
      done: (query: number) => this.#worked(query),
      dropped: (query: number) => this.#fail(query),
    };
    for (const [turn, id] of askers.entries()) {
      const near = nearest(world, params.at, world.nodes[id]!.place);
      this.#registry[id] = near[turn % near.length]!;
      if (params.ttl > 0) this.#caches[id] = new RouteCache(params.entries);
    }
    for (const id of world.groups.get(params.at)!) this.#owner[id] = this.#node(id).serve(work);
    const { simulator } = world;
    this.#atRegistry = simulator.handler((query) => this.#arrive(query), 'query at the registry');
    this.#back = simulator.handler((query) => this.#end(query, true), 'answer of the registry');
    this.#leaseEnds = simulator.handler((gateway) => this.#expire(gateway), 'lease has ended');
    sessions.listen({
      connected: (device) => this.#write(device),
      gone: (device) => this.#forget(device),
    });
  }

  /** What holds when the run begins has been written. */
  begin(): void {
    this.#hasBegun = true;
  }

  #hasBegun = false;

  /** Whether a gateway has to ask where a device is; it takes it that it does, and knows then. */
  misses(from: number, device: number): boolean {
    const cache = this.#cacheOf(from);
    const { nowMs } = this.#parts.world.simulator;
    if (cache?.has(device, nowMs) === true) {
      this.#meters.hit(from);
      return false;
    }
    cache?.keep(device, this.#written[device]!, nowMs + this.#parts.params.ttl);
    return true;
  }

  /** Where a gateway believes a device to be, which may be wrong; -1: nowhere. */
  believed(from: number, device: number): number {
    const cache = this.#cacheOf(from);
    const isCached = cache?.has(device, this.#parts.world.simulator.nowMs) === true;
    return isCached ? cache!.gatewayOf(device) : this.#written[device]!;
  }

  /** @param device whose route is forgotten: the gateway said that it was not there. */
  wasStale(from: number, device: number = NOWHERE): void {
    this.#meters.stale(from);
    if (device !== NOWHERE) this.#cacheOf(from)?.drop(device);
  }

  /** Not found: the registry does not answer. */
  serve(found: (item: number, at: number, isFound: boolean) => void): number {
    return this.#found.push(found) - 1;
  }

  hand(whose: number, item: number, from: number, device: number): void {
    if (this.misses(from, device)) this.ask(whose, from, 1, item);
    else this.#found[whose]!(item, from, true);
  }

  /** A gateway, or whoever it is, asks for so many devices. */
  ask(whose: number, from: number, keys: number, ticket: number): void {
    this.#send(from, keys, ticket, NO_WRITE, whose);
  }

  #write(device: number): void {
    const gateway = this.#parts.sessions.gateway[device]!;
    if (this.#hasBegun) this.#send(gateway, 1, NO_WRITE, device);
    else this.#written[device] = gateway;
  }

  #forget(device: number): void {
    const { world, sessions, params } = this.#parts;
    const gateway = this.#written[device]!;
    if (gateway === NOWHERE || sessions.gateway[device] === gateway) return;
    if (world.exchange.up[gateway] === 1) {
      this.#written[device] = NOWHERE;
      return;
    }
    // Nobody tells the registry of a crash: it waits for signs of life.
    const epoch = world.exchange.epoch[gateway]!;
    if (this.#leased[gateway] === epoch) return;
    this.#leased[gateway] = epoch;
    world.simulator.after(params.lease, this.#leaseEnds, gateway);
  }

  #expire(gateway: number): void {
    const { sessions } = this.#parts;
    for (let device = 0; device < this.#written.length; device += 1) {
      if (this.#written[device] !== gateway || sessions.gateway[device] === gateway) continue;
      this.#written[device] = NOWHERE;
    }
  }

  #send(from: number, keys: number, ticket: number, device: number, whose = NO_WRITE): void {
    const { simulator } = this.#parts.world;
    const query = this.#take();
    this.#ticket[query] = ticket;
    this.#whose[query] = whose;
    this.#writes[query] = device;
    this.#from[query] = from;
    this.#keys[query] = keys;
    this.#sinceMs[query] = simulator.nowMs;
    this.#meters.sent(from, keys, device !== NO_WRITE);
    const wayMs = this.#carry(from, this.#registry[from]!, keys);
    if (wayMs === Number.POSITIVE_INFINITY) this.#end(query, false);
    else simulator.after(wayMs, this.#atRegistry, query);
  }

  #arrive(query: number): void {
    const { exchange } = this.#parts.world;
    const registry = this.#registry[this.#from[query]!]!;
    if (exchange.up[registry] === 0) this.#fail(query);
    else this.#node(registry).submit(this.#owner[registry]!, query, this.#keys[query]!);
  }

  #worked(query: number): void {
    const { simulator } = this.#parts.world;
    const device = this.#writes[query]!;
    const from = this.#from[query]!;
    // A write that was overtaken says what was true then.
    if (device !== NO_WRITE) this.#written[device] = from;
    const wayMs = this.#carry(this.#registry[from]!, from, this.#keys[query]!);
    if (wayMs === Number.POSITIVE_INFINITY) this.#end(query, false);
    else simulator.after(wayMs, this.#back, query);
  }

  #fail(query: number): void {
    this.#end(query, false);
  }

  #end(query: number, isKnown: boolean): void {
    const [ticket, whose, from] = [this.#ticket[query]!, this.#whose[query]!, this.#from[query]!];
    this.#meters.ended(this.#from[query]!, this.#sinceMs[query]!, isKnown);
    this.#free.push(query);
    if (ticket !== NO_WRITE) this.#found[whose]!(ticket, from, isKnown);
  }

  #take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#slots === this.#ticket.length) {
      const slots = 2 * this.#slots;
      this.#ticket = grown(this.#ticket, slots);
      this.#whose = grown(this.#whose, slots);
      this.#writes = grown(this.#writes, slots);
      this.#from = grown(this.#from, slots);
      this.#keys = grown(this.#keys, slots);
      this.#sinceMs = grown(this.#sinceMs, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }

  #cacheOf(gateway: number): RouteCache | undefined {
    const cache = this.#caches[gateway];
    const epoch = this.#parts.world.exchange.epoch[gateway]!;
    if (cache !== undefined && this.#cacheEpoch[gateway] !== epoch) {
      this.#cacheEpoch[gateway] = epoch;
      cache.clear();
    }
    return cache;
  }

  #carry(from: number, to: number, keys: number): number {
    const { exchange, simulator } = this.#parts.world;
    return exchange.carry(from, to, keys * KEY_BYTES, simulator.nowMs);
  }

  #node(id: number): RegistryNode {
    return this.#parts.world.nodes[id] as RegistryNode;
  }
}
