/** What is counted of routers: at the place of who hands something to them. */
import type { World } from '../../node/world.ts';

const COUNTERS = {
  routed: 'routed',
  keys: 'routed_devices',
  write: 'router_writes',
  stale: 'router_stale',
  failed: 'router_failed',
} as const;

type Meters = Readonly<Record<keyof typeof COUNTERS | 'time', number>>;

export class RouterMeters {
  readonly #world: World;
  /** By node id of who hands over. */
  readonly #meters: Meters[] = [];

  /** @param askers gateways, routers, and whoever else hands something over. */
  constructor(world: World, traffic: string, askers: readonly number[]) {
    const { recorder, nodes, places } = world;
    this.#world = world;
    for (const id of askers) {
      const labels = { traffic, place: places[nodes[id]!.place]!.name };
      const ids = Object.entries(COUNTERS).map(([key, metric]) => [
        key,
        recorder.counter(metric, labels),
      ]);
      this.#meters[id] = {
        ...(Object.fromEntries(ids) as Record<keyof typeof COUNTERS, number>),
        time: recorder.histogram('router_time', labels),
      };
    }
  }

  count(from: number, what: keyof typeof COUNTERS, amount = 1): void {
    const { recorder, simulator } = this.#world;
    recorder.add(this.#meters[from]![what], amount, simulator.nowMs);
  }

  /** A router has handed on what left somebody so long ago. */
  took(from: number, sinceMs: number): void {
    const { recorder, simulator } = this.#world;
    recorder.record(this.#meters[from]!.time, simulator.nowMs - sinceMs, sinceMs);
  }
}
