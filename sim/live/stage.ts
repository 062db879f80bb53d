/** The servers of one replication, on this machine, and the scenario's links between them. */
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { NodeContext } from '../model/node/node.ts';
import type { World } from '../model/node/world.ts';
import { HttpClients } from '../protocol/http/client.ts';
import { HTTP_PORT, type Speaking } from '../protocol/http/speaking.ts';
import { edgeMeters } from '../protocol/meters.ts';
import type { SpokenBroker } from '../protocol/mqtt/broker-node.ts';
import { mqttPlans } from '../protocol/mqtt/plans.ts';
import { MqttTelegraph } from '../protocol/mqtt/telegraph.ts';
import { clientPlan, spokenKinds } from '../protocol/speak.ts';
import { VirtualNetwork } from '../protocol/wire/network.ts';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import { WireHash } from '../protocol/wire/wire-hash.ts';
import { type InstancePlan, layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Counting } from './counting.ts';
import { Grounds } from './grounds.ts';
import { LiveKernel } from './live-kernel.ts';
import { RealBroker } from './real-broker.ts';
import { RealNode } from './real-node.ts';
import { Folder } from './servers/folder.ts';
import { serverOf } from './servers/index.ts';
import { freePorts } from './servers/ports.ts';
import { splice } from './splice.ts';
import { dialTarget, foundByAnyone, type Target } from './target.ts';

export interface StageSettings {
  /** First of the ports of real servers; undefined: any that are free. */
  readonly ports?: number | undefined;
  /** A server that is there already and is asked instead of the scenario's; none is started then. */
  readonly target?: Target | undefined;
  /** Told what stands for each node. */
  onStarted?(lines: readonly string[]): void;
}

const MS_PER_SECOND = 1000;

export class Stage {
  readonly kernel: LiveKernel;
  /** Why it cannot go on, once it cannot. */
  trouble: Error | undefined;
  readonly #scenario: Scenario;
  readonly #settings: StageSettings;
  readonly #speaking: Speaking & { kernel: LiveKernel };
  readonly #telegraph: MqttTelegraph;
  readonly #grounds = new Grounds();
  readonly #folder = new Folder();
  readonly #crashes = new Map<number, () => void>();
  /** Ours. */
  readonly #brokers = new Map<number, SpokenBroker>();
  readonly #real = new Map<number, RealNode>();

  /** @param world without nodes and traffic, which are made when it is equipped. */
  constructor(scenario: Scenario, world: World, settings: StageSettings) {
    this.#scenario = scenario;
    this.#settings = settings;
    this.kernel = new LiveKernel(world.simulator);
    const network = new VirtualNetwork(this.kernel, world, {
      answered: (from, to, bytes) =>
        world.exchange.countCarried(from, to, 0, bytes, world.simulator.nowMs),
      hash: new WireHash(),
    });
    world.wire = network.faults;
    this.#speaking = { kernel: this.kernel, world, network };
    this.#telegraph = new MqttTelegraph({ ...this.#speaking, plans: mqttPlans(scenario) });
    world.telegraph = this.#telegraph;
  }

  /** The world has its nodes and traffic now. */
  prepare(): void {
    const { world } = this.#speaking;
    // By content: only what is asked for has any.
    const plans = this.#scenario.traffic
      .filter(({ kind }) => kind.params.transport !== undefined)
      .map(({ name, kind }) => clientPlan(name, kind.params));
    world.courier = new HttpClients(this.#speaking, plans, this.#settings.target);
    world.exchange.watch({ changed: (node) => this.#changed(node), weighed: () => {} });
  }

  /**
   * Starts all servers; virtual time begins with a second of the wall clock, by which some of them count.
   *
   * @throws ServerError when one of them cannot be started.
   */
  async open(signal?: AbortSignal): Promise<void> {
    const instances = [...layOutInstances(this.#scenario).entries()];
    if (this.#settings.target !== undefined) {
      this.#aim(instances, this.#settings.target);
      return;
    }
    const real = instances.filter(
      ([, { group }]) => softwareNamed(group.kind.params) !== undefined,
    );
    const ports = await freePorts(real.length, this.#settings.ports);
    for (const [at, [id, instance]] of real.entries()) {
      await this.#placeReal(this.#contextOf(id, instance), instance, ports[at]!);
    }
    for (const [id, instance] of instances) {
      if (!this.#real.has(id)) await this.#placeOwn(this.#contextOf(id, instance), instance);
    }
    await Promise.all([...this.#real.values()].map((node) => node.start(signal)));
    if (this.trouble !== undefined) throw this.trouble;
    this.#settings.onStarted?.([...this.#real.values()].map((node) => node.description));
    if (real.length > 0) await pause(MS_PER_SECOND - (Date.now() % MS_PER_SECOND));
  }

  /** Ends everything that is real. */
  async close(): Promise<void> {
    this.kernel.stop();
    this.#telegraph.close();
    for (const broker of this.#brokers.values()) broker.close?.();
    this.#grounds.close();
    await Promise.all([...this.#real.values()].map((node) => node.stop()));
    this.#folder.remove();
  }

  /** All that devices ask goes to one address. */
  #aim(instances: readonly [number, InstancePlan][], target: Target): void {
    const { kernel, network } = this.#speaking;
    const asked = new Set(this.#scenario.traffic.map(({ to }) => to));
    for (const [id, instance] of instances) {
      if (!asked.has(instance.group.name)) continue;
      const { params } = instance.group.kind;
      const counting = isCache(params)
        ? new Counting(edgeMeters(this.#contextOf(id, instance)), foundByAnyone)
        : undefined;
      network.listen(id, HTTP_PORT, (link) =>
        splice(kernel, link, this.#grounds.keep(dialTarget(target)), counting?.front()),
      );
    }
    this.#settings.onStarted?.([`all requests go to ${target.url}`]);
  }

  #contextOf(id: number, { name, group, place, site, devices }: InstancePlan): NodeContext {
    return { world: this.#speaking.world, id, name, group: group.name, place, site, devices };
  }

  /** A server of node:http in this process. */
  async #placeOwn(context: NodeContext, { group }: InstancePlan): Promise<void> {
    const { kernel, network } = this.#speaking;
    if (group.kind.name === 'broker') {
      await this.#placeBroker(context);
      return;
    }
    const one = spokenKinds[group.kind.name]?.(this.#speaking, context, group.kind.params);
    if (one === undefined) return;
    this.#crashes.set(context.id, () => one.crash?.());
    // What a request sets off has the time at which it came.
    one.server.prependListener('request', () => kernel.catchUp());
    const port = await this.#grounds.listen(one.server);
    const join = (link: Parameters<typeof splice>[1]) =>
      splice(kernel, link, this.#grounds.connect(port));
    network.listen(context.id, HTTP_PORT, join);
  }

  /** A broker of ours in this process, on a real port. */
  async #placeBroker({ id, group }: NodeContext): Promise<void> {
    const server = net.createServer((socket) => {
      socket.setNoDelay(true);
      this.#brokers.get(id)!.take(socket as unknown as VirtualSocket);
    });
    const port = await this.#grounds.listen(server);
    this.#telegraph.serve(id, group, (_own, make) => {
      const ours = make();
      this.#brokers.set(id, ours);
      return {
        take: (link: VirtualSocket) => splice(this.kernel, link, this.#grounds.connect(port)),
        crash: () => ours.crash(),
      };
    });
    this.#crashes.set(id, () => this.#telegraph.crash(id));
  }

  /** A server in a process of its own; its way to each parent is a port of ours. */
  async #placeReal(context: NodeContext, { group }: InstancePlan, port: number): Promise<void> {
    const { kernel, network, world } = this.#speaking;
    const node = new RealNode(context, group.kind.params, {
      software: softwareNamed(group.kind.params)!,
      port,
      folder: this.#folder.inner(context.name.replace('/', '-')),
      parents: await Promise.all(
        (world.groups.get(parentOf(group.kind.params)) ?? []).map((to) =>
          this.#gate(context.id, to),
        ),
      ),
      died: (error) => {
        this.trouble ??= error;
        kernel.stop();
      },
    });
    this.#real.set(context.id, node);
    if (group.kind.name === 'broker') {
      this.#telegraph.serve(context.id, context.group, (own) => {
        const connect = () => this.#grounds.connect(port);
        return new RealBroker(own, (link, taps) => splice(kernel, link, connect(), taps));
      });
      this.#crashes.set(context.id, () => this.#telegraph.crash(context.id));
      return;
    }
    network.listen(context.id, HTTP_PORT, (link) =>
      splice(kernel, link, this.#grounds.connect(port), node.front()),
    );
  }

  /** @returns a port that leads from one node to another over their link. */
  #gate(from: number, to: number): Promise<number> {
    const { kernel, network, world } = this.#speaking;
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      kernel.catchUp();
      const link = network.dial({ from: { node: from, device: -1 }, to, port: HTTP_PORT });
      const asked = () => world.exchange.countCarried(from, to, 1, 0, world.simulator.nowMs);
      splice(kernel, link, socket, this.#real.get(from)!.behind(asked));
    });
    return this.#grounds.listen(server);
  }

  #changed(node: number): void {
    const { network, world } = this.#speaking;
    const real = this.#real.get(node);
    if (world.exchange.up[node] === 1) {
      real?.restart();
      return;
    }
    network.crash(node);
    this.#crashes.get(node)?.();
    real?.crash();
  }
}

type Params = Readonly<Record<string, unknown>>;

const isCache = ({ capacity }: Params): boolean => capacity !== undefined;

const softwareNamed = ({ live }: Params) =>
  live === undefined ? undefined : serverOf(live as string);

const parentOf = ({ parent, backends }: Params): string => (parent ?? backends) as string;
