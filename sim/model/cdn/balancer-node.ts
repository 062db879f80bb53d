/** A reverse proxy that spreads calls over a group: a balancer part with a place in the world. */

import { z } from 'zod';
import { choiceOf } from '../../part/choice.ts';
import { duration } from '../../part/units.ts';
import { admit } from '../balance/admit/index.ts';
import type { Limiter } from '../balance/admit/limiter.ts';
import type { Balancer } from '../balance/balancer.ts';
import { balancers } from '../balance/index.ts';
import { type Guards, guardsOf } from '../balance/resilience/guards.ts';
import { resilience } from '../balance/resilience/index.ts';
import { NO_CALL } from '../node/calls.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';
import { setDoor } from '../node/resilience/door.ts';
import { Upstream } from '../node/upstream.ts';
import { liveBalancer } from './live-software.ts';

interface Settings {
  readonly backends: string;
  readonly balancer: Balancer;
  readonly detail: string;
  /** As of `Upstream`. */
  readonly keptMs: number;
  readonly guards: Guards | undefined;
  readonly limiter: Limiter | undefined;
}

class BalancerNode implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly #context: NodeContext;
  readonly #backends: string;
  readonly #balancer: Balancer;
  readonly #keptMs: number;
  readonly #guards: Guards | undefined;
  readonly #limiter: Limiter | undefined;
  /** Calls passed on and not yet answered. */
  readonly #open = new Set<number>();
  #upstream!: Upstream;

  constructor(
    context: NodeContext,
    { backends, balancer, detail, keptMs, guards, limiter }: Settings,
  ) {
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.detail = detail;
    this.#context = context;
    this.#backends = backends;
    this.#balancer = balancer;
    this.#keptMs = keptMs;
    this.#guards = guards;
    this.#limiter = limiter;
  }

  connect(): void {
    setDoor(this.#context, this.#limiter);
    const concluded = (onward: number) => this.#concluded(onward);
    const caller = { guards: this.#guards, concluded };
    const [backends, balancer] = [this.#backends, this.#balancer];
    this.#upstream = new Upstream(this.#context, backends, balancer, this.#keptMs, caller);
  }

  onCall(call: number): void {
    const { calls, exchange } = this.#context.world;
    const onward = this.#upstream.passOn(call);
    if (onward === NO_CALL) {
      exchange.reply(call, 0, true);
      return;
    }
    calls.parent[onward] = call;
    this.#open.add(onward);
    this.#upstream.send(onward);
  }

  onReply(reply: number): void {
    const onward = this.#upstream.done(reply);
    if (onward !== NO_CALL) this.#concluded(onward);
  }

  #concluded(onward: number): void {
    const { calls, exchange } = this.#context.world;
    const call = calls.parent[onward]!;
    const generatedAtMs = calls.generatedAtMs[onward]!;
    const failed = calls.failed[onward] === 1;
    const version = calls.version[onward]!;
    const reason = calls.reason[onward]!;
    this.#open.delete(onward);
    calls.release(onward);
    if (call !== NO_CALL) exchange.reply(call, generatedAtMs, failed, version, reason);
  }

  /** Who waits hears of the crash at once; the answers come back to nobody. */
  crash(): void {
    const { calls, exchange } = this.#context.world;
    for (const onward of this.#open) {
      const call = calls.parent[onward]!;
      calls.parent[onward] = NO_CALL;
      if (call !== NO_CALL) exchange.reply(call, 0, true);
    }
    this.#upstream.crash();
  }
}

export const balancerNode = nodeKind({
  name: 'balancer',
  summary: 'passes requests on to the backends in the nearest place; skips those that are down',
  source:
    'a reverse proxy; that it knows at once which backends are down, without health checks, is an assumption',
  serves: ['http'],
  references: ({ backends }) => [
    { param: 'backends', to: 'group', name: backends, needs: 'http', calls: true },
  ],
  params: {
    backends: z.string().describe('the group that answers'),
    algorithm: choiceOf(balancers, 'round-robin').describe('which backend gets a request'),
    sticky: z
      .boolean()
      .default(false)
      .describe('whether a client stays with its first backend, as by a cookie, while that is up'),
    layer: z
      .enum(['l7', 'l4'])
      .default('l7')
      .describe('what is balanced: requests, or connections, on which all requests go one way'),
    idle: duration()
      .prefault('60s')
      .describe('a connection ends after this without a request; for l4; 60 s is an assumption'),
    resilience,
    admit,
    live: liveBalancer,
  },
  make: (given, context) => {
    const { backends, algorithm, sticky, layer, idle, resilience: rules, admit: limiter } = given;
    return new BalancerNode(context, {
      backends,
      balancer: algorithm.make(),
      detail: layer === 'l4' ? `${algorithm.name} of connections` : algorithm.name,
      keptMs: sticky ? Number.POSITIVE_INFINITY : layer === 'l4' ? idle : 0,
      guards: guardsOf(rules),
      limiter: limiter?.make(),
    });
  },
});
