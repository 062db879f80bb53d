/**
 * How a browser loads a page: the main object, a time to read what it says, then all that it embeds, at once
 * as far as connections allow. A page has failed when its main object has; what it embeds may be missing.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { HttpTraffic } from '../http-traffic.ts';
import type { TaskMeter } from './task-meters.ts';
import type { Tasks } from './tasks.ts';

/** What is on a page, and who is told of it; `what` of the task is the kind of page. */
export interface PagePlan {
  main(task: number): number;
  /** Puts the objects that the page embeds behind each other; the list is empty. */
  embedded(task: number, objects: number[]): void;
  parseMs(task: number): number;
  /** The page is there, or has failed; it has been counted. */
  loaded(task: number, isFailed: boolean): void;
}

interface PageParts {
  readonly world: World;
  readonly tasks: Tasks;
  readonly sizes: Float64Array;
  /** By place and kind of page. */
  readonly meters: readonly (readonly TaskMeter[])[];
  readonly plan: PagePlan;
  http(): HttpTraffic;
}

/** `left` of a task whose main object is under way. */
const MAIN = -1;

export class PageLoads {
  readonly #parts: PageParts;
  readonly #parsed: HandlerId;
  readonly #objects: number[] = [];

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#parsed = parts.world.simulator.handler((task) => this.#embed(task), 'page parsed');
  }

  /** Somebody opens a page now. */
  load(task: number): void {
    const { tasks, world, plan } = this.#parts;
    const { nowMs } = world.simulator;
    tasks.startMs[task] = nowMs;
    tasks.left[task] = MAIN;
    this.#meter(task).begin(nowMs);
    this.#ask(task, plan.main(task));
  }

  /** An answer has come. */
  told(task: number, isFailed: boolean): void {
    const { tasks, world, plan } = this.#parts;
    if (tasks.left[task] !== MAIN) {
      tasks.left[task]! -= 1;
      if (tasks.left[task] === 0) this.#end(task, false);
    } else if (isFailed) this.#end(task, true);
    else {
      const parseMs = plan.parseMs(task);
      if (parseMs > 0) world.simulator.after(parseMs, this.#parsed, task);
      else this.#embed(task);
    }
  }

  #embed(task: number): void {
    const { tasks, plan } = this.#parts;
    const objects = this.#objects;
    objects.length = 0;
    plan.embedded(task, objects);
    tasks.left[task] = objects.length;
    // A browser's own cache answers before `ask` returns; the page may end with the last of them.
    for (let index = 0; index < objects.length; index += 1) this.#ask(task, objects[index]!);
    if (objects.length === 0) this.#end(task, false);
  }

  #ask(task: number, object: number): void {
    const { tasks, sizes, http } = this.#parts;
    http().ask(tasks.place[task]!, tasks.device[task]!, object, sizes[object]!, 0, 0, task);
  }

  #end(task: number, isFailed: boolean): void {
    const { tasks, world, plan } = this.#parts;
    const startMs = tasks.startMs[task]!;
    if (isFailed) this.#meter(task).failed(startMs);
    else this.#meter(task).done(startMs, world.simulator.nowMs);
    plan.loaded(task, isFailed);
  }

  #meter(task: number): TaskMeter {
    const { tasks, meters } = this.#parts;
    return meters[tasks.place[task]!]![tasks.what[task]!]!;
  }
}
