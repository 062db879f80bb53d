/**
 * The connections of devices or nodes to nodes when windows, queues and losses are followed: which one a
 * request takes, whether it needs a new one, and whether it has to wait for one to be free.
 */
import { grown } from '../../engine/grown.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { Flows } from '../net/transport/flows.ts';
import { HEADER_BYTES } from '../net/transport/slow-start.ts';
import type { Flow } from '../net/transport/transport.ts';
import { REQUEST_BYTES } from '../wire/http.ts';
import { CallBacks, type Progress } from './call-backs.ts';
import { NO_CALL, NO_CONNECTION } from './calls.ts';
import type { Carrier } from './exchange-partners.ts';
import { detach, handshakeMs, makePool, type Pool, repeatMs, unqueue } from './flow-pool.ts';
import type { Peer } from './peer.ts';
import { Uploads } from './uploads.ts';
import type { World } from './world.ts';

export interface FlowPlan {
  /** Of the traffic or node, for chance of its own. */
  readonly name: string;
  readonly setupRoundTrips: number;
  readonly flow: Flow;
  /** After which an unused connection is closed. */
  readonly idleMs: number;
  /** Time until a device has the address that it needs for a new connection, ms; undefined: it knows. */
  nameMs?(peer: Peer, device: number): number;
  /** Whether requests have bodies, which are followed, too. */
  readonly hasUploads?: boolean;
  /** Told of each new connection, with the call that wanted it. */
  opened(call: number): void;
  /** A call that was called back is over, after so many bytes of its answer. */
  ended?(call: number, bytes: number): void;
}

/** The device has left, while something that was asked on the connection is under way; that is asked anew. */
const DEAD = 1;
/** The device has broken it off, to call back what was asked on it. */
const LEFT = 2;

export class FlowPools implements Carrier {
  readonly #world: World;
  readonly #plan: FlowPlan;
  readonly #flows: Flows;
  readonly #pools = new Map<number, Pool>();
  readonly #refused: HandlerId;
  readonly #uploads: Uploads | undefined;
  readonly #upload: HandlerId = 0;
  /** By connection. */
  readonly #pool: Pool[] = [];
  #device = new Int32Array(0);
  #next = new Int32Array(0);
  #open = new Int32Array(0);
  #epoch = new Int32Array(0);
  /** `DEAD` and `LEFT`: those that take nothing new. */
  #isDead = new Uint8Array(0);
  #readyAtMs = new Float64Array(0);
  #lastUsedMs = new Float64Array(0);
  readonly #callBacks: CallBacks;

  constructor(world: World, plan: FlowPlan) {
    this.#world = world;
    this.#plan = plan;
    const { congestion, initialWindow, receiveWindow, isOrdered } = plan.flow;
    const settings = { congestion: congestion.make(), initialWindow, receiveWindow, isOrdered };
    this.#flows = new Flows(world.simulator, settings, (call) => this.#answered(call));
    this.#callBacks = new CallBacks(world, this.#flows);
    this.#refused = world.simulator.handler((call) => this.#answered(call), 'error at the device');
    if (plan.hasUploads !== true) return;
    const own = { ...settings, congestion: congestion.make() };
    this.#uploads = new Uploads(world, own, (call) => this.#uploaded(call));
    this.#upload = world.simulator.handler((call) => this.#beginUpload(call), 'upload begins');
  }

  /** Sends a call of a device, or lets it wait for a connection. */
  request(peer: Peer, call: number): void {
    const { calls } = this.#world;
    const pool = this.#poolOf(peer, calls.callee[call]!);
    const device = peer.deviceOf(call);
    if (this.#start(pool, device, call)) return;
    calls.next[call] = NO_CALL;
    if (pool.waiting[device] === NO_CALL) pool.waiting[device] = call;
    else calls.next[pool.lastWaiting[device]!] = call;
    pool.lastWaiting[device] = call;
  }

  /** Takes a call out of those that wait for a connection. @returns whether it was one of them. */
  unqueue(peer: Peer, call: number): boolean {
    const { callee, next } = this.#world.calls;
    return unqueue(this.#poolOf(peer, callee[call]!), next, peer.deviceOf(call), call);
  }

  /**
   * Breaks a call off: its stream (RFC 9113 §5.4.2, RFC 9114 §4.1.1), or with HTTP/1.1 its connection
   * (RFC 9112 §9.5). The node stops sending when it hears of it; an answer that has not begun has no bytes.
   */
  callBack(peer: Peer, call: number): void {
    const connection = this.#world.calls.connection[call]!;
    if (connection === NO_CONNECTION) return;
    const pool = this.#pool[connection]!;
    const device = peer.deviceOf(call);
    const accessMs = peer.upMs(device, HEADER_BYTES, pool.lane, pool.target);
    this.#callBacks.add(call, accessMs + pool.course.there.delayMs());
    if (this.#plan.flow.requests > 1 || this.#isDead[connection] !== 0) return;
    this.#isDead[connection] = LEFT;
    detach(pool, this.#next, device, connection);
    this.#startNext(pool, device);
  }

  progress(call: number): Progress | undefined {
    return this.#callBacks.progress(call);
  }

  /** A call that was called back is over. */
  #end(call: number, bytes: number): void {
    const { calls, simulator } = this.#world;
    const connection = calls.connection[call]!;
    const [pool, device] = [this.#pool[connection]!, this.#device[connection]!];
    this.#callBacks.delete(call);
    calls.connection[call] = NO_CONNECTION;
    this.#open[connection]! -= 1;
    this.#lastUsedMs[connection] = simulator.nowMs;
    if (this.#isDead[connection] !== 0 && this.#open[connection] === 0) this.#close(connection);
    this.#plan.ended?.(call, bytes);
    this.#startNext(pool, device);
  }

  /**
   * Devices below a number have another address now.
   *
   * @param survives whether connections go on from there; else all is asked for again on new ones.
   */
  moved(peer: Peer, devices: number, survives: boolean): void {
    const dead: number[] = [];
    for (const pool of this.#pools.values()) {
      if (pool.peer !== peer) continue;
      for (let device = 0; device < devices; device += 1) {
        if (survives) this.#move(pool, device);
        else this.#leave(pool, device, dead);
      }
    }
    if (dead.length === 0) return;
    const broken: number[] = [];
    this.#flows.abort(dead, (call) => broken.push(call));
    this.#uploads?.abort(dead, (call) => broken.push(call));
    for (const connection of dead) if (this.#open[connection] === 0) this.#close(connection);
    for (const call of broken) this.#again(call);
    for (const pool of this.#pools.values()) {
      if (pool.peer === peer) for (let one = 0; one < devices; one += 1) this.#startNext(pool, one);
    }
  }

  #move(pool: Pool, device: number): void {
    for (let one = pool.first[device]!; one !== NO_CONNECTION; one = this.#next[one]!) {
      const roundTripMs = this.#roundTripMs(pool, device);
      this.#flows.move(one, roundTripMs);
      this.#uploads?.move(one, roundTripMs);
    }
  }

  #leave(pool: Pool, device: number, dead: number[]): void {
    for (let one = pool.first[device]!; one !== NO_CONNECTION; one = this.#next[one]!) {
      this.#isDead[one] = DEAD;
      dead.push(one);
    }
    pool.first[device] = NO_CONNECTION;
  }

  /** What was asked for on a connection that is no more is asked for once more. */
  #again(call: number): void {
    const { calls } = this.#world;
    if (this.#callBacks.has(call)) {
      this.#end(call, 0);
      return;
    }
    const connection = calls.connection[call]!;
    const { peer } = this.#pool[connection]!;
    this.#open[connection]! -= 1;
    if (this.#open[connection] === 0) this.#close(connection);
    calls.connection[call] = NO_CONNECTION;
    calls.failed[call] = 0;
    calls.notModified[call] = 0;
    this.request(peer, call);
  }

  carry(call: number, bytes: number, isBroken: boolean): void {
    const { calls, exchange, simulator } = this.#world;
    const connection = calls.connection[call]!;
    if (this.#callBacks.isKnown(call)) {
      exchange.unsent(call, bytes);
      this.#end(call, 0);
      return;
    }
    if (this.#isDead[connection] === DEAD) {
      this.#again(call);
      return;
    }
    const { peer, lane, course, target } = this.#pool[connection]!;
    const device = peer.deviceOf(call);
    const downMs = peer.accessMs(device, lane.down, target);
    if (isBroken) {
      simulator.after(course.back.delayMs() + downMs, this.#refused, call);
      return;
    }
    this.#flows.setAccess(connection, peer.upMs(device, HEADER_BYTES, lane, target), downMs);
    const stream = this.#flows.answer(connection, call, Math.max(1, bytes));
    this.#callBacks.begins(call, stream, simulator.nowMs + course.back.delayMs() + downMs);
  }

  /** @returns whether a connection took the call. */
  #start(pool: Pool, device: number, call: number): boolean {
    const { calls, exchange, simulator } = this.#world;
    const connection = this.#connectionFor(pool, device, call);
    if (connection === NO_CONNECTION) return false;
    calls.connection[call] = connection;
    this.#callBacks.asked(call);
    this.#open[connection]! += 1;
    const waitMs = Math.max(0, this.#readyAtMs[connection]! - simulator.nowMs);
    if (this.#uploads !== undefined) {
      simulator.after(waitMs, this.#upload, call);
      return true;
    }
    const { peer, lane, course, upLosses, target } = pool;
    const timeoutMs = this.#flows.timeoutMs(connection);
    const sendMs = peer.upMs(device, REQUEST_BYTES, lane, target);
    const againMs = repeatMs(timeoutMs, course.there.losses) + repeatMs(timeoutMs, upLosses);
    exchange.send(call, waitMs + sendMs + againMs);
    return true;
  }

  #beginUpload(call: number): void {
    const { calls } = this.#world;
    const connection = calls.connection[call]!;
    if (this.#callBacks.has(call)) {
      this.#end(call, 0);
      return;
    }
    if (this.#isDead[connection] === DEAD) {
      this.#again(call);
      return;
    }
    const { peer, lane, course, target } = this.#pool[connection]!;
    const device = peer.deviceOf(call);
    const accessMs = peer.upMs(device, 0, lane, target);
    const backMs = course.back.delayMs() + peer.accessMs(device, lane.down, target);
    const bytes = REQUEST_BYTES + calls.bodyBytes[call]!;
    this.#uploads!.send(connection, call, bytes, accessMs, backMs);
  }

  /** A request is at the node with its body; when that has been down meanwhile, nobody knows of it. */
  #uploaded(call: number): void {
    const { calls, exchange, simulator } = this.#world;
    const connection = calls.connection[call]!;
    const { target, peer, lane, course } = this.#pool[connection]!;
    if (this.#epoch[connection] === exchange.epoch[target]) {
      exchange.arrived(call);
      return;
    }
    const downMs = peer.accessMs(peer.deviceOf(call), lane.down, target);
    simulator.after(course.back.delayMs() + downMs, this.#refused, call);
  }

  #close(connection: number): void {
    this.#flows.close(connection);
    this.#uploads?.close(connection);
  }

  /** The one with room that was used last, whose window is the most open; or a new one. */
  #connectionFor(pool: Pool, device: number, call: number): number {
    const { connections, requests } = this.#plan.flow;
    const epoch = this.#world.exchange.epoch[pool.target]!;
    this.#closeUnused(pool, device, epoch);
    let best = NO_CONNECTION;
    let count = 0;
    for (let one = pool.first[device]!; one !== NO_CONNECTION; one = this.#next[one]!) {
      if (this.#epoch[one] !== epoch) continue;
      count += 1;
      if (this.#open[one]! >= requests) continue;
      if (best === NO_CONNECTION || this.#lastUsedMs[one]! > this.#lastUsedMs[best]!) best = one;
    }
    if (best !== NO_CONNECTION || count >= connections) return best;
    this.#plan.opened(call);
    return this.#connect(pool, device, epoch);
  }

  #closeUnused(pool: Pool, device: number, epoch: number): void {
    const now = this.#world.simulator.nowMs;
    let before = NO_CONNECTION;
    let one = pool.first[device]!;
    while (one !== NO_CONNECTION) {
      const following = this.#next[one]!;
      const isIdle = now - this.#lastUsedMs[one]! > this.#plan.idleMs;
      if (this.#open[one] === 0 && (isIdle || this.#epoch[one] !== epoch)) {
        if (before === NO_CONNECTION) pool.first[device] = following;
        else this.#next[before] = following;
        this.#close(one);
      } else {
        before = one;
      }
      one = following;
    }
  }

  #connect(pool: Pool, device: number, epoch: number): number {
    const { simulator } = this.#world;
    const { peer, course, upWay } = pool;
    const roundTripMs = this.#roundTripMs(pool, device);
    const connection = this.#flows.open(course, device, roundTripMs);
    this.#reserve(connection);
    this.#uploads?.open(connection, upWay!, device, roundTripMs);
    const { setupRoundTrips, flow } = this.#plan;
    const trips = pool.isKnown[device] === 1 ? flow.resumedRoundTrips : setupRoundTrips;
    pool.isKnown[device] = 1;
    const nameMs = this.#plan.nameMs?.(peer, device) ?? 0;
    const setupMs = nameMs + handshakeMs(pool, trips, roundTripMs);
    this.#pool[connection] = pool;
    this.#device[connection] = device;
    this.#open[connection] = 0;
    this.#isDead[connection] = 0;
    this.#epoch[connection] = epoch;
    this.#readyAtMs[connection] = simulator.nowMs + setupMs;
    this.#lastUsedMs[connection] = simulator.nowMs;
    this.#next[connection] = pool.first[device]!;
    pool.first[device] = connection;
    return connection;
  }

  #roundTripMs({ peer, lane, target }: Pool, device: number): number {
    const accessMs = 2 * peer.accessMs(device, lane.setup, target);
    return this.#world.exchange.roundTripMs(peer.id, target) + accessMs;
  }

  #answered(call: number): void {
    const { calls, exchange, simulator } = this.#world;
    const connection = calls.connection[call]!;
    if (this.#callBacks.has(call)) {
      this.#end(call, this.#callBacks.sentBytes(call));
      return;
    }
    if (this.#isDead[connection] === DEAD) {
      this.#again(call);
      return;
    }
    const pool = this.#pool[connection]!;
    const device = this.#device[connection]!;
    this.#open[connection]! -= 1;
    this.#lastUsedMs[connection] = simulator.nowMs;
    // The node went down while it was sending.
    if (this.#epoch[connection] !== exchange.epoch[pool.target]) calls.failed[call] = 1;
    pool.peer.received(call);
    this.#startNext(pool, device);
  }

  /** A connection may be free for a call that waits. */
  #startNext(pool: Pool, device: number): void {
    const waiting = pool.waiting[device]!;
    if (waiting === NO_CALL) return;
    const following = this.#world.calls.next[waiting]!;
    if (this.#start(pool, device, waiting)) pool.waiting[device] = following;
  }

  #poolOf(peer: Peer, target: number): Pool {
    const key = peer.id * this.#world.nodes.length + target;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      const { name, hasUploads = false } = this.#plan;
      pool = makePool(this.#world, name, peer, target, hasUploads);
      this.#pools.set(key, pool);
    }
    return pool;
  }

  #reserve(connection: number): void {
    if (connection < this.#device.length) return;
    const slots = Math.max(64, 2 * this.#device.length);
    this.#device = grown(this.#device, slots);
    this.#next = grown(this.#next, slots);
    this.#open = grown(this.#open, slots);
    this.#epoch = grown(this.#epoch, slots);
    this.#isDead = grown(this.#isDead, slots);
    this.#readyAtMs = grown(this.#readyAtMs, slots);
    this.#lastUsedMs = grown(this.#lastUsedMs, slots);
  }
}
