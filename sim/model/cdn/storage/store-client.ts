/** An origin's side of a storage: calls that ask it for the bytes of objects. */
import type { Balancer } from '../../balance/balancer.ts';
import { NO_CALL } from '../../node/calls.ts';
import type { NodeContext } from '../../node/node.ts';
import { Upstream } from '../../node/upstream.ts';

export interface StorePlan {
  readonly group: string;
  readonly balancer: Balancer;
}

export class StoreClient {
  readonly #context: NodeContext;
  readonly #upstream: Upstream;
  readonly #answer: (call: number, isFailed: boolean) => void;
  /** Calls to the store, not yet answered. */
  readonly #fetching = new Set<number>();

  /** @param answer replies to the call for which the store was asked. */
  constructor(
    context: NodeContext,
    { group, balancer }: StorePlan,
    answer: (call: number, isFailed: boolean) => void,
  ) {
    this.#context = context;
    this.#upstream = new Upstream(context, group, balancer);
    this.#answer = answer;
  }

  fetch(call: number): void {
    const { calls } = this.#context.world;
    const fetch = this.#upstream.passOn(call);
    if (fetch === NO_CALL) {
      this.#answer(call, true);
      return;
    }
    calls.parent[fetch] = call;
    this.#fetching.add(fetch);
    this.#upstream.send(fetch);
  }

  /** The store has answered. */
  done(fetch: number): void {
    const { calls } = this.#context.world;
    this.#upstream.done(fetch);
    const call = calls.parent[fetch]!;
    const isFailed = calls.failed[fetch] === 1;
    this.#fetching.delete(fetch);
    calls.release(fetch);
    if (call !== NO_CALL) this.#answer(call, isFailed);
  }

  /** Who waits hears of the crash at once; the answers come back to nobody. */
  crash(): void {
    const { calls, exchange } = this.#context.world;
    for (const fetch of this.#fetching) {
      const call = calls.parent[fetch]!;
      calls.parent[fetch] = NO_CALL;
      if (call !== NO_CALL) exchange.reply(call, 0, true);
    }
  }
}
