/** Lets the things of a world speak MQTT: each device a client, each node of brokers a broker. */
import type { Clients } from '../../model/node/clients.ts';
import type { Crew, ReportCrew, Telegraph, Wires } from '../../model/node/telegraph.ts';
import type { World } from '../../model/node/world.ts';
import { inSegments } from '../../model/wire/tcp.ts';
import { sealed } from '../../model/wire/tls.ts';
import { CoapReporters } from '../coap/reporters.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { VirtualNetwork } from '../wire/network.ts';
import { UdpNetwork } from '../wire/udp.ts';
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
  readonly hash?: WireHash | undefined;
}

export class MqttTelegraph implements Telegraph {
  readonly #parts: MqttParts;
  readonly #board = new Switchboard();
  readonly #bridges: Bridges;
  readonly #brokers = new Map<number, SpokenBroker>();
  readonly #coap: CoapReporters;

  constructor(parts: MqttParts) {
    this.#parts = parts;
    this.#bridges = new Bridges(parts.world, parts.network);
    const { kernel, world, network } = parts;
    const datagrams = new UdpNetwork(kernel, world, network.courses, parts.hash);
    this.#coap = new CoapReporters({ kernel, world, datagrams });
  }

  join(crew: Crew): Wires {
    const plan = this.#parts.plans.get(crew.traffic)!;
    this.#board.add(plan.index, crew);
    const devices: MqttDevice[] = [];
    for (let device = 0; device < crew.devices; device += 1) {
      devices.push(this.#device(crew, plan, device));
    }
    if (plan.isWarm && crew.stays) for (const device of devices) device.begin();
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
    const { kernel, world, network } = this.#parts;
    const desk = new Desk(kernel, world, node);
    const beside = new BrokerNode(node, desk, this.#board, this.#bridges);
    const make = () =>
      this.#speaks5(group) ? new OwnBroker(kernel, beside) : new AedesBroker(beside);
    const broker = place(beside, make);
    this.#brokers.set(node, broker);
    network.listen(node, MQTT_PORT, (socket) => broker.take(socket));
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
  }

  #device(crew: Crew, plan: MqttPlan, device: number): MqttDevice {
    const { kernel, world, network } = this.#parts;
    const clients = world.nodes[crew.node] as Clients | undefined;
    const name = clientName(plan.index, crew.node, device, plan.clientIdBytes);
    const lane = clients!.lane(crew.traffic);
    const client = new MqttDevice({
      kernel,
      crew,
      plan,
      device,
      name,
      random: world.streams.stream(`${crew.traffic}@${clients!.name}/connections`),
      mark: this.#board.markOf(name),
      messageIn: (payload) => this.#board.messageIn(payload),
      dial: (veil) =>
        network.dial({
          from: { node: crew.node, device },
          to: crew.serverOf(device),
          port: MQTT_PORT,
          lane,
          extraRoundTrips: plan.hasTls ? 1 : 0,
          veil,
          wrote: counting(world, crew, crew.serverOf(device), plan),
        }),
    });
    this.#board.enter(name, client);
    return client;
  }
}

/** Counts what one connection's ends write. */
function counting(
  { exchange, simulator }: World,
  crew: Crew,
  server: number,
  { hasTls }: MqttPlan,
): (bytes: Buffer, isUp: boolean) => void {
  const [up, down] = [new Frames(), new Frames()];
  return (bytes, isUp) => {
    const packets = (isUp ? up : down).pass(bytes);
    const { nowMs } = simulator;
    // What was set up before the run is nobody's traffic.
    if (nowMs === 0) return;
    const onWire = inSegments(hasTls ? sealed(bytes.length) : bytes.length);
    const [from, to] = isUp ? [crew.node, server] : [server, crew.node];
    exchange.countCarried(from, to, packets, onWire, nowMs);
    crew.told.sent(packets, onWire);
  };
}
