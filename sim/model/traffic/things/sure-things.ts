/**
 * Things of one place that report to a server over connections, and are told something by it. What they send is
 * confirmed, sent again or lost as their protocol has it.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Choice } from '../../../part/choice.ts';
import { Hops } from '../../chat/broker/hops.ts';
import type { HopsOwner } from '../../chat/broker/hops-parts.ts';
import type { Gateway } from '../../chat/gateway.ts';
import { Messages } from '../../chat/messages.ts';
import { DeviceLine } from '../../chat/protocols/device-line.ts';
import type { ChatProtocol } from '../../chat/protocols/protocol.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import { nearest } from '../../node/world.ts';
import type { ReportPlan } from '../reports.ts';
import type { TrafficContext } from '../traffic.ts';
import { ThingMeters } from './thing-meters.ts';
import type { CommandParams, ConnectionParams, OutageParams } from './things-params.ts';

export interface SureThingsParams {
  readonly reports: Choice<ReportPlan>;
  readonly size: Choice<Distribution>;
  readonly headers: number;
  readonly protocol: Choice<ChatProtocol>;
  readonly connection: ConnectionParams;
  readonly commands?: CommandParams | undefined;
  readonly outage?: OutageParams | undefined;
}

/** Of a server that is no broker. */
const NO_SESSIONS = { queue: 1000, isPersistent: true };

export class SureThings {
  readonly #context: TrafficContext;
  readonly #node: Clients;
  readonly #plan: ReportPlan;
  readonly #params: SureThingsParams;
  readonly #size: Distribution;
  readonly #hops: Hops;
  readonly #servers: readonly number[];
  readonly #owners: readonly number[];
  readonly #intervalMs: Float64Array;
  /** Crashes of its server when each device was connected. */
  readonly #epoch: Int32Array;
  readonly #reports = new Messages();
  readonly #commands = new Messages();
  readonly #meters: ThingMeters;
  readonly #sizes: Random;
  readonly #report: HandlerId;

  constructor(context: TrafficContext, node: Clients, params: SureThingsParams) {
    const { world, name, to } = context;
    const { simulator } = world;
    this.#context = context;
    this.#node = node;
    this.#params = params;
    this.#plan = params.reports.make();
    this.#size = params.size.make();
    this.#servers = nearest(world, to, node.place);
    this.#intervalMs = new Float64Array(node.devices);
    this.#epoch = new Int32Array(node.devices);
    this.#meters = new ThingMeters(world, name, node.place);
    this.#sizes = this.#stream('size');
    this.#hops = this.#openHops();
    const work = {
      done: (item: number) => this.#hops.taken(item),
      dropped: (item: number) => this.#hops.failed(item),
    };
    this.#owners = this.#servers.map((id) => this.#gateway(id).serve(work));
    this.#report = simulator.handler((device) => this.#due(device), 'report');
    this.#begin(this.#stream('times'));
    if (params.outage !== undefined) this.#planOutage(params.outage);
  }

  /** A server has a command for a device of this place. */
  command(device: number, bytes: number, livesMs: number): void {
    const { nowMs } = this.#context.world.simulator;
    const ticket = this.#commands.make(device, nowMs, bytes);
    this.#commands.pending[ticket] = 1;
    this.#meters.count('commands', nowMs);
    this.#meters.waiting(1, nowMs);
    this.#hops.sendDown(ticket, device, bytes, nowMs + livesMs);
  }

  /** All connections are gone; who has something to say, or stays, connects again. */
  disconnect(): void {
    const { connections } = this.#hops;
    for (let device = 0; device < this.#node.devices; device += 1) {
      const had = connections.deviceHas[device]!;
      connections.breakAtServer(device, connections.serverConnection(device));
      connections.breakAtDevice(device, had);
    }
  }

  #stream(purpose: string): Random {
    const { world, name } = this.#context;
    return world.streams.stream(`${name}@${this.#node.name}/${purpose}`);
  }

  #gateway(id: number): Gateway {
    return this.#context.world.nodes[id] as Gateway;
  }

  #serverOf(device: number): number {
    return this.#servers[device % this.#servers.length]!;
  }

  #openHops(): Hops {
    const { world, name } = this.#context;
    const { simulator, exchange } = world;
    const { protocol, connection, commands } = this.#params;
    const kept = this.#gateway(this.#servers[0]!).kept ?? NO_SESSIONS;
    const keepAliveMs = connection['keep-alive'];
    const isLossy = this.#node.medium !== undefined;
    return new Hops({
      simulator,
      devices: this.#node.devices,
      random: this.#stream('connections'),
      open: (ends) => new DeviceLine(world, this.#node, name, ends),
      isLossy,
      serverOf: (device) => this.#serverOf(device),
      serving: {
        epoch: (device) => exchange.epoch[this.#serverOf(device)]!,
        isUp: (device) => exchange.up[this.#serverOf(device)] === 1,
        acceptedAtMs: (device) => this.#acceptedAtMs(device),
      },
      settings: {
        protocol: protocol.make(),
        keepAliveMs: keepAliveMs === 0 ? Number.POSITIVE_INFINITY : keepAliveMs,
        backoff: connection.reconnect.make(),
        isPersistent: kept.isPersistent,
        isWarm: connection.begin === 'connected',
      },
      queue: kept.queue,
      stays: commands !== undefined || keepAliveMs > 0,
      patienceMs: isLossy ? connection.patience : Number.POSITIVE_INFINITY,
      owner: this.#owner(),
      sent: (bytes) => {
        this.#meters.count('protocol_packets', simulator.nowMs);
        this.#meters.count('protocol_bytes', simulator.nowMs, bytes);
      },
    });
  }

  #owner(): HopsOwner {
    const { simulator } = this.#context.world;
    const poolOf = (isUp: boolean) => (isUp ? this.#reports : this.#commands);
    return {
      reached: (item) => this.#work(item),
      handedOn: (ticket, isUp, isAgain) => {
        const sentAtMs = poolOf(isUp).sentAtMs[ticket]!;
        if (isAgain) this.#meters.count('wire_duplicates', sentAtMs);
        else this.#meters.handedOn(isUp, sentAtMs, simulator.nowMs);
      },
      confirmed: (ticket, isUp) => this.#end(ticket, isUp),
      dropped: (ticket, isUp, reason) => {
        this.#meters.dropped(isUp, reason, poolOf(isUp).sentAtMs[ticket]!);
        this.#end(ticket, isUp);
      },
      sentAgain: () => this.#meters.count('resent_messages', simulator.nowMs),
      connected: (device) => this.#connected(device),
      gone: (device, isReplaced) => this.#gone(device, isReplaced),
    };
  }

  #end(ticket: number, isUp: boolean): void {
    if (!isUp) this.#meters.waiting(-1, this.#context.world.simulator.nowMs);
    (isUp ? this.#reports : this.#commands).settle(ticket, 1);
  }

  #acceptedAtMs(device: number): number | undefined {
    const { simulator, exchange } = this.#context.world;
    const server = this.#serverOf(device);
    const slowdown = exchange.troubles.slowdown[server]!;
    const atMs = this.#gateway(server).acceptor.offer(simulator.nowMs, slowdown);
    // Negative: there is no room, which the device is told, here also when the backlog is full.
    return atMs < 0 ? undefined : atMs;
  }

  #connected(device: number): void {
    const server = this.#serverOf(device);
    const { exchange, simulator } = this.#context.world;
    this.#epoch[device] = exchange.epoch[server]!;
    this.#gateway(server).acceptor.open += 1;
    this.#meters.count('openings', simulator.nowMs);
  }

  #gone(device: number, isReplaced: boolean): void {
    const server = this.#serverOf(device);
    const { exchange, simulator } = this.#context.world;
    const { acceptor } = this.#gateway(server);
    const isSame = this.#epoch[device] === exchange.epoch[server];
    if (isSame && acceptor.open > 0) acceptor.open -= 1;
    if (!isReplaced) this.#meters.count('wills', simulator.nowMs);
  }

  #work(item: number): void {
    const device = this.#hops.deviceOf(item);
    const index = device % this.#servers.length;
    this.#gateway(this.#servers[index]!).submit(this.#owners[index]!, item, 0);
  }

  /** Each device has its first report; what would come after the end of the run is left out. */
  #begin(random: Random): void {
    const { world, durationMs } = this.#context;
    for (let device = 0; device < this.#intervalMs.length; device += 1) {
      const intervalMs = this.#plan.intervalMs(random);
      this.#intervalMs[device] = intervalMs;
      const firstMs = this.#plan.firstMs(intervalMs, random);
      if (firstMs <= durationMs) world.simulator.at(firstMs, this.#report, device);
    }
  }

  #due(device: number): void {
    const { world, durationMs } = this.#context;
    const { simulator } = world;
    const nextMs = simulator.nowMs + this.#intervalMs[device]!;
    if (nextMs <= durationMs) simulator.at(nextMs, this.#report, device);
    if (!this.#hops.connections.isOff(device)) this.#send(device);
  }

  #send(device: number): void {
    const { nowMs } = this.#context.world.simulator;
    const bytes = Math.max(1, Math.round(this.#size.sample(this.#sizes))) + this.#params.headers;
    const ticket = this.#reports.make(device, nowMs, bytes);
    this.#reports.pending[ticket] = 1;
    this.#meters.count('messages', nowMs);
    this.#hops.sendUp(ticket, device, bytes);
  }

  /** All lose their power; who has it back reports, and what waits for it is sent. */
  #planOutage({ from, lasts, restart }: OutageParams): void {
    const { simulator } = this.#context.world;
    const { connections } = this.#hops;
    const waits = restart.make();
    const random = this.#stream('restart');
    const back = simulator.handler((device) => {
      connections.switchOn(device);
      this.#send(device);
    }, 'device restarts');
    const cut = simulator.handler(() => {
      for (let device = 0; device < this.#node.devices; device += 1) {
        connections.switchOff(device);
        simulator.at(from + lasts + waits.sample(random), back, device);
      }
    }, 'power cut');
    simulator.at(from, cut);
  }
}
