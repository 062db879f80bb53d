/** The nodes of one replication whose work real servers do, and the ways to them and from them over the scenario's links. */
import net from 'node:net';
import type { NodeContext } from '../model/node/node.ts';
import type { Choice } from '../part/choice.ts';
import { HTTP_PORT, type Speaking } from '../protocol/http/speaking.ts';
import { bridgeName } from '../protocol/mqtt/names.ts';
import { MQTT_PORT } from '../protocol/mqtt/port.ts';
import type { MqttTelegraph } from '../protocol/mqtt/telegraph.ts';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import { Veil } from '../protocol/wire/veil.ts';
import type { NodeGroup, Scenario } from '../scenario/scenario.ts';
import type { Grounds } from './grounds.ts';
import type { LiveKernel } from './live-kernel.ts';
import type { LiveNetwork } from './live-network.ts';
import { RealBroker } from './real-broker.ts';
import { RealNode } from './real-node.ts';
import { Folder } from './servers/folder.ts';
import { serverOf } from './servers/index.ts';
import { splice, type Taps } from './splice.ts';

type Params = Readonly<Record<string, unknown>>;

export type LiveSpeaking = Speaking & { kernel: LiveKernel; network: LiveNetwork };

interface Parts {
  readonly scenario: Scenario;
  readonly speaking: LiveSpeaking;
  readonly telegraph: MqttTelegraph;
  readonly grounds: Grounds;
  /** A server has ended that should not have. */
  died(error: Error): void;
}

export class RealNodes {
  readonly #parts: Parts;
  readonly #folder = new Folder();
  readonly #nodes = new Map<number, RealNode>();
  readonly #ports = new Map<number, number>();
  readonly #brokers = new Map<number, RealBroker>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  has(node: number): boolean {
    return this.#nodes.has(node);
  }

  get(node: number): RealNode | undefined {
    return this.#nodes.get(node);
  }

  /** What stands for each. */
  get descriptions(): string[] {
    return [...this.#nodes.values()].map((node) => node.description);
  }

  /** @throws ServerError when one of them cannot be started. */
  async start(signal?: AbortSignal): Promise<void> {
    await Promise.all([...this.#nodes.values()].map((node) => node.start(signal)));
  }

  /** The run is over. */
  finish(): void {
    for (const node of this.#nodes.values()) node.finish();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#nodes.values()].map((node) => node.stop()));
    this.#folder.remove();
  }

  /** Connects a link with the server of a node, as soon as it takes connections. */
  join(node: number, link: VirtualSocket, taps?: Taps): void {
    const { grounds, speaking } = this.#parts;
    link.on('error', () => {});
    this.#nodes.get(node)!.whenUp(() => {
      if (!link.destroyed) {
        splice(speaking.kernel, link, grounds.connect(this.#ports.get(node)!), taps);
      }
    });
  }

  /** A server in a process of its own; its way to each parent is a port of ours. */
  async place(context: NodeContext, group: NodeGroup, port: number): Promise<void> {
    const { scenario, speaking, died } = this.#parts;
    const { kind, name } = group;
    const node = new RealNode(context, kind.params, {
      software: softwareNamed(kind.params)!,
      port,
      folder: this.#folder.inner(context.name.replace('/', '-')),
      ackEvery: ackEveryAt(scenario, name),
      parents: await this.#parentsOf(context.id, kind.params),
      broker: kind.name === 'broker' ? await this.#brokering(context, kind.params) : undefined,
      died,
    });
    this.#nodes.set(context.id, node);
    this.#ports.set(context.id, port);
    speaking.network.isElsewhere(context.id);
    if (kind.name === 'broker') this.#serveThings(context);
    // Chats lead to their gateways themselves.
    else if (kind.name !== 'gateway') this.#serveObjects(context.id, node);
  }

  #serveThings({ id, group }: NodeContext): void {
    this.#parts.telegraph.serve(id, group, (own) => {
      const broker = new RealBroker(own, (link, taps) => this.join(id, link, taps));
      this.#brokers.set(id, broker);
      return broker;
    });
  }

  #serveObjects(id: number, node: RealNode): void {
    this.#parts.speaking.network.lead(id, HTTP_PORT, (link) => this.join(id, link, node.front()));
  }

  #parentsOf(id: number, { parent, backends }: Params): Promise<number[]> {
    const { world } = this.#parts.speaking;
    const parents = world.groups.get((parent ?? backends) as string) ?? [];
    return Promise.all(parents.map((to) => this.#gateToParent(id, to)));
  }

  /** The first of two brokers has the bridge, which carries both ways. */
  async #brokering({ id, group }: NodeContext, { persistence }: Params) {
    const { scenario, speaking } = this.#parts;
    const [first, ...others] = speaking.world.groups.get(group) ?? [];
    const bridges = (first === id ? others : []).map(async (to) => ({
      port: await this.#gateToBroker(id, to),
      name: bridgeName(id),
    }));
    const isCrashed = scenario.timeline.some(({ action }) => action.name === 'crash');
    return {
      isPersistent: isCrashed && persistence === true,
      bridges: await Promise.all(bridges),
    };
  }

  #gateToParent(from: number, to: number): Promise<number> {
    const { exchange, simulator } = this.#parts.speaking.world;
    const asked = () => exchange.countCarried(from, to, 1, 0, simulator.nowMs);
    return this.#gate(() => ({
      link: this.#parts.speaking.network.dial({
        from: { node: from, device: -1 },
        to,
        port: HTTP_PORT,
      }),
      taps: this.#nodes.get(from)!.behind(asked),
    }));
  }

  #gateToBroker(from: number, to: number): Promise<number> {
    const { network, kernel, world } = this.#parts.speaking;
    const passed = (isOut: boolean) => {
      const [by, at] = isOut ? [from, to] : [to, from];
      world.exchange.countCarried(by, at, 1, 0, kernel.nowMs);
    };
    return this.#gate(() => {
      const veil = new Veil();
      // Bridges were there before what they pass on.
      if (kernel.nowMs === 0) veil.state = 'instant';
      const link = network.dial({ from: { node: from, device: -1 }, to, port: MQTT_PORT, veil });
      return { link, taps: this.#brokers.get(from)!.bridged(veil, passed) };
    });
  }

  /** @returns a port that leads from one node to another over their link. */
  #gate(open: () => { link: VirtualSocket; taps: Taps }): Promise<number> {
    const { kernel } = this.#parts.speaking;
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      kernel.catchUp();
      const { link, taps } = open();
      splice(kernel, link, socket, taps);
    });
    return this.#parts.grounds.listen(server);
  }
}

export const softwareNamed = ({ live }: Params) =>
  live === undefined ? undefined : serverOf(live as string);

/** Messages after which a chat's server asks who has them; undefined: it is no such chat. */
function ackEveryAt({ traffic }: Scenario, gateways: string): number | undefined {
  const chat = traffic.find(({ to, kind }) => to === gateways && kind.name === 'chat');
  const protocol = chat?.kind.params.protocol as Choice<unknown> | undefined;
  return protocol?.params['ack-every'] as number | undefined;
}
