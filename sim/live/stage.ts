/** The servers of one replication, on this machine, and the scenario's links between them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { NodeContext } from '../model/node/node.ts';
import type { World } from '../model/node/world.ts';
import { type SpokenChats, speakChats } from '../protocol/chat/speak-chats.ts';
import { HttpClients } from '../protocol/http/client.ts';
import { HTTP_PORT } from '../protocol/http/speaking.ts';
import { edgeMeters } from '../protocol/meters.ts';
import { mqttPlans } from '../protocol/mqtt/plans.ts';
import { MqttTelegraph } from '../protocol/mqtt/telegraph.ts';
import { clientPlan, spokenKinds } from '../protocol/speak.ts';
import { WireHash } from '../protocol/wire/wire-hash.ts';
import { type InstancePlan, layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { STRANGERS } from './chat/strangers.ts';
import { Counting } from './counting.ts';
import { Grounds } from './grounds.ts';
import { LiveKernel } from './live-kernel.ts';
import { LiveNetwork } from './live-network.ts';
import { type LiveSpeaking, RealNodes, softwareNamed } from './real-nodes.ts';
import { freePorts } from './servers/ports.ts';
import { splice } from './splice.ts';
import { dialTarget, foundByAnyone, type Target } from './target.ts';

export interface StageSettings {
  /** First of the ports of real servers; undefined: any that are free. */
  readonly ports?: number | undefined;
  /** A server that is there already and is asked instead of the scenario's; none is started then. */
  readonly target?: Target | undefined;
  /** Programs of ours do all work, whatever the scenario names. */
  readonly isRehearsal?: boolean;
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
  readonly #speaking: LiveSpeaking;
  readonly #telegraph: MqttTelegraph;
  readonly #grounds = new Grounds();
  readonly #crashes = new Map<number, () => void>();
  readonly #real: RealNodes;
  /** Of a target, by what it says. */
  readonly #aimed: Counting[] = [];
  #chats: SpokenChats | undefined;

  /** @param world without nodes and traffic, which are made when it is equipped. */
  constructor(scenario: Scenario, world: World, settings: StageSettings) {
    this.#scenario = scenario;
    this.#settings = settings;
    this.kernel = new LiveKernel(world.simulator, scenario.run.warmupMs);
    const watching = {
      answered: (from: number, to: number, bytes: number) =>
        world.exchange.countCarried(from, to, 0, bytes, world.simulator.nowMs),
      hash: new WireHash(),
    };
    const network = new LiveNetwork(this.kernel, world, watching, this.#grounds);
    world.wire = network.faults;
    this.#speaking = { kernel: this.kernel, world, network };
    this.#telegraph = new MqttTelegraph({ ...this.#speaking, plans: mqttPlans(scenario) });
    world.telegraph = this.#telegraph;
    this.#real = new RealNodes({
      scenario,
      speaking: this.#speaking,
      telegraph: this.#telegraph,
      grounds: this.#grounds,
      died: (error) => {
        this.trouble ??= error;
        this.kernel.stop();
      },
    });
  }

  /** The world has its nodes and traffic now. */
  prepare(): void {
    const { world } = this.#speaking;
    // By content: only what is asked for has any.
    const plans = this.#scenario.traffic
      .filter(({ kind }) => kind.params.transport !== undefined)
      .map(({ name, kind }) => clientPlan(name, kind.params));
    world.courier = new HttpClients(this.#speaking, plans, this.#settings.target);
    this.#chats = speakChats(this.#scenario, this.#speaking, (gateways, params) =>
      this.#strangerAt(gateways, params),
    );
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
      ([, { group }]) =>
        softwareNamed(group.kind.params) !== undefined && this.#settings.isRehearsal !== true,
    );
    const ports = await freePorts(real.length, this.#settings.ports);
    for (const [at, [id, instance]] of real.entries()) {
      await this.#real.place(this.#contextOf(id, instance), instance.group, ports[at]!);
    }
    for (const [id, instance] of instances) {
      if (!this.#real.has(id)) this.#placeOwn(this.#contextOf(id, instance), instance);
    }
    await this.#speaking.network.ready();
    await this.#real.start(signal);
    if (this.trouble !== undefined) throw this.trouble;
    this.#settings.onStarted?.(this.#real.descriptions);
    if (real.length > 0) await pause(MS_PER_SECOND - (Date.now() % MS_PER_SECOND));
  }

  /** The run is over: counts what is still under way. Before its connections break. */
  finish(): void {
    this.#real.finish();
    for (const counting of this.#aimed) counting.finish();
  }

  /** Ends everything that is real. */
  async close(): Promise<void> {
    this.kernel.stop();
    this.#telegraph.close();
    this.#chats?.close();
    this.#speaking.network.close();
    this.#grounds.close();
    await this.#real.stop();
  }

  /** All that devices ask goes to one address. */
  #aim(instances: readonly [number, InstancePlan][], target: Target): void {
    const { kernel, network } = this.#speaking;
    const asked = new Set(this.#scenario.traffic.map(({ to }) => to));
    for (const [id, instance] of instances) {
      if (!asked.has(instance.group.name)) continue;
      const { params } = instance.group.kind;
      const counting = isCache(params)
        ? new Counting(edgeMeters(this.#contextOf(id, instance)), foundByAnyone, () => kernel.nowMs)
        : undefined;
      if (counting !== undefined) this.#aimed.push(counting);
      network.lead(id, HTTP_PORT, (link) =>
        splice(kernel, link, this.#grounds.keep(dialTarget(target)), counting?.front()),
      );
    }
    this.#settings.onStarted?.([`all requests go to ${target.url}`]);
  }

  #contextOf(id: number, { name, group, place, site, devices }: InstancePlan): NodeContext {
    return { world: this.#speaking.world, id, name, group: group.name, place, site, devices };
  }

  /** What devices speak with gateways that are other programs. */
  #strangerAt(gateways: string, params: Params) {
    const group = this.#scenario.nodes.find(({ name }) => name === gateways)!;
    const { network } = this.#speaking;
    if (this.#settings.isRehearsal === true) return undefined;
    return STRANGERS[group.kind.params.live as string]?.(params, (node, port, tapsOf) =>
      network.lead(node, port, (link) => {
        const taps = tapsOf(link);
        if (taps === undefined) link.destroy();
        else this.#real.join(node, link, taps);
      }),
    );
  }

  /** A server of ours, in this process. */
  #placeOwn(context: NodeContext, { group }: InstancePlan): void {
    const { network } = this.#speaking;
    const { id } = context;
    if (group.kind.name === 'broker') {
      this.#telegraph.serve(id, context.group);
      return;
    }
    const one = spokenKinds[group.kind.name]?.(this.#speaking, context, group.kind.params);
    if (one === undefined) return;
    this.#crashes.set(id, () => one.crash?.());
    network.listen(id, HTTP_PORT, (socket) => void one.server.emit('connection', socket));
  }

  #changed(node: number): void {
    const { network, world } = this.#speaking;
    const real = this.#real.get(node);
    if (world.exchange.up[node] === 1) {
      real?.restart();
      return;
    }
    real?.crash();
    network.crash(node);
    this.#crashes.get(node)?.();
    this.#telegraph.crash(node);
    this.#chats?.crash(node);
  }
}

type Params = Readonly<Record<string, unknown>>;

const isCache = ({ capacity }: Params): boolean => capacity !== undefined;
