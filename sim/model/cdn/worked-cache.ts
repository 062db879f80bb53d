/**
 * A cache whose processors take time for each request: what it would answer at once waits for a worker
 * first. So it can be slow, and busy with other things.
 */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { Station } from '../../engine/station.ts';
import { count, duration } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import type { Node, NodeContext } from '../node/node.ts';
import type { Selection } from '../node/selection.ts';

export const cpuParams = z.strictObject({
  workers: count({ min: 1 })
    .prefault(8)
    .describe('requests worked on at the same time (assumption)'),
  service: varying(duration)
    .prefault('100us')
    .describe('time that one request keeps a worker (assumption: 10 000 a second of one core)'),
});

/** Stands for all jobs of others; no call has this number. */
const OTHERS = 0x7fffffff;

export class WorkedCache implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly capacityBytes: number | undefined;
  readonly warmOf: string | undefined;
  readonly conflict: Node['conflict'];
  readonly #context: NodeContext;
  readonly #cache: Node;
  readonly #service: Distribution;
  readonly #random: Random;
  readonly #station: Station;
  readonly #busy: number;
  readonly #waiting: number;
  #wasBusy = 0;
  #wereWaiting = 0;

  constructor(context: NodeContext, cache: Node, cpu: z.output<typeof cpuParams>) {
    const { world, group, place, name } = context;
    const labels = { node: group, place: world.places[place]!.name };
    this.#context = context;
    this.#cache = cache;
    this.name = cache.name;
    this.group = group;
    this.place = place;
    this.detail = `${cache.detail}, ${cpu.workers} workers`;
    this.capacityBytes = cache.capacityBytes;
    this.warmOf = cache.warmOf;
    this.conflict = cache.conflict;
    this.#service = cpu.service.make();
    this.#random = world.streams.stream(`${name}/cpu`);
    const done = (call: number) => this.#done(call);
    this.#station = new Station(world.simulator, { servers: cpu.workers }, done);
    this.#busy = world.recorder.level('cache_busy', labels);
    this.#waiting = world.recorder.level('cache_waiting', labels);
    world.recorder.changeLevel(world.recorder.level('cache_workers', labels), cpu.workers, 0);
  }

  connect(): void {
    this.#cache.connect();
  }

  warm(): void {
    this.#cache.warm?.();
  }

  onCall(call: number): void {
    this.#submit(call);
  }

  onReply(call: number): void {
    this.#cache.onReply(call);
  }

  work(): void {
    this.#submit(OTHERS);
  }

  crash(): void {
    const { exchange } = this.#context.world;
    this.#station.clear((call) => {
      if (call !== OTHERS) exchange.reply(call, 0, true);
    });
    this.#measure();
    this.#cache.crash();
  }

  list(each: (object: number) => void): void {
    this.#cache.list?.(each);
  }

  flush(): void {
    this.#cache.flush?.();
  }

  purge(content: number, objects: Selection, isSoft: boolean): void {
    this.#cache.purge?.(content, objects, isSoft);
  }

  #submit(job: number): void {
    const { id, world } = this.#context;
    const slowdown = world.exchange.troubles.slowdown[id]!;
    this.#station.submit(job, this.#service.sample(this.#random) * slowdown);
    this.#measure();
  }

  #done(call: number): void {
    this.#measure();
    if (call !== OTHERS) this.#cache.onCall(call);
  }

  #measure(): void {
    const { recorder, simulator } = this.#context.world;
    const { busy, waiting } = this.#station;
    recorder.changeLevel(this.#busy, busy - this.#wasBusy, simulator.nowMs);
    recorder.changeLevel(this.#waiting, waiting - this.#wereWaiting, simulator.nowMs);
    this.#wasBusy = busy;
    this.#wereWaiting = waiting;
  }
}
