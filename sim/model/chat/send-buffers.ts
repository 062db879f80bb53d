/**
 * What a gateway has sent to devices that do not take it: a buffer for each connection, with a limit, and what becomes of what
 * comes when it is full. Up to a little of a line’s time is under way in the network; the rest waits here.
 * Source: `max_pending` of NATS (docs.nats.io), goim’s comet/channel.go, EMQX’s `max_mqueue_len` (docs.emqx.com).
 */
import { transferMs } from '../../engine/lines.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import type { World } from '../node/world.ts';
import type { Gateway } from './gateway.ts';
import { SendBufferMeters } from './send-buffer-meters.ts';

/** What is under way to a device while the rest waits at its gateway, as the time it takes on its line, ms (assumption). */
const UNDER_WAY_MS = 50;

export type WhenFull = 'disconnect' | 'drop-oldest' | 'drop-newest';

export interface SendBuffer {
  readonly limitBytes: number;
  readonly whenFull: WhenFull;
}

/** A device’s way down. */
export interface WayDown {
  readonly bitsPerSecond: number;
  /** Until all that was given to it is through, ms. */
  readonly busyMs: number;
}

interface Ends {
  wayOf(device: number): WayDown;
  /** What has waited leaves its gateway. */
  send(item: number): void;
  drop(item: number): void;
  /** Its gateway closes the connection. */
  disconnect(device: number): void;
}

interface Queue {
  readonly items: number[];
  readonly sizes: number[];
  readonly gateway: number;
  bytes: number;
  /** When the line is through with what was sent, ms. */
  freeAtMs: number;
  isTimed: boolean;
  isCut: boolean;
}

export class SendBuffers {
  readonly #world: World;
  readonly #ends: Ends;
  /** Of devices that are behind. */
  readonly #queues = new Map<number, Queue>();
  readonly #meters: SendBufferMeters;
  readonly #next: HandlerId;
  readonly #cut: HandlerId;

  /** @returns undefined where no gateway has a limit. */
  static of(world: World, gateways: readonly number[], ends: Ends): SendBuffers | undefined {
    const isLimited = gateways.some((id) => (world.nodes[id] as Gateway).buffer !== undefined);
    return isLimited ? new SendBuffers(world, gateways, ends) : undefined;
  }

  private constructor(world: World, gateways: readonly number[], ends: Ends) {
    this.#world = world;
    this.#ends = ends;
    this.#meters = new SendBufferMeters(world, gateways);
    this.#next = world.simulator.handler((device) => this.#sendNext(device), 'buffer goes on');
    this.#cut = world.simulator.handler((device) => this.#disconnect(device), 'buffer is full');
  }

  /** @returns whether it leaves its gateway now; what does not waits, or is dropped. */
  passes(device: number, gateway: number, item: number, bytes: number): boolean {
    const buffer = (this.#world.nodes[gateway] as Gateway).buffer;
    if (buffer === undefined) return true;
    const queue = this.#queues.get(device);
    if (queue === undefined && this.#ends.wayOf(device).busyMs <= UNDER_WAY_MS) return true;
    this.#wait(device, queue ?? this.#open(device, gateway), item, bytes, buffer);
    return false;
  }

  /** A connection is gone, and all that waited for it. */
  clear(device: number): void {
    const queue = this.#queues.get(device);
    if (queue === undefined) return;
    this.#queues.delete(device);
    this.#meters.waits(queue.gateway, -queue.bytes);
    for (const item of queue.items) this.#ends.drop(item);
  }

  #open(device: number, gateway: number): Queue {
    const queue = {
      items: [],
      sizes: [],
      gateway,
      bytes: 0,
      freeAtMs: 0,
      isTimed: false,
      isCut: false,
    };
    this.#queues.set(device, queue);
    return queue;
  }

  #wait(device: number, queue: Queue, item: number, bytes: number, buffer: SendBuffer): void {
    if (!this.#makeRoom(device, queue, bytes, buffer)) {
      this.#meters.dropped(queue.gateway);
      this.#ends.drop(item);
      return;
    }
    queue.items.push(item);
    queue.sizes.push(bytes);
    this.#grow(queue, bytes);
    this.#time(device, queue);
  }

  #makeRoom(device: number, queue: Queue, bytes: number, buffer: SendBuffer): boolean {
    if (queue.isCut) return false;
    if (queue.bytes + bytes <= buffer.limitBytes) return true;
    if (buffer.whenFull === 'disconnect') {
      queue.isCut = true;
      this.#world.simulator.after(0, this.#cut, device);
    }
    if (buffer.whenFull !== 'drop-oldest' || bytes > buffer.limitBytes) return false;
    while (queue.bytes + bytes > buffer.limitBytes) {
      this.#meters.dropped(queue.gateway);
      this.#grow(queue, -queue.sizes.shift()!);
      this.#ends.drop(queue.items.shift()!);
    }
    return true;
  }

  #grow(queue: Queue, bytes: number): void {
    queue.bytes += bytes;
    this.#meters.waits(queue.gateway, bytes);
  }

  /** When the line has little enough, the next one leaves. */
  #time(device: number, queue: Queue): void {
    if (queue.isTimed) return;
    queue.isTimed = true;
    const { simulator } = this.#world;
    const freeAtMs = Math.max(queue.freeAtMs, simulator.nowMs + this.#ends.wayOf(device).busyMs);
    simulator.at(Math.max(simulator.nowMs, freeAtMs - UNDER_WAY_MS), this.#next, device);
  }

  #sendNext(device: number): void {
    const queue = this.#queues.get(device);
    // It belonged to a connection that is gone.
    if (queue === undefined || !queue.isTimed || queue.isCut) return;
    queue.isTimed = false;
    if (queue.items.length === 0) {
      this.#queues.delete(device);
      return;
    }
    const { simulator } = this.#world;
    const way = this.#ends.wayOf(device);
    const bytes = queue.sizes.shift()!;
    const item = queue.items.shift()!;
    const startMs = Math.max(queue.freeAtMs, simulator.nowMs + way.busyMs);
    queue.freeAtMs = startMs + transferMs(bytes, way.bitsPerSecond);
    this.#grow(queue, -bytes);
    this.#time(device, queue);
    this.#ends.send(item);
  }

  #disconnect(device: number): void {
    const queue = this.#queues.get(device);
    if (queue?.isCut !== true) return;
    this.#meters.disconnected(queue.gateway);
    this.clear(device);
    this.#ends.disconnect(device);
  }
}
