/** Lets the things of a world speak MQTT: each device a client, each node of brokers a broker. */
import type { Clients } from '../../model/node/clients.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { Crew, ReportCrew, Telegraph, Wires } from '../../model/node/telegraph.ts';
import type { World } from '../../model/node/world.ts';
import { inSegments, TCP_OPENING } from '../../model/wire/tcp.ts';
import { sealed } from '../../model/wire/tls.ts';
import { CoapReporters } from '../coap/reporters.ts';
import { dialSealed, listenSealed, type Plug } from '../tls/sealed.ts';
import type { Security } from '../tls/security.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { DatagramCourses } from '../wire/datagram-courses.ts';
import { Datagrams } from '../wire/datagrams.ts';
import type { Airborne, VirtualNetwork } from '../wire/network.ts';
import type { Veil } from '../wire/veil.ts';
import type { WireHash } from '../wire/wire-hash.ts';
import { AedesBroker } from './aedes-broker.ts';
import { Bridges } from './bridges.ts';
import { BrokerNode, type SpokenBroker } from './broker-node.ts';
import { Desk } from './desk.ts';
import { MqttDevice } from './device.ts';
import { Frames } from './frames.ts';
import { clientName, payloadOf, topicName } from './names.ts';
import { OwnBroker } from './own-broker.ts';
import type { MqttPlan } from './plans.ts';
import { MQTT_PORT } from './port.ts';
import { Switchboard } from './switchboard.ts';

export interface MqttParts {
  readonly kernel: Kernel;
  readonly world: World;
  readonly network: VirtualNetwork;
  readonly plans: ReadonlyMap<string, MqttPlan>;
  /** Undefined: nobody speaks TLS. */
  readonly security?: Security | undefined;
  readonly hash?: WireHash | undefined;
  /** Default: some of its own. */
  readonly datagrams?: Datagrams | undefined;
}

interface DialledHow {
  readonly veil: Veil;
  readonly lane: Lane;
  /** Over a medium that devices share. */
  readonly isAirborne: boolean;
}

export class MqttTelegraph implements Telegraph {
  readonly #parts: MqttParts;
  readonly #board = new Switchboard();
  readonly #bridges: Bridges;
  readonly #brokers = new Map<number, SpokenBroker>();
  readonly #coap: CoapReporters;

  constructor(parts: MqttParts) {
    this.#parts = parts;
    const areEncrypted = [...parts.plans.values()].some(({ hasTls }) => hasTls);
    this.#bridges = new Bridges(parts.world, parts, areEncrypted);
    const { kernel, world, network } = parts;
    const { datagrams = new Datagrams(kernel, world, parts.hash) } = parts;
    const courses = new DatagramCourses(kernel, world, network.courses);
    this.#coap = new CoapReporters({ kernel, world, datagrams, courses });
  }

  join(crew: Crew): Wires {
    const plan = this.#parts.plans.get(crew.traffic)!;
    this.#board.add(plan.index, crew);
    const devices: MqttDevice[] = [];
    for (let device = 0; device < crew.devices; device += 1) {
      devices.push(this.#device(crew, plan, device));
    }
    if (plan.isWarm) for (const device of devices) device.begin();
    return {
      publish: (message, device, topic, bytes) => devices[device]!.publish(message, topic, bytes),
      command: (message, device, topic, bytes, expiresMs) =>
        this.#brokers.get(crew.serverOf(device))!.publish!(
          {
            topic: topicName(plan.index, topic, plan.topicBytes),
            payload: payloadOf(message, bytes),
            qos: plan.qos,
            retain: false,
          },
          expiresMs,
        ),
      isOff: (device) => devices[device]!.isOff,
      switchOff: (device) => devices[device]!.switchOff(),
      switchOn: (device) => devices[device]!.switchOn(),
      disconnect: () => {
        for (const device of devices) device.disconnect();
      },
    };
  }

  reporters(crew: ReportCrew): (message: number, device: number, bytes: number) => void {
    return this.#coap.open(crew);
  }

  /**
   * A node is a broker from now on.
   *
   * @param place puts another broker in the place of ours, or ours elsewhere.
   */
  serve(
    node: number,
    group: string,
    place = (_own: BrokerNode, make: () => SpokenBroker): SpokenBroker => make(),
  ): void {
    const { kernel, world } = this.#parts;
    const desk = new Desk(kernel, world, node);
    const beside = new BrokerNode(node, desk, this.#board, this.#bridges);
    const make = () =>
      this.#speaks5(group) ? new OwnBroker(kernel, beside) : new AedesBroker(beside);
    const broker = place(beside, make);
    this.#brokers.set(node, broker);
    listenSealed(this.#parts, node, MQTT_PORT, (socket) => broker.take(socket));
  }

  /** The run is over, in a process that goes on. */
  close(): void {
    for (const device of this.#board.devices()) device.close();
    for (const broker of this.#brokers.values()) broker.close?.();
  }

  /** aedes speaks 3.1.1 alone; ours speaks both. */
  #speaks5(group: string): boolean {
    return [...this.#parts.plans.values()].some(
      ({ to, version }) => to === group && version === '5',
    );
  }

  /** After its connections were broken. */
  crash(node: number): void {
    this.#bridges.crash(node);
    this.#brokers.get(node)?.crash();
    this.#coap.crash(node);
  }

  #device(crew: Crew, plan: MqttPlan, device: number): MqttDevice {
    const { kernel, world } = this.#parts;
    const clients = world.nodes[crew.node] as Clients | undefined;
    const name = clientName(plan.index, crew.node, device, plan.clientIdBytes);
    const lane = clients!.lane(crew.traffic);
    const isAirborne = clients!.medium !== undefined;
    const client = new MqttDevice({
      kernel,
      crew,
      plan,
      device,
      name,
      random: world.streams.stream(`${crew.traffic}@${clients!.name}/connections`),
      mark: this.#board.markOf(name),
      messageIn: (payload) => this.#board.messageIn(payload),
      ...(isAirborne && { connectTimeoutMs: plan.patienceMs }),
      dial: (veil) => this.#dial(crew, plan, device, { veil, lane, isAirborne }),
    });
    this.#board.enter(name, client);
    return client;
  }

  #dial(crew: Crew, plan: MqttPlan, device: number, { isAirborne, ...how }: DialledHow): Plug {
    const { world, security } = this.#parts;
    const { hasTls } = plan;
    const to = crew.serverOf(device);
    const count = counting(world, crew, to);
    const [up, down] = [new Frames(), new Frames()];
    const packetsIn = (bytes: Uint8Array, isUp: boolean) => (isUp ? up : down).pass(bytes);
    const isSpoken = hasTls && security !== undefined;
    const { plug, carrier } = dialSealed(this.#parts, {
      from: { node: crew.node, device },
      to,
      port: MQTT_PORT,
      ...how,
      ...(isAirborne && { air: airOf(world, crew, plan) }),
      tls: hasTls ? 'tls-1.3' : undefined,
      wrote: (bytes, isUp) => {
        const { length } = bytes;
        // Nobody sees packets in what is encrypted; records that nobody makes are counted.
        if (isSpoken) count(0, inSegments(length), isUp);
        else count(packetsIn(bytes, isUp), inSegments(hasTls ? sealed(length) : length), isUp);
      },
      said: (bytes, isUp) => count(packetsIn(bytes, isUp), 0, isUp),
    });
    if (isAirborne) return plug;
    carrier.once('connect', () => {
      count(0, TCP_OPENING.upBytes, true);
      count(0, TCP_OPENING.downBytes, false);
    });
    return plug;
  }
}

/** Over a medium the model counts all that takes air: what is sent again, and what sets connections up. */
function airOf({ simulator }: World, { told }: Crew, { patienceMs }: MqttPlan): Airborne {
  return {
    patienceMs,
    beside: (_isUp, bytes) => {
      if (simulator.nowMs > 0) told.sent(1, bytes);
    },
  };
}

/** Counts what one connection's ends send, packets of MQTT and bytes of the network. */
function counting({ exchange, simulator }: World, crew: Crew, server: number) {
  return (packets: number, bytes: number, isUp: boolean): void => {
    const { nowMs } = simulator;
    // What was set up before the run is nobody's traffic.
    if (nowMs === 0) return;
    const [from, to] = isUp ? [crew.node, server] : [server, crew.node];
    exchange.countCarried(from, to, packets, bytes, nowMs);
    crew.told.sent(packets, bytes);
  };
}
