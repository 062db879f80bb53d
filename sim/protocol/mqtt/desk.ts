/** A broker's workers, as the model has them: how long a message and a connection take it. */
import type { Gateway } from '../../model/chat/gateway.ts';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';

interface Job {
  readonly done: () => void;
  readonly dropped: (() => void) | undefined;
}

export class Desk {
  readonly #gateway: Gateway;
  readonly #world: World;
  readonly #kernel: Kernel;
  readonly #owner: number;
  readonly #jobs: (Job | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(kernel: Kernel, world: World, node: number) {
    this.#kernel = kernel;
    this.#world = world;
    this.#gateway = world.nodes[node] as Gateway;
    this.#owner = this.#gateway.serve({
      done: (job) => this.#take(job).done(),
      dropped: (job) => this.#take(job).dropped?.(),
    });
  }

  get queue(): number {
    return this.#gateway.kept?.queue ?? Number.POSITIVE_INFINITY;
  }

  get isPersistent(): boolean {
    return this.#gateway.kept?.isPersistent ?? false;
  }

  /** @param dropped called in the place of `done` when the server crashes first. */
  work(deliveries: number, done: () => void, dropped?: () => void): void {
    const job = this.#free.pop() ?? this.#jobs.length;
    this.#jobs[job] = { done, dropped };
    this.#gateway.submit(this.#owner, job, deliveries);
  }

  /** Somebody wants to be connected. @param answer whether it may be, when it is its turn. */
  accept(answer: (isTaken: boolean) => void): void {
    const { nowMs } = this.#kernel;
    // Whoever is connected when the run begins was let in before.
    if (nowMs === 0) {
      answer(true);
      return;
    }
    const atMs = this.#gateway.acceptor.offer(nowMs, this.#gateway.slowdown);
    if (atMs < 0) answer(false);
    else this.#kernel.after(atMs - nowMs, () => answer(true));
  }

  opened(): void {
    if (this.#kernel.nowMs > 0) this.#gateway.acceptor.open += 1;
  }

  closed(): void {
    const { acceptor } = this.#gateway;
    if (acceptor.open > 0) acceptor.open -= 1;
  }

  get isUp(): boolean {
    return this.#world.exchange.up[this.#gateway.id] === 1;
  }

  #take(job: number): Job {
    const its = this.#jobs[job]!;
    this.#jobs[job] = undefined;
    this.#free.push(job);
    return its;
  }
}
