/** Connections of the things of one place with the servers nearest to them. */
import { Hops } from '../../chat/broker/hops.ts';
import type { HopsOwner } from '../../chat/broker/hops-parts.ts';
import type { Gateway } from '../../chat/gateway.ts';
import { DeviceLine } from '../../chat/protocols/device-line.ts';
import type { ChatProtocol } from '../../chat/protocols/protocol.ts';
import type { Clients } from '../../node/clients.ts';
import { nearest } from '../../node/world.ts';
import type { TrafficContext } from '../traffic.ts';
import type { ThingMeters } from './thing-meters.ts';
import type { ConnectionParams } from './things-params.ts';

/** Of a server that is no broker. */
const NO_SESSIONS = { queue: 1000, isPersistent: true };

interface OpenParts {
  readonly context: TrafficContext;
  readonly node: Clients;
  readonly protocol: ChatProtocol;
  readonly connection: ConnectionParams;
  /** Whether devices connect also when they have nothing to say. */
  readonly stays: boolean;
  readonly meters: ThingMeters;
  readonly owner: Omit<HopsOwner, 'sentAgain' | 'reached'>;
  /** People a message is for here and elsewhere; default: nobody but the server. */
  deliveriesOf?(item: number): number;
}

/** The servers of one place's devices, and what they do for each. */
export class Servers {
  readonly hops: Hops;
  readonly #parts: OpenParts;
  readonly #ids: readonly number[];
  readonly #owners: readonly number[];
  /** Crashes of its server when each device was connected. */
  readonly #epoch: Int32Array;

  constructor(parts: OpenParts) {
    const { context, node } = parts;
    this.#parts = parts;
    this.#ids = nearest(context.world, context.to, node.place);
    this.#epoch = new Int32Array(node.devices);
    this.hops = this.#open();
    const work = {
      done: (item: number) => this.hops.taken(item),
      dropped: (item: number) => this.hops.failed(item),
    };
    this.#owners = this.#ids.map((id) => this.#gateway(id).serve(work));
  }

  /** Node id of the server of a device. */
  of(device: number): number {
    return this.#ids[device % this.#ids.length]!;
  }

  /** All connections are gone; who has something to say, or stays, connects again. */
  disconnect(): void {
    const { connections } = this.hops;
    for (let device = 0; device < this.#parts.node.devices; device += 1) {
      const had = connections.deviceHas[device]!;
      connections.breakAtServer(device, connections.serverConnection(device));
      connections.breakAtDevice(device, had);
    }
  }

  #gateway(id: number): Gateway {
    return this.#parts.context.world.nodes[id] as Gateway;
  }

  #open(): Hops {
    const { context, node, protocol, connection, stays, meters } = this.#parts;
    const { world, name } = context;
    const { simulator, exchange } = world;
    const kept = this.#gateway(this.#ids[0]!).kept ?? NO_SESSIONS;
    const keepAliveMs = connection['keep-alive'];
    const isLossy = node.medium !== undefined;
    return new Hops({
      simulator,
      devices: node.devices,
      random: world.streams.stream(`${name}@${node.name}/connections`),
      open: (ends) => new DeviceLine(world, node, name, ends),
      isLossy,
      serverOf: (device) => this.of(device),
      serving: {
        epoch: (device) => exchange.epoch[this.of(device)]!,
        isUp: (device) => exchange.up[this.of(device)] === 1,
        acceptedAtMs: (device) => this.#acceptedAtMs(device),
      },
      settings: {
        protocol,
        keepAliveMs: keepAliveMs === 0 ? Number.POSITIVE_INFINITY : keepAliveMs,
        backoff: connection.reconnect.make(),
        isPersistent: kept.isPersistent,
        isClean: connection.session === 'clean',
        isWarm: connection.begin === 'connected',
      },
      queue: kept.queue,
      stays,
      patienceMs: isLossy ? connection.patience : Number.POSITIVE_INFINITY,
      owner: this.#owner(),
      sent: (bytes) => {
        meters.count('protocol_packets', simulator.nowMs);
        meters.count('protocol_bytes', simulator.nowMs, bytes);
      },
    });
  }

  #owner(): HopsOwner {
    const { context, owner, meters } = this.#parts;
    const { simulator } = context.world;
    return {
      ...owner,
      reached: (item) => this.#work(item),
      sentAgain: () => meters.count('resent_messages', simulator.nowMs),
      connected: (device, isRemembered) => {
        this.#connected(device);
        owner.connected?.(device, isRemembered);
      },
      gone: (device, isReplaced) => {
        this.#gone(device);
        owner.gone?.(device, isReplaced);
      },
    };
  }

  #acceptedAtMs(device: number): number | undefined {
    const { simulator, exchange } = this.#parts.context.world;
    const server = this.of(device);
    const slowdown = exchange.troubles.slowdown[server]!;
    const atMs = this.#gateway(server).acceptor.offer(simulator.nowMs, slowdown);
    // Negative: there is no room, which the device is told, here also when the backlog is full.
    return atMs < 0 ? undefined : atMs;
  }

  #connected(device: number): void {
    const server = this.of(device);
    const { exchange, simulator } = this.#parts.context.world;
    this.#epoch[device] = exchange.epoch[server]!;
    this.#gateway(server).acceptor.open += 1;
    this.#parts.meters.count('openings', simulator.nowMs);
  }

  #gone(device: number): void {
    const server = this.of(device);
    const { exchange, simulator } = this.#parts.context.world;
    const { acceptor } = this.#gateway(server);
    const isSame = this.#epoch[device] === exchange.epoch[server];
    if (isSame && acceptor.open > 0) acceptor.open -= 1;
    this.#parts.meters.count('wills', simulator.nowMs);
  }

  #work(item: number): void {
    const device = this.hops.deviceOf(item);
    const index = device % this.#ids.length;
    const deliveries = this.#parts.deliveriesOf?.(item) ?? 0;
    this.#gateway(this.#ids[index]!).submit(this.#owners[index]!, item, deliveries);
  }
}
