import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bytes } from '../../part/units.ts';
import type { Gateway } from '../chat/gateway.ts';
import { Messages } from '../chat/messages.ts';
import { chatProtocols } from '../chat/protocols/index.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import type { Clients } from '../node/clients.ts';
import type { Lane } from '../node/peer.ts';
import { nearest } from '../node/world.ts';
import { type ReportPlan, reportPlans } from './reports.ts';
import { type Source, sourcesOf } from './sources.ts';
import { ConfirmedReports } from './things/confirmed-reports.ts';
import { SureThings, type SureThingsParams } from './things/sure-things.ts';
import { commandParams, connectionParams, outageParams } from './things/things-params.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

interface TelemetryParams {
  readonly reports: Choice<ReportPlan>;
  readonly size: Choice<Distribution>;
  readonly headers: number;
  readonly confirmable: boolean;
}

interface Meters {
  readonly messages: number;
  readonly deliveries: number;
  readonly undelivered: number;
  readonly delivery: number;
}

/** The things of one place, and the servers that they report to. */
class Things {
  readonly #context: TrafficContext;
  readonly #node: Clients;
  readonly #plan: ReportPlan;
  readonly #size: Distribution;
  readonly #headers: number;
  readonly #servers: readonly number[];
  readonly #owners: readonly number[];
  readonly #intervalMs: Float64Array;
  readonly #reports = new Messages();
  readonly #meters: Meters;
  readonly #lane: Lane;
  readonly #chance: Random;
  readonly #sizes: Random;
  readonly #medium: number;
  readonly #report: HandlerId;
  readonly #atServer: HandlerId;
  /** Of reports that are acknowledged. */
  readonly #confirmed: ConfirmedReports | undefined;
  readonly #wire: ((message: number, device: number, bytes: number) => void) | undefined;

  constructor(context: TrafficContext, node: Clients, params: TelemetryParams) {
    const { world, name, to } = context;
    const stream = (purpose: string) => world.streams.stream(`${name}@${node.name}/${purpose}`);
    this.#context = context;
    this.#node = node;
    this.#plan = params.reports.make();
    this.#size = params.size.make();
    this.#headers = params.headers;
    this.#servers = nearest(world, to, node.place);
    const work = {
      done: (report: number) => this.#worked(report),
      dropped: (report: number) => this.#crashed(report),
    };
    this.#owners = this.#servers.map((id) => (world.nodes[id] as Gateway).serve(work));
    this.#intervalMs = new Float64Array(node.devices);
    this.#meters = metersOf(context, node);
    this.#lane = node.lane(name);
    this.#chance = stream('loss');
    this.#sizes = stream('size');
    this.#medium = node.medium?.owner((report, isLost) => this.#leftAccess(report, isLost)) ?? -1;
    const { simulator } = world;
    this.#report = simulator.handler((device) => this.#send(device), 'report');
    this.#atServer = simulator.handler((report) => this.#arrive(report), 'report at the server');
    this.#wire = this.#speak(params.confirmable);
    if (params.confirmable && this.#wire === undefined) {
      this.#confirmed = this.#confirm(stream('acknowledgement'));
    }
    this.#begin(stream('times'));
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

  #send(device: number): void {
    const { world, durationMs } = this.#context;
    const { simulator, recorder } = world;
    const now = simulator.nowMs;
    const nextMs = now + this.#intervalMs[device]!;
    if (nextMs <= durationMs) simulator.at(nextMs, this.#report, device);
    const size = Math.max(1, Math.round(this.#size.sample(this.#sizes))) + this.#headers;
    const report = this.#reports.make(device, now, size);
    this.#reports.pending[report] = 1;
    recorder.add(this.#meters.messages, 1, now);
    if (this.#wire !== undefined) this.#wire(report, device, size - this.#headers);
    else if (this.#confirmed !== undefined) this.#confirmed.send(report);
    else this.#attempt(report);
  }

  /** Real clients and servers carry reports, where there are any. */
  #speak(
    isConfirmable: boolean,
  ): ((message: number, device: number, bytes: number) => void) | undefined {
    const { world, name } = this.#context;
    return world.telegraph?.reporters({
      traffic: name,
      node: this.#node.id,
      serverOf: (device) => this.#serverOf(device),
      isConfirmable,
      reached: (report) => this.#end(report, false),
      lost: (report) => this.#end(report, true),
    });
  }

  #confirm(timeouts: Random): ConfirmedReports {
    return new ConfirmedReports({
      world: this.#context.world,
      node: this.#node,
      lane: this.#lane,
      chance: this.#chance,
      timeouts,
      reports: this.#reports,
      serverOf: (device) => this.#serverOf(device),
      submit: (report) => this.#submit(report),
      ended: (report, isLost) => this.#count(report, isLost),
    });
  }

  #worked(report: number): void {
    if (this.#confirmed !== undefined) this.#confirmed.worked(report);
    else this.#end(report, false);
  }

  #crashed(report: number): void {
    if (this.#confirmed !== undefined) this.#confirmed.crashed(report);
    else this.#end(report, true);
  }

  #attempt(report: number): void {
    const { sender, bytes } = this.#reports;
    const [device, size] = [sender[report]!, bytes[report]!];
    const { medium, lossRatio } = this.#node;
    if (medium !== undefined) medium.sendUp(this.#medium, report, device, size);
    else if (lossRatio > 0 && this.#chance.uniform() < lossRatio) this.#end(report, true);
    else this.#cross(report, this.#node.upMs(device, size, this.#lane, this.#serverOf(device)));
  }

  #leftAccess(report: number, isLost: boolean): void {
    if (isLost) this.#end(report, true);
    else this.#cross(report, 0);
  }

  /** The report is on its way from the place's backbone to the server of its device. */
  #cross(report: number, accessMs: number): void {
    const { exchange, simulator } = this.#context.world;
    const { sender, bytes: sizes, sentAtMs } = this.#reports;
    const server = this.#serverOf(sender[report]!);
    const atMs = sentAtMs[report]!;
    exchange.countCarried(this.#node.id, server, 1, 0, atMs);
    const networkMs = exchange.datagram(this.#node.id, server, sizes[report]!, atMs);
    if (networkMs === Number.POSITIVE_INFINITY) this.#end(report, true);
    else simulator.after(accessMs + networkMs, this.#atServer, report);
  }

  #serverOf(device: number): number {
    return this.#servers[device % this.#servers.length]!;
  }

  #arrive(report: number): void {
    const server = this.#serverOf(this.#reports.sender[report]!);
    if (this.#context.world.exchange.up[server] === 0) this.#end(report, true);
    else this.#submit(report);
  }

  #submit(report: number): void {
    const index = this.#reports.sender[report]! % this.#servers.length;
    const gateway = this.#context.world.nodes[this.#servers[index]!] as Gateway;
    gateway.submit(this.#owners[index]!, report, 0);
  }

  #end(report: number, isLost: boolean): void {
    this.#count(report, isLost);
    this.#reports.settle(report, 1);
  }

  #count(report: number, isLost: boolean): void {
    const { recorder, simulator } = this.#context.world;
    const sentAtMs = this.#reports.sentAtMs[report]!;
    recorder.add(isLost ? this.#meters.undelivered : this.#meters.deliveries, 1, sentAtMs);
    if (!isLost) recorder.record(this.#meters.delivery, simulator.nowMs - sentAtMs, sentAtMs);
  }
}

function metersOf({ world, name }: TrafficContext, node: Clients): Meters {
  const labels = { traffic: name, place: world.places[node.place]!.name };
  return {
    messages: world.recorder.counter('messages', labels),
    deliveries: world.recorder.counter('deliveries', labels),
    undelivered: world.recorder.counter('undelivered', labels),
    delivery: world.recorder.histogram('delivery', labels, { windows: true }),
  };
}

/** Things with connections, and who sends them commands. */
function connected(context: TrafficContext, params: SureThingsParams): Traffic {
  const things = context.clients.map((node) => new SureThings(context, node, params));
  const { commands } = params;
  const sources: readonly Source[] =
    commands === undefined
      ? []
      : sourcesOf(context, commands.arrivals, (node, place) => {
          const random = context.world.streams.stream(`${context.name}@${node.name}/commands`);
          const size = commands.size.make();
          return () => {
            const bytes = Math.max(1, Math.round(size.sample(random)));
            const livesMs = commands.ttl ?? Number.POSITIVE_INFINITY;
            things[place]!.command(random.below(node.devices), bytes, livesMs);
            return false;
          };
        });
  return {
    start: () => {
      for (const source of sources) source.schedule();
    },
    ramp: (atMs, toPerSecond, overMs) => {
      for (const source of sources) source.ramp(atMs, toPerSecond, overMs);
    },
    disconnect: () => {
      for (const one of things) one.disconnect();
    },
  };
}

export const telemetry = trafficKind({
  name: 'telemetry',
  summary: 'things that report to a server; without a protocol what is lost on the air stays lost',
  source:
    '3GPP TR 45.820 Annex E: sizes of Pareto 20 to 200 bytes, α 2.5; intervals as the plan says',
  needs: 'chat',
  // Protocols have headers of their own.
  excludes: { headers: 'protocol' },
  params: {
    reports: choiceOf(reportPlans, 'mar').describe('when the devices report'),
    size: varying(bytes)
      .prefault({ pareto: { min: '20B', alpha: 2.5, max: '200B' } })
      .describe('bytes of a report'),
    headers: bytes()
      .prefault('0B')
      .describe(
        'bytes around a report without a protocol; 65B for CoAP, DTLS, UDP and IP, 29B when compressed',
      ),
    confirmable: z
      .boolean()
      .default(false)
      .describe(
        'without a protocol: whether a report is sent again until it is acknowledged, up to four times, as CoAP does it (RFC 7252 §4.2), by the clock; acknowledgements of 40 B come back',
      ),
    protocol: choiceOf(chatProtocols)
      .optional()
      .describe(
        'what carries reports, over a connection with bytes and promises of its own; default: none, a report is sent once',
      ),
    connection: connectionParams
      .prefault({})
      .describe('how devices keep their connections, for a protocol that has any'),
    commands: commandParams
      .optional()
      .describe('what servers tell devices; those that sleep hear it when they wake'),
    outage: outageParams
      .optional()
      .describe('a power cut: all devices fall silent, and report when it is over'),
  },
  make: (params, context): Traffic => {
    const { protocol } = params;
    if (protocol !== undefined) return connected(context, { ...params, protocol });
    for (const node of context.clients) new Things(context, node, params);
    return { start: () => {} };
  },
});
