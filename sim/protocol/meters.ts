/** Counts what real servers do under the names that the model's nodes have for it. */
import { Station } from '../engine/station.ts';
import type { NodeContext } from '../model/node/node.ts';

function countersOf({ world, group, place }: NodeContext) {
  const labels = { node: group, place: world.places[place]!.name };
  return {
    counter: (metric: string) => world.recorder.counter(metric, labels),
    level: (metric: string) => world.recorder.level(metric, labels),
    add: (metric: number, amount: number, atMs = world.simulator.nowMs) =>
      world.recorder.add(metric, amount, atMs),
  };
}

export type Found = 'hit' | 'stale' | 'miss';

/** What edges count. Times: when the request came, where it is known only later what was found for it; else now. */
export interface EdgeMeters {
  asked(found: Found, atMs?: number): void;
  /** Body bytes of an answer, whoever it came from. */
  gave(bytes: number, found: Found, atMs?: number): void;
  collapsed(atMs?: number): void;
  revalidated(): void;
  filled(): void;
  evicted(count: number): void;
}

export function edgeMeters(context: NodeContext): EdgeMeters {
  const { counter, add } = countersOf(context);
  const requests = counter('cache_requests');
  const hits = counter('cache_hits');
  const stale = counter('cache_stale');
  const requestBytes = counter('cache_request_bytes');
  const hitBytes = counter('cache_hit_bytes');
  const collapsed = counter('cache_collapsed');
  const revalidated = counter('cache_revalidated');
  const fills = counter('cache_fills');
  const evictions = counter('cache_evictions');
  return {
    asked: (found, atMs) => {
      add(requests, 1, atMs);
      if (found !== 'miss') add(found === 'hit' ? hits : stale, 1, atMs);
    },
    gave: (bytes, found, atMs) => {
      add(requestBytes, bytes, atMs);
      if (found !== 'miss') add(hitBytes, bytes, atMs);
    },
    collapsed: (atMs) => add(collapsed, 1, atMs),
    revalidated: () => add(revalidated, 1),
    filled: () => add(fills, 1),
    evicted: (count) => {
      if (count > 0) add(evictions, count);
    },
  };
}

/** The workers of an origin: each has one request at a time. */
export class Workers {
  readonly #station: Station;
  readonly #jobs = new Map<number, () => void>();
  readonly #changed: () => void;
  #serial = 0;

  constructor(context: NodeContext, workers: number) {
    const { world } = context;
    const { level } = countersOf(context);
    const [busy, waiting] = [level('origin_busy'), level('origin_waiting')];
    const last = { busy: 0, waiting: 0 };
    this.#station = new Station(world.simulator, { servers: workers }, (job) => this.#done(job));
    this.#changed = () => {
      const { recorder, simulator } = world;
      recorder.changeLevel(busy, this.#station.busy - last.busy, simulator.nowMs);
      recorder.changeLevel(waiting, this.#station.waiting - last.waiting, simulator.nowMs);
      [last.busy, last.waiting] = [this.#station.busy, this.#station.waiting];
    };
  }

  work(serviceMs: number, done: () => void): void {
    this.#serial += 1;
    this.#jobs.set(this.#serial, done);
    this.#station.submit(this.#serial, serviceMs);
    this.#changed();
  }

  /** What is under way is lost. */
  crash(): void {
    this.#station.clear((job) => this.#jobs.delete(job));
    this.#changed();
  }

  #done(job: number): void {
    const done = this.#jobs.get(job)!;
    this.#jobs.delete(job);
    this.#changed();
    done();
  }
}

export interface OriginMeters {
  asked(): void;
  gave(bytes: number): void;
}

export function originMeters(context: NodeContext): OriginMeters {
  const { counter, add } = countersOf(context);
  const [requests, bytes] = [counter('origin_requests'), counter('origin_bytes')];
  return { asked: () => add(requests, 1), gave: (each) => add(bytes, each) };
}
