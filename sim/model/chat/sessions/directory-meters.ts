/** Where queries of the registry are counted, by the place of the gateway that asks. */
import type { Recorder } from '../../../result/recorder.ts';
import type { World } from '../../node/world.ts';

interface Meters {
  readonly queries: number;
  readonly keys: number;
  readonly hits: number;
  readonly writes: number;
  readonly stale: number;
  readonly failed: number;
  readonly time: number;
}

export class DirectoryMeters {
  readonly #world: World;
  readonly #recorder: Recorder;
  /** By node id of a gateway. */
  readonly #meters: Meters[] = [];

  constructor({ world, traffic }: { world: World; traffic: string }, gateways: readonly number[]) {
    this.#world = world;
    this.#recorder = world.recorder;
    for (const id of gateways) {
      const labels = { traffic, place: world.places[world.nodes[id]!.place]!.name };
      const counter = (metric: string) => this.#recorder.counter(metric, labels);
      this.#meters[id] = {
        queries: counter('registry_queries'),
        keys: counter('registry_keys'),
        hits: counter('registry_hits'),
        writes: counter('registry_writes'),
        stale: counter('registry_stale'),
        failed: counter('registry_failed'),
        time: this.#recorder.histogram('registry_time', labels),
      };
    }
  }

  hit(from: number): void {
    this.#recorder.add(this.#meters[from]!.hits, 1, this.#world.simulator.nowMs);
  }

  stale(from: number): void {
    this.#recorder.add(this.#meters[from]!.stale, 1, this.#world.simulator.nowMs);
  }

  sent(from: number, keys: number, isWrite: boolean): void {
    const { nowMs } = this.#world.simulator;
    const meters = this.#meters[from]!;
    this.#recorder.add(isWrite ? meters.writes : meters.queries, 1, nowMs);
    if (!isWrite) this.#recorder.add(meters.keys, keys, nowMs);
  }

  ended(from: number, sinceMs: number, isKnown: boolean): void {
    const { nowMs } = this.#world.simulator;
    const meters = this.#meters[from]!;
    if (isKnown) this.#recorder.record(meters.time, nowMs - sinceMs, sinceMs);
    else this.#recorder.add(meters.failed, 1, sinceMs);
  }
}
