/** The nodes to which a node passes calls on, and the balancer that chooses among them. */
import type { Random } from '../../engine/random.ts';
import { Backends } from '../balance/backends.ts';
import { type Balancer, NO_BACKEND } from '../balance/balancer.ts';
import { mix32 } from '../balance/hash.ts';
import type { Guards } from '../balance/resilience/guards.ts';
import { NO_CALL } from './calls.ts';
import type { NodeContext } from './node.ts';
import { AttemptMeters } from './resilience/attempt-meters.ts';
import { Attempts } from './resilience/attempts.ts';
import { Fitness } from './resilience/fitness.ts';
import { byDistance, nearest, type World } from './world.ts';

/** A node that may take several attempts for what it asks. */
export interface Caller {
  /** Undefined: it takes one, and knows at once which nodes are down. */
  readonly guards: Guards | undefined;
  /** Told when a call ends otherwise than by an answer that `done` was given. */
  concluded(call: number): void;
}

/** How often another backend than the last is looked for, as Envoy’s host_selection_retry_max_attempts. */
const LOOKS = 3;

export class Upstream {
  readonly #world: World;
  readonly #owner: number;
  readonly #ids: readonly number[];
  readonly #backends: Backends;
  readonly #balancer: Balancer;
  readonly #random: Random;
  /** The backend of each client that is to stay with one. */
  readonly #homes: Map<number, { backend: number; lastMs: number }> | undefined;
  readonly #keptMs: number;
  readonly #fitness: Fitness;
  readonly #attempts: Attempts | undefined;
  /** The request that is being balanced; one object for all of them. */
  readonly #request = { object: 0, client: 0, nowMs: 0 };

  /**
   * @param group whose instances are the candidates: those in the nearest place, unless the balancer
   * looks everywhere.
   * @param keptMs for how long after its last request a client stays with its backend, while that is up:
   * Infinity for ever, 0 not at all.
   */
  constructor(owner: NodeContext, group: string, balancer: Balancer, keptMs = 0, caller?: Caller) {
    this.#world = owner.world;
    this.#owner = owner.id;
    const { world } = owner;
    const places = byDistance(world, group, owner.place);
    const isEverywhere = balancer.isEverywhere === true;
    this.#ids = isEverywhere ? places.flat() : nearest(world, group, owner.place, owner.site);
    const names = this.#ids.map((id) => world.nodes[id]!.name);
    const number = world.groups.get(owner.group)!.indexOf(owner.id);
    this.#backends = new Backends(names, number, (backend) => {
      return world.exchange.atWork[this.#ids[backend]!]!;
    });
    const placeOf = (id: number) => places.findIndex((ids) => ids.includes(id));
    this.#backends.locality.set(this.#ids.map(placeOf));
    this.#backends.weight.set(balancer.weights?.slice(0, names.length) ?? []);
    this.#balancer = balancer;
    this.#homes = keptMs > 0 ? new Map() : undefined;
    this.#keptMs = keptMs;
    this.#random = world.streams.stream(`${owner.name}/balancer`);
    const told = (node: number, tell: (backend: number) => void) => {
      const backend = this.#ids.indexOf(node);
      if (backend >= 0) tell(backend);
    };
    const guards = caller?.guards;
    this.#fitness = new Fitness(owner, this.#ids, this.#backends, guards);
    this.#attempts = guards && this.#attemptsOf(owner, guards, caller);
    world.exchange.watch({
      changed: (node, takes, isDrained) =>
        told(node, (backend) => this.#fitness.told(backend, takes, isDrained)),
      weighed: (node, weight) =>
        told(node, (backend) => {
          this.#backends.weight[backend] = weight;
        }),
    });
  }

  #attemptsOf(owner: NodeContext, guards: Guards, { concluded }: Caller): Attempts {
    const { world, group, place, name } = owner;
    const labels = { node: group, place: world.places[place]!.name };
    const meters = new AttemptMeters(world.recorder, labels);
    const random = world.streams.stream(`${name}/resilience`);
    return new Attempts(
      { world, guards, meters, random },
      {
        concluded,
        launch: (attempt, request, number) => this.#launch(attempt, request, number),
        gaveUp: (attempt, isLate) => {
          this.#back(attempt, isLate, isLate);
          return false;
        },
      },
    );
  }

  /**
   * Makes a call that asks one of the nodes for the same as `call`. It is not sent yet, so that
   * its maker can note it first.
   *
   * @returns the new call, or `NO_CALL` when all the nodes are down and it does not try again.
   */
  passOn(call: number): number {
    const { calls } = this.#world;
    const onward = this.ask(call, calls.object[call]!, calls.bytes[call]!);
    if (onward === NO_CALL) return NO_CALL;
    calls.fromByte[onward] = calls.fromByte[call]!;
    calls.partOf[onward] = calls.partOf[call]!;
    return onward;
  }

  /** As `passOn`, for all of an object of which `call` may want a part. */
  passOnWhole(call: number): number {
    const { calls } = this.#world;
    return this.ask(call, calls.object[call]!, calls.wholeBytes(call));
  }

  /** As `passOn`, for another object of the same content. */
  ask(call: number, object: number, bytes: number): number {
    const { calls } = this.#world;
    const onward = this.draft(calls.content[call]!, object, bytes, calls.startMs[call]!);
    calls.known[onward] = calls.known[call]!;
    calls.bodyBytes[onward] = calls.bodyBytes[call]!;
    if (this.#attempts === undefined && !this.route(onward, call)) {
      calls.release(onward);
      return NO_CALL;
    }
    return onward;
  }

  /** As `passOn`, for any object. */
  make(content: number, object: number, bytes: number, startMs: number): number {
    const onward = this.draft(content, object, bytes, startMs);
    if (this.route(onward)) return onward;
    this.#world.calls.release(onward);
    return NO_CALL;
  }

  /** A call that is to be made, and does not say yet to whom. */
  draft(content: number, object: number, bytes: number, startMs: number): number {
    const { calls } = this.#world;
    const onward = calls.make(this.#owner, this.#owner, content, object, startMs);
    calls.bytes[onward] = bytes;
    return onward;
  }

  /** A draft that asks for all of the object that `call` asks for. */
  draftLike(call: number): number {
    const { calls } = this.#world;
    const { content, known, object, startMs } = calls;
    const bytes = calls.wholeBytes(call);
    const onward = this.draft(content[call]!, object[call]!, bytes, startMs[call]!);
    calls.known[onward] = known[call]!;
    return onward;
  }

  /**
   * Says which of the nodes a call goes to.
   *
   * @param cause the call that it is made for, by whose client balancers may choose.
   * @param before the backend that another one is preferred to.
   * @returns whether one is up.
   */
  route(onward: number, cause = onward, before = NO_BACKEND): boolean {
    const { calls, contents, simulator } = this.#world;
    const request = this.#request;
    // Balancers hash the URL: variants of one object stay together.
    request.object = contents[calls.content[onward]!]!.urlOf(calls.object[onward]!);
    request.client = this.#clientOf(cause);
    request.nowMs = simulator.nowMs;
    let backend = this.#pick();
    for (let look = 1; look < LOOKS && backend === before && before !== NO_BACKEND; look += 1) {
      backend = this.#pick();
    }
    if (backend === NO_BACKEND) return false;
    this.#backends.inFlight[backend]! += 1;
    calls.callee[onward] = this.#ids[backend]!;
    calls.device[onward] = backend;
    calls.askedMs[onward] = simulator.nowMs;
    return true;
  }

  /** Sends a call that `passOn` and the like have made, or a draft that was routed. */
  send(onward: number): void {
    if (this.#attempts === undefined) this.#world.exchange.send(onward);
    else this.#attempts.begin(onward);
  }

  /** Sends a draft. @returns whether there was anybody to send it to. */
  dispatch(onward: number): boolean {
    if (this.#attempts === undefined && !this.route(onward)) return false;
    this.send(onward);
    return true;
  }

  /**
   * The answer to a call that was routed is there.
   *
   * @returns the call of `send` that it concludes, or `NO_CALL`: nobody waits for it, or there will be
   * another attempt.
   */
  done(onward: number): number {
    const { calls } = this.#world;
    if (!calls.attempts.isGivenUp(onward)) this.#back(onward, calls.failed[onward] === 1, true);
    return this.#attempts === undefined ? onward : this.#attempts.answered(onward);
  }

  /** The owner crashes: it waits for nothing any more. */
  crash(): void {
    this.#attempts?.crash();
  }

  #launch(attempt: number, request: number, number: number): boolean {
    const { calls, exchange } = this.#world;
    const cause = calls.parent[request] === NO_CALL ? request : calls.parent[request]!;
    const before = number === 0 ? NO_BACKEND : calls.device[request]!;
    if (!this.route(attempt, cause, before)) return false;
    calls.device[request] = calls.device[attempt]!;
    exchange.send(attempt);
    return true;
  }

  /** A backend has one call less. @param isTold whether those that learn from answers hear of it. */
  #back(onward: number, isFailed: boolean, isTold: boolean): void {
    const { calls, simulator } = this.#world;
    const backend = calls.device[onward]!;
    const { inFlight } = this.#backends;
    inFlight[backend]! -= 1;
    if (!isTold) return;
    this.#fitness.answered(backend, isFailed);
    if (this.#balancer.answered === undefined) return;
    const { nowMs } = simulator;
    const at = { nowMs, inFlight: inFlight[backend]! };
    this.#balancer.answered(backend, nowMs - calls.askedMs[onward]!, isFailed, at);
  }

  #pick(): number {
    const [backends, homes] = [this.#backends, this.#homes];
    const { client, nowMs } = this.#request;
    const home = homes?.get(client);
    const isKept = home !== undefined && nowMs - home.lastMs <= this.#keptMs;
    if (isKept && backends.up[home.backend] === 1) {
      home.lastMs = nowMs;
      return home.backend;
    }
    const backend = this.#balancer.pick(backends, this.#request, this.#random);
    if (backend !== NO_BACKEND) homes?.set(client, { backend, lastMs: nowMs });
    return backend;
  }

  /** A device, or the node that asks for others. */
  #clientOf(call: number): number {
    const { calls, nodes } = this.#world;
    const caller = calls.caller[call]!;
    const device = nodes[caller]!.devices === undefined ? 0 : calls.device[call]!;
    return mix32(caller) ^ device;
  }
}
