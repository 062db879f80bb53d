/** What gateways and room servers have to do for rooms; slots in a pool. */
import { grown } from '../../../engine/grown.ts';
import type { World } from '../../node/world.ts';
import type { Gateway } from '../gateway.ts';

/** One kind of work. */
export interface Task {
  done(job: number): void;
  /** The gateway crashed first. */
  dropped(job: number): void;
}

const FIRST_SLOTS = 64;
const NONE = -1;

export class Jobs {
  /** What it is about: a frame, a post. */
  subject = new Int32Array(0);
  /** Of pushes: the part, the first of the watchers in it, and how many these are. */
  part = new Int32Array(0);
  first = new Int32Array(0);
  size = new Int32Array(0);
  /** Work on all deliveries of the job, ms. */
  workMs = new Float64Array(0);
  gateway = new Int32Array(0);
  #task = new Uint8Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  readonly #tasks: Task[] = [];
  readonly #world: World;
  /** Our number at each gateway, and the work it still has for us, ms; by node. */
  readonly #owner: Int32Array;
  readonly #backlogMs: Float64Array;

  constructor(world: World, gateways: Iterable<number>) {
    this.#world = world;
    this.#owner = new Int32Array(world.nodes.length);
    this.#backlogMs = new Float64Array(world.nodes.length);
    const work = {
      done: (job: number) => this.#end(job, true),
      dropped: (job: number) => this.#end(job, false),
    };
    for (const id of new Set(gateways)) {
      this.#owner[id] = this.#node(id).serve(work);
      this.#node(id).measure();
    }
  }

  /** @returns the number under which such work is submitted. */
  task(task: Task): number {
    return this.#tasks.push(task) - 1;
  }

  /** @returns the job; its columns `part`, `first` and `size` are for whoever submits it. */
  submit(task: number, gateway: number, subject: number, deliveries: number): number {
    let job = this.#free;
    if (job === NONE) job = this.#newSlot();
    else this.#free = this.#next[job]!;
    const node = this.#node(gateway);
    this.#task[job] = task;
    this.subject[job] = subject;
    this.gateway[job] = gateway;
    this.workMs[job] = deliveries * node.perDeliveryMs * node.slowdown;
    this.#backlogMs[gateway]! += this.workMs[job]!;
    node.submit(this.#owner[gateway]!, job, deliveries);
    return job;
  }

  /** How long what a gateway has to do for our rooms will take it, ms. */
  waitMs(gateway: number): number {
    return this.#backlogMs[gateway]! / this.#node(gateway).workers;
  }

  #end(job: number, isDone: boolean): void {
    this.#backlogMs[this.gateway[job]!]! -= this.workMs[job]!;
    const task = this.#tasks[this.#task[job]!]!;
    if (isDone) task.done(job);
    else task.dropped(job);
    this.#next[job] = this.#free;
    this.#free = job;
  }

  #node(id: number): Gateway {
    return this.#world.nodes[id] as Gateway;
  }

  #newSlot(): number {
    if (this.#slots === this.subject.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.subject = grown(this.subject, slots);
      this.part = grown(this.part, slots);
      this.first = grown(this.first, slots);
      this.size = grown(this.size, slots);
      this.workMs = grown(this.workMs, slots);
      this.gateway = grown(this.gateway, slots);
      this.#task = grown(this.#task, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}
