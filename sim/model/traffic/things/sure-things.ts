/**
 * Things of one place that report to a server over connections, and are told something by it. What they send is
 * confirmed, sent again or lost as their protocol has it.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Choice } from '../../../part/choice.ts';
import { Messages } from '../../chat/messages.ts';
import type { ChatProtocol } from '../../chat/protocols/protocol.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import type { ReportPlan } from '../reports.ts';
import type { TrafficContext } from '../traffic.ts';
import { Servers } from './open-hops.ts';
import { modelledLines, type ThingLines } from './thing-lines.ts';
import { ThingMeters } from './thing-meters.ts';
import type { CommandParams, ConnectionParams, OutageParams } from './things-params.ts';
import { WiredLines } from './wired-lines.ts';

export interface SureThingsParams {
  readonly reports: Choice<ReportPlan>;
  readonly size: Choice<Distribution>;
  readonly headers: number;
  readonly protocol: Choice<ChatProtocol>;
  readonly connection: ConnectionParams;
  readonly commands?: CommandParams | undefined;
  readonly outage?: OutageParams | undefined;
}

export class SureThings {
  readonly #context: TrafficContext;
  readonly #node: Clients;
  readonly #plan: ReportPlan;
  readonly #params: SureThingsParams;
  readonly #size: Distribution;
  readonly #lines: ThingLines;
  readonly #intervalMs: Float64Array;
  readonly #reports = new Messages();
  readonly #commands = new Messages();
  readonly #meters: ThingMeters;
  readonly #sizes: Random;
  readonly #report: HandlerId;

  constructor(context: TrafficContext, node: Clients, params: SureThingsParams) {
    const { world, name } = context;
    const { simulator } = world;
    this.#context = context;
    this.#node = node;
    this.#params = params;
    this.#plan = params.reports.make();
    this.#size = params.size.make();
    this.#intervalMs = new Float64Array(node.devices);
    this.#meters = new ThingMeters(world, name, node.place);
    this.#sizes = this.#stream('size');
    this.#lines = this.#open();
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
    this.#lines.sendDown(ticket, device, bytes, nowMs + livesMs);
  }

  /** All connections are gone. */
  disconnect(): void {
    this.#lines.disconnect();
  }

  #stream(purpose: string): Random {
    const { world, name } = this.#context;
    return world.streams.stream(`${name}@${this.#node.name}/${purpose}`);
  }

  #open(): ThingLines {
    const { protocol: choice, connection, commands } = this.#params;
    const context = this.#context;
    const { world, name, to } = context;
    const stays = commands !== undefined || connection['keep-alive'] > 0;
    const parts = { node: this.#node, stays, meters: this.#meters, owner: this.#owner() };
    const protocol = choice.make();
    if (world.telegraph === undefined) {
      return modelledLines(new Servers({ ...parts, context, protocol, connection }));
    }
    return new WiredLines({
      ...parts,
      world,
      traffic: name,
      to,
      hasCommands: commands !== undefined,
      isKept: connection.session === 'kept' && protocol.down.afterBreak !== 'lost',
      isWarm: connection.begin === 'connected',
    });
  }

  #owner() {
    const { simulator } = this.#context.world;
    const poolOf = (isUp: boolean) => (isUp ? this.#reports : this.#commands);
    return {
      handedOn: (ticket: number, isUp: boolean, isAgain: boolean) => {
        const sentAtMs = poolOf(isUp).sentAtMs[ticket]!;
        if (isAgain) this.#meters.count('wire_duplicates', sentAtMs);
        else this.#meters.handedOn(isUp, sentAtMs, simulator.nowMs);
      },
      confirmed: (ticket: number, isUp: boolean) => this.#end(ticket, isUp),
      dropped: (ticket: number, isUp: boolean, reason: number) => {
        this.#meters.dropped(isUp, reason, poolOf(isUp).sentAtMs[ticket]!);
        this.#end(ticket, isUp);
      },
    };
  }

  #end(ticket: number, isUp: boolean): void {
    if (!isUp) this.#meters.waiting(-1, this.#context.world.simulator.nowMs);
    (isUp ? this.#reports : this.#commands).settle(ticket, 1);
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
    if (!this.#lines.isOff(device)) this.#send(device);
  }

  #send(device: number): void {
    const { nowMs } = this.#context.world.simulator;
    const bytes = Math.max(1, Math.round(this.#size.sample(this.#sizes))) + this.#params.headers;
    const ticket = this.#reports.make(device, nowMs, bytes);
    this.#reports.pending[ticket] = 1;
    this.#meters.count('messages', nowMs);
    this.#lines.sendUp(ticket, device, bytes);
  }

  /** All lose their power; who has it back reports, and what waits for it is sent. */
  #planOutage({ from, lasts, restart }: OutageParams): void {
    const { simulator } = this.#context.world;
    const waits = restart.make();
    const random = this.#stream('restart');
    const back = simulator.handler((device) => {
      this.#lines.switchOn(device);
      this.#send(device);
    }, 'device restarts');
    const cut = simulator.handler(() => {
      for (let device = 0; device < this.#node.devices; device += 1) {
        this.#lines.switchOff(device);
        simulator.at(from + lasts + waits.sample(random), back, device);
      }
    }, 'power cut');
    simulator.at(from, cut);
  }
}
