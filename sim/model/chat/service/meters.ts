/** What a full chat counts, by the place of the device that it concerns. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Crowd } from './crowd.ts';

/** Counters of devices, by the name that they have here. */
const COUNTERS = {
  sent: 'messages',
  shown: 'deliveries',
  undelivered: 'undelivered',
  resent: 'resent_messages',
  duplicate: 'wire_duplicates',
  gap: 'delivery_gaps',
  sync: 'syncs',
  receipt: 'receipts',
  refused: 'refused_messages',
  expired: 'expired_messages',
} as const;

const HISTOGRAMS = {
  delivery: 'delivery',
  ack: 'message_ack',
  lag: 'sync_lag',
  seen: 'receipt_delay',
} as const;

const LEVELS = { backlog: 'message_backlog' } as const;

type Counter = keyof typeof COUNTERS;
type Histogram = keyof typeof HISTOGRAMS;

export class Meters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #placeOf: Uint16Array;
  readonly #counters: Record<Counter, readonly number[]>;
  readonly #histograms: Record<Histogram, readonly number[]>;
  readonly #backlog: readonly number[];

  constructor(world: World, traffic: string, clients: readonly Clients[], crowd: Crowd) {
    const { recorder, places } = world;
    this.#recorder = recorder;
    this.#world = world;
    this.#placeOf = crowd.placeOf;
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    const each = <Name extends string>(
      names: Readonly<Record<Name, string>>,
      make: (metric: string, labels: Record<string, string>) => number,
    ) => {
      const ids: Partial<Record<Name, readonly number[]>> = {};
      for (const name of Object.keys(names) as Name[]) {
        ids[name] = labels.map((its) => make(names[name], its));
      }
      return ids as Record<Name, readonly number[]>;
    };
    this.#counters = each(COUNTERS, (metric, its) => recorder.counter(metric, its));
    this.#histograms = each(HISTOGRAMS, (metric, its) => recorder.histogram(metric, its));
    this.#backlog = each(LEVELS, (metric, its) => recorder.level(metric, its)).backlog;
  }

  /** @param atMs time that it belongs to; default: now. */
  count(counter: Counter, device: number, atMs = this.#world.simulator.nowMs): void {
    this.#recorder.add(this.#counters[counter][this.#placeOf[device]!]!, 1, atMs);
  }

  record(histogram: Histogram, device: number, sinceMs: number): void {
    const tookMs = this.#world.simulator.nowMs - sinceMs;
    this.#recorder.record(this.#histograms[histogram][this.#placeOf[device]!]!, tookMs, sinceMs);
  }

  /** Messages that mailboxes keep for a device are so many more. */
  keep(device: number, by: number): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.changeLevel(this.#backlog[this.#placeOf[device]!]!, by, nowMs);
  }
}
