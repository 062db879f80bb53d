/** The servers of one replication, on this machine, and the scenario's links between them. */
import { HttpClients } from '../protocol/http/client.ts';
import { HTTP_PORT, type Speaking } from '../protocol/http/speaking.ts';
import { clientPlan, spokenKinds } from '../protocol/speak.ts';
import { VirtualNetwork } from '../protocol/wire/network.ts';
import { WireHash } from '../protocol/wire/wire-hash.ts';
import type { World } from '../model/node/world.ts';
import { type InstancePlan, layOutInstances } from '../scenario/layout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Grounds } from './grounds.ts';
import { LiveKernel } from './live-kernel.ts';
import { splice } from './splice.ts';

export class Stage {
  readonly kernel: LiveKernel;
  readonly #scenario: Scenario;
  readonly #speaking: Speaking & { kernel: LiveKernel };
  readonly #grounds = new Grounds();
  readonly #crashes: ((() => void) | undefined)[] = [];

  constructor(scenario: Scenario, world: World) {
    this.#scenario = scenario;
    this.kernel = new LiveKernel(world.simulator);
    const network = new VirtualNetwork(this.kernel, world, {
      answered: (from, to, bytes) =>
        world.exchange.countCarried(from, to, 0, bytes, world.simulator.nowMs),
      hash: new WireHash(),
    });
    this.#speaking = { kernel: this.kernel, world, network };
    world.courier = new HttpClients(
      this.#speaking,
      scenario.traffic.map(({ name, kind }) => clientPlan(name, kind.params)),
    );
    world.exchange.watch({ changed: (node) => this.#changed(node), weighed: () => {} });
  }

  /** Starts all servers. */
  async open(): Promise<void> {
    for (const [id, instance] of layOutInstances(this.#scenario).entries()) {
      await this.#place(id, instance);
    }
  }

  /** Ends everything that is real. */
  async close(): Promise<void> {
    this.kernel.stop();
    this.#grounds.close();
  }

  async #place(id: number, { name, group, place, site, devices }: InstancePlan): Promise<void> {
    const { kernel, network, world } = this.#speaking;
    const context = { world, id, name, group: group.name, place, site, devices };
    const one = spokenKinds[group.kind.name]?.(this.#speaking, context, group.kind.params);
    if (one === undefined) return;
    this.#crashes[id] = () => one.crash?.();
    // What a request sets off has the time at which it came.
    one.server.prependListener('request', () => kernel.catchUp());
    const port = await this.#grounds.listen(one.server);
    network.listen(id, HTTP_PORT, (link) => splice(kernel, link, this.#grounds.connect(port)));
  }

  #changed(node: number): void {
    const { network, world } = this.#speaking;
    if (world.exchange.up[node] === 1) return;
    network.crash(node);
    this.#crashes[node]?.();
  }
}
