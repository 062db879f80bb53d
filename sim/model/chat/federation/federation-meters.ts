/** What is counted of the streams between servers of two domains, at the server that opens them. */
import type { Recorder } from '../../../result/recorder.ts';
import type { World } from '../../node/world.ts';
import type { Stream } from './stream.ts';

const COUNTERS = {
  setUp: 'federation_setups',
  roundTrips: 'federation_round_trips',
  failed: 'federation_failed',
  broken: 'federation_breaks',
  bytes: 'federation_bytes',
  parcel: 'federation_transactions',
  resent: 'federation_resent',
} as const;

interface Ids {
  readonly counters: Readonly<Record<keyof typeof COUNTERS, number>>;
  readonly waiting: number;
  readonly time: number;
}

export class FederationMeters {
  readonly #world: World;
  readonly #traffic: string;
  readonly #recorder: Recorder;
  /** By number of the stream. */
  readonly #ids: Ids[] = [];

  constructor(world: World, traffic: string) {
    this.#world = world;
    this.#traffic = traffic;
    this.#recorder = world.recorder;
  }

  /** Only while the world is built. */
  admit({ from, to }: Stream): void {
    const { nodes, places } = this.#world;
    const recorder = this.#recorder;
    const { group, place } = nodes[from]!;
    const where = { node: group, place: places[place]!.name, peer: nodes[to]!.group };
    const labels = { traffic: this.#traffic, ...where };
    const names = Object.entries(COUNTERS).map(([key, metric]) => [
      key,
      recorder.counter(metric, labels),
    ]);
    this.#ids.push({
      counters: Object.fromEntries(names),
      waiting: recorder.level('federation_queue', labels),
      time: recorder.histogram('federation_time', labels),
    });
  }

  count({ number }: Stream, what: keyof typeof COUNTERS, amount = 1): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.add(this.#ids[number]!.counters[what], amount, nowMs);
  }

  /** Letters that are not known to be there are so many more. */
  wait({ number }: Stream, by: number): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.changeLevel(this.#ids[number]!.waiting, by, nowMs);
  }

  /** A letter is known to be there. */
  arrived({ number }: Stream, sinceMs: number): void {
    const tookMs = this.#world.simulator.nowMs - sinceMs;
    this.#recorder.record(this.#ids[number]!.time, tookMs, sinceMs);
  }
}
