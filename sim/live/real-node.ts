/** A node of the world whose work a real server does. */

import type { NodeContext } from '../model/node/node.ts';
import type { Choice } from '../part/choice.ts';
import { edgeMeters } from '../protocol/meters.ts';
import { Counting, requestTaps } from './counting.ts';
import { writeFiles } from './servers/folder.ts';
import { type ServerError, ServerProcess } from './servers/server-process.ts';
import type { ServerPlan, Software, Startable } from './servers/software.ts';
import type { Taps } from './splice.ts';

interface RealPlan {
  readonly software: Startable | Software;
  readonly port: number;
  readonly folder: string;
  readonly parents: readonly number[];
  readonly ackEvery?: number | undefined;
  readonly broker?: ServerPlan['broker'];
  died(error: Error): void;
}

export class RealNode {
  readonly #plan: ServerPlan;
  readonly #software: Startable;
  readonly #died: (error: Error) => void;
  /** Undefined: it is no cache. */
  readonly #counting: Counting | undefined;
  #process: ServerProcess | undefined;
  /** Whether it takes connections. */
  isUp = false;
  /** Crashes and restarts so far: what a start was meant for may be over before it is. */
  #turns = 0;
  /** A start or an end that is under way. */
  #change: Promise<void> = Promise.resolve();

  constructor(context: NodeContext, params: Readonly<Record<string, unknown>>, plan: RealPlan) {
    const { capacity, collapse, algorithm } = params;
    const isCache = capacity !== undefined;
    const { software, died, ...where } = plan;
    this.#software = software;
    this.#died = died;
    this.#counting = isCache
      ? new Counting(
          edgeMeters(context),
          ('finding' in software && software.finding) || (() => 'hit'),
          () => context.world.simulator.nowMs,
        )
      : undefined;
    this.#plan = {
      ...where,
      name: context.name,
      algorithm: (algorithm as Choice<unknown> | undefined)?.name ?? '',
      cache: isCache
        ? { capacityBytes: capacity as number, collapse: collapse as boolean }
        : undefined,
    };
  }

  /** @throws ServerError when it cannot be started. */
  async start(signal?: AbortSignal): Promise<void> {
    writeFiles(this.#software, this.#plan);
    await this.#launch(signal);
  }

  stop(): Promise<void> {
    return this.#after(async () => this.#process?.stop());
  }

  /** Its process is killed, as a crash does it. */
  crash(): void {
    this.#turns += 1;
    // At once: it must not notice first that all its connections break.
    const dead = this.#process?.kill();
    this.isUp = false;
    this.#after(async () => dead);
  }

  /** @param act called as soon as it takes connections; not at all when it is no more. */
  whenUp(act: () => void): void {
    if (this.isUp) act();
    else void this.#change.then(() => this.isUp && act());
  }

  restart(): void {
    this.#turns += 1;
    const turn = this.#turns;
    const launch = async () => {
      if (turn === this.#turns) await this.#launch();
    };
    this.#after(launch).catch((error: ServerError) => this.#died(error));
  }

  /** Of a connection to it. */
  front(): Taps {
    return this.#counting?.front() ?? {};
  }

  /** Of a connection from it to a parent. */
  behind(asked: () => void): Taps {
    return this.#counting?.behind(asked) ?? requestTaps(asked);
  }

  /** The run is over. */
  finish(): void {
    this.#counting?.finish();
  }

  get description(): string {
    return `${this.#plan.name} is ${this.#software.title} on 127.0.0.1:${this.#plan.port}`;
  }

  async #launch(signal?: AbortSignal): Promise<void> {
    const { title, debianPackage } = this.#software;
    const turn = this.#turns;
    this.#process = new ServerProcess({
      title: `${title} (${this.#plan.name})`,
      advice: `apt-get install ${debianPackage}`,
      invocation: this.#software.start(this.#plan),
      port: this.#plan.port,
      died: this.#died,
    });
    await this.#process.start(signal);
    this.isUp = turn === this.#turns;
  }

  #after(next: () => Promise<void>): Promise<void> {
    const change = this.#change.then(next);
    this.#change = change.catch(() => {});
    return change;
  }
}
