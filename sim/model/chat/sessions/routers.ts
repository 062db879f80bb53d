/**
 * A tier of routers: each has a share of the people by consistent hashing, and knows in memory where their devices are,
 * since gateways tell it. What it does not know yet, or not any more, it sends wrongly or not at all.
 */
import { z } from 'zod';
import type { HandlerId } from '../../../engine/simulator.ts';
import { bytes, count, duration } from '../../../part/units.ts';
import { mix32 } from '../../balance/hash.ts';
import { Ring } from '../../balance/ring.ts';
import type { World } from '../../node/world.ts';
import { NOWHERE } from './device-table.ts';
import type { RegistryNode } from './registry-node.ts';
import { CAME, HAND_ON, REFRESH, RouterJobs, WENT } from './router-jobs.ts';
import { RouterMeters } from './router-meters.ts';
import type { Routes } from './routes.ts';
import type { Sessions } from './sessions.ts';

export const routerParams = z.strictObject({
  at: z.string().describe('group of routers, each of which has a share of the people'),
  points: count({ min: 1, max: 10_000 })
    .prefault(160)
    .describe('points of each router on the ring of consistent hashing; 160 as in libketama'),
  known: duration()
    .prefault('1s')
    .describe(
      'until servers know that one of them is down or back: its people go to the next router on the ring, and gateways tell that one of them (assumption)',
    ),
  bytes: bytes()
    .prefault('24B')
    .describe('that a device has come or gone: who, where, a number (assumption)'),
  messages: z
    .boolean()
    .default(true)
    .describe(
      'whether what mailboxes have for devices goes over routers, too; false: mailboxes know where devices are',
    ),
});

export type RouterParams = z.output<typeof routerParams>;

interface RoutersParts {
  readonly world: World;
  readonly traffic: string;
  readonly devices: number;
  readonly sessions: Sessions;
  /** Who hands things to routers: gateways, mailboxes. */
  readonly askers: readonly number[];
  readonly params: RouterParams;
  personOf(device: number): number;
  readonly people: number;
}

export class Routers implements Routes {
  readonly #parts: RoutersParts;
  readonly #meters: RouterMeters;
  readonly #jobs = new RouterJobs();
  /** Node ids of the routers. */
  readonly ids: readonly number[];
  readonly #ring: Ring;
  /** By router in the group: 1 when the others take it for up. */
  readonly #isKnownUp: Uint8Array;
  /** By person: node id of the router, -1: none is up. */
  readonly #of: Int32Array;
  /** By device: the gateway that its router has for it. */
  readonly #written: Int32Array;
  /** By device: how many connections it has had, and which of them its router has heard of. */
  readonly #connection: Int32Array;
  readonly #heard: Int32Array;
  /** By node id. */
  readonly #owner: number[] = [];
  readonly #found: ((item: number, at: number, isFound: boolean) => void)[] = [];
  readonly #arrive: HandlerId;
  readonly #learn: HandlerId;
  #hasBegun = false;

  constructor(parts: RoutersParts) {
    const { world, traffic, params, sessions, askers } = parts;
    const { simulator, nodes } = world;
    this.#parts = parts;
    this.ids = world.groups.get(params.at)!;
    this.#ring = new Ring(
      this.ids.map((id) => nodes[id]!.name),
      params.points,
    );
    this.#isKnownUp = new Uint8Array(this.ids.length).fill(1);
    this.#of = new Int32Array(parts.people);
    this.#written = new Int32Array(parts.devices).fill(NOWHERE);
    this.#connection = new Int32Array(parts.devices);
    this.#heard = new Int32Array(parts.devices);
    this.#meters = new RouterMeters(world, traffic, [...askers, ...this.ids]);
    this.#share();
    const work = {
      done: (job: number) => this.#worked(job),
      dropped: (job: number) => this.#fail(job),
    };
    for (const id of this.ids) this.#owner[id] = this.#node(id).serve(work);
    this.#arrive = simulator.handler((job) => this.#reach(job), 'something at the router');
    this.#learn = simulator.handler((id) => this.#know(id), 'server known to routers');
    sessions.listen({
      connected: (device) => {
        this.#connection[device]! += 1;
        this.#tell(CAME, device, sessions.gateway[device]!);
      },
      gone: (device) => this.#gone(device),
    });
    world.exchange.watch({ changed: (id) => this.#changed(id), weighed: () => {} });
  }

  begin(): void {
    this.#hasBegun = true;
  }

  serve(found: (item: number, at: number, isFound: boolean) => void): number {
    return this.#found.push(found) - 1;
  }

  /** The router of a device’s owner; -1: none is known to be up. */
  routerOf(device: number): number {
    return this.#of[this.#parts.personOf(device)]!;
  }

  hand(whose: number, item: number, from: number, device: number): void {
    this.handMany(whose, item, from, this.routerOf(device), 1);
  }

  /** Takes something for so many devices of one router. */
  handMany(whose: number, item: number, from: number, router: number, devices: number): void {
    this.#meters.count(from, 'routed');
    this.#meters.count(from, 'keys', devices);
    if (router === NOWHERE) {
      this.#meters.count(from, 'failed');
      this.#found[whose]!(item, from, false);
      return;
    }
    const job = this.#jobs.take(HAND_ON, item, from, router, devices);
    this.#jobs.whose[job] = whose;
    this.#send(job);
  }

  believed(at: number, device: number): number {
    return this.routerOf(device) === at ? this.#written[device]! : NOWHERE;
  }

  wasStale(at: number): void {
    this.#meters.count(at, 'stale');
  }

  #tell(kind: number, device: number, gateway: number): void {
    const router = this.routerOf(device);
    if (!this.#hasBegun) this.#written[device] = gateway;
    else if (router !== NOWHERE) {
      this.#meters.count(gateway, 'write');
      const job = this.#jobs.take(kind, device, gateway, router, 1);
      this.#jobs.whose[job] = this.#connection[device]!;
      this.#send(job);
    }
  }

  /** A gateway says who has gone; when it is down itself, routers find out. */
  #gone(device: number): void {
    const gateway = this.#written[device]!;
    const isUp = gateway !== NOWHERE && this.#parts.world.exchange.up[gateway] === 1;
    if (isUp) this.#tell(WENT, device, gateway);
  }

  #send(job: number): void {
    const { exchange, simulator } = this.#parts.world;
    const jobs = this.#jobs;
    jobs.sinceMs[job] = simulator.nowMs;
    const bytes = this.#parts.params.bytes * jobs.keys[job]!;
    const wayMs = exchange.carry(jobs.from[job]!, jobs.router[job]!, bytes, simulator.nowMs);
    if (wayMs === Number.POSITIVE_INFINITY) this.#fail(job);
    else simulator.after(wayMs, this.#arrive, job);
  }

  #reach(job: number): void {
    const router = this.#jobs.router[job]!;
    if (this.#parts.world.exchange.up[router] === 0) this.#fail(job);
    else this.#node(router).submit(this.#owner[router]!, job, this.#jobs.keys[job]!);
  }

  #worked(job: number): void {
    const { kind, item, from, router, whose, sinceMs } = this.#jobs;
    const [what, one, sender, at] = [kind[job]!, item[job]!, from[job]!, router[job]!];
    const [owner, begunMs] = [whose[job]!, sinceMs[job]!];
    this.#jobs.release(job);
    if (what === HAND_ON) {
      this.#meters.took(sender, begunMs);
      this.#found[owner]!(one, at, true);
    } else if (what === REFRESH) this.#writeAll(at, sender);
    else if (this.routerOf(one) === at) this.#write(one, what === CAME ? sender : NOWHERE, owner);
  }

  /** @param connection that has come or gone: what is overtaken by news of a later one changes nothing. */
  #write(device: number, gateway: number, connection: number): void {
    if (connection < this.#heard[device]!) return;
    this.#heard[device] = connection;
    this.#written[device] = gateway;
  }

  #fail(job: number): void {
    const { kind, item, from, whose } = this.#jobs;
    const [what, one, sender, owner] = [kind[job]!, item[job]!, from[job]!, whose[job]!];
    this.#jobs.release(job);
    this.#meters.count(sender, 'failed');
    if (what === HAND_ON) this.#found[owner]!(one, sender, false);
  }

  /** A router that crashed has forgotten all that it knew. */
  #changed(id: number): void {
    const { exchange, simulator } = this.#parts.world;
    const isRouter = this.ids.includes(id);
    if (isRouter && exchange.up[id] === 0) {
      this.#forget((device) => this.routerOf(device) === id);
    }
    simulator.after(this.#parts.params.known, this.#learn, id);
  }

  /** Servers know of another one that it is down, or is back. */
  #know(id: number): void {
    const { up } = this.#parts.world.exchange;
    const index = this.ids.indexOf(id);
    if (index < 0) {
      if (up[id] === 0) this.#forget((device) => this.#written[device] === id);
      return;
    }
    this.#isKnownUp[index] = up[id]!;
    const before = this.#of.slice();
    this.#share();
    const { personOf } = this.#parts;
    this.#forget((device) => before[personOf(device)] !== this.#of[personOf(device)]);
    this.#refresh();
  }

  #forget(which: (device: number) => boolean): void {
    for (let device = 0; device < this.#written.length; device += 1) {
      if (which(device)) this.#written[device] = NOWHERE;
    }
  }

  /** Gateways tell routers of their devices that these do not know. */
  #refresh(): void {
    const { sessions, askers } = this.#parts;
    for (const router of this.ids) {
      const keys = new Int32Array(this.#parts.world.nodes.length);
      this.#eachUnknown(router, (device) => {
        keys[sessions.gateway[device]!]! += 1;
      });
      for (const gateway of askers) {
        if (keys[gateway] === 0) continue;
        this.#meters.count(gateway, 'write', keys[gateway]);
        this.#send(this.#jobs.take(REFRESH, NOWHERE, gateway, router, keys[gateway]!));
      }
    }
  }

  #writeAll(router: number, gateway: number): void {
    const { sessions } = this.#parts;
    this.#eachUnknown(router, (device) => {
      if (sessions.gateway[device] !== gateway) return;
      this.#written[device] = gateway;
      this.#heard[device] = this.#connection[device]!;
    });
  }

  #eachUnknown(router: number, then: (device: number) => void): void {
    const { gateway } = this.#parts.sessions;
    for (let device = 0; device < this.#written.length; device += 1) {
      if (this.#written[device] !== NOWHERE || gateway[device] === NOWHERE) continue;
      if (this.routerOf(device) === router) then(device);
    }
  }

  /** Each person belongs to the first router on the ring that is known to be up. */
  #share(): void {
    for (let person = 0; person < this.#of.length; person += 1) {
      this.#of[person] = this.#shareOf(person);
    }
  }

  #shareOf(person: number): number {
    const start = this.#ring.pointAt(mix32(person));
    for (let step = 0; step < this.#ring.size; step += 1) {
      const index = this.#ring.owner(start, step);
      if (this.#isKnownUp[index] === 1) return this.ids[index]!;
    }
    return NOWHERE;
  }

  #node(id: number): RegistryNode {
    return this.#parts.world.nodes[id] as RegistryNode;
  }
}
