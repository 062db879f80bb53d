/** The nodes to which a node passes calls on, and the balancer that chooses among them. */
import type { Random } from '../../engine/random.ts';
import { Backends } from '../balance/backends.ts';
import { type Balancer, NO_BACKEND } from '../balance/balancer.ts';
import { NO_CALL } from './calls.ts';
import type { NodeContext } from './node.ts';
import { nearest, type World } from './world.ts';

export class Upstream {
  readonly #world: World;
  readonly #owner: number;
  readonly #ids: readonly number[];
  readonly #backends: Backends;
  readonly #balancer: Balancer;
  readonly #random: Random;

  /** @param group whose instances in the nearest place are the candidates. */
  constructor(owner: NodeContext, group: string, balancer: Balancer) {
    this.#world = owner.world;
    this.#owner = owner.id;
    this.#ids = nearest(owner.world, group, owner.place);
    this.#backends = new Backends(this.#ids.map((id) => owner.world.nodes[id]!.name));
    this.#balancer = balancer;
    this.#random = owner.world.streams.stream(`${owner.name}/balancer`);
    owner.world.exchange.watch((node, up) => {
      const backend = this.#ids.indexOf(node);
      if (backend >= 0) this.#backends.up[backend] = up ? 1 : 0;
    });
  }

  /**
   * Makes a call that asks one of the nodes for the same as `call`. It is not sent yet, so that
   * its maker can note it first.
   *
   * @returns the new call, or `NO_CALL` when all the nodes are down.
   */
  passOn(call: number): number {
    const { calls } = this.#world;
    return this.ask(call, calls.object[call]!, calls.bytes[call]!);
  }

  /** As `passOn`, for another object of the same content. */
  ask(call: number, object: number, bytes: number): number {
    const { calls } = this.#world;
    const backend = this.#balancer.pick(this.#backends, object, this.#random);
    if (backend === NO_BACKEND) return NO_CALL;
    this.#backends.inFlight[backend]! += 1;
    const content = calls.content[call]!;
    const onward = calls.make(
      this.#owner,
      this.#ids[backend]!,
      content,
      object,
      calls.startMs[call]!,
    );
    calls.bytes[onward] = bytes;
    calls.known[onward] = calls.known[call]!;
    calls.device[onward] = backend;
    return onward;
  }

  /** The answer to a call of `passOn` is there. */
  done(onward: number): void {
    this.#backends.inFlight[this.#world.calls.device[onward]!]! -= 1;
  }
}
