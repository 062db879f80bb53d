/** What a Result says of the use of its nodes, one replication at a time. */
import type { CounterData, GroupFacts, Replication, Result } from '../../result/result.ts';
import { type Region, regionOf } from './region.ts';
import type { Samples } from './usage.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;
const BITS_PER_BYTE = 8;
/** What bills for bandwidth look at. Source: as Tencent and Baidu, 288 samples a day. */
export const SAMPLE_MS = 300_000;

/** What a group sent or answered from one place. */
interface Sent {
  readonly group: string;
  readonly place: string;
  readonly entry: CounterData;
  readonly isToDevices: boolean;
}

export class Measured {
  readonly measuredHours: number;
  readonly groups: readonly GroupFacts[];
  readonly #replication: Replication;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #devices: ReadonlySet<string>;
  readonly #bytes: readonly Sent[];
  readonly #calls: readonly Sent[];
  readonly #windowMs: number;
  readonly #warmupMs: number;

  constructor({ scenario, topology }: Result, replication: Replication) {
    this.#replication = replication;
    this.#windowMs = scenario.windowMs;
    this.#warmupMs = scenario.warmupMs;
    this.measuredHours = Math.max(0, replication.simulatedMs - scenario.warmupMs) / HOUR_MS;
    this.groups = topology.groups.filter(({ kind }) => kind !== 'clients');
    this.#regions = new Map(topology.places.map((place) => [place.name, regionOf(place)]));
    const clients = topology.groups.filter(({ kind }) => kind === 'clients');
    this.#devices = new Set(clients.map(({ name }) => name));
    this.#bytes = this.#sent('call_bytes');
    this.#calls = this.#sent('calls');
  }

  /** Sum of a counter over all labels. */
  total(metric: string): number {
    return this.#totalOf(this.#replication.counters.filter((entry) => isOf(entry, metric)));
  }

  /** Places of a group's nodes, with repetition: one a node. */
  placesOf(group: string): readonly string[] {
    const instances = this.groups.find(({ name }) => name === group)?.instances ?? [];
    return instances.map(({ place }) => place);
  }

  /** Nodes of a group at some places, in the mean over time where something scales them. */
  nodesOf(group: string, places: ReadonlySet<string>): number {
    const own = this.#replication.counters.filter(
      ({ metric, labels }) =>
        metric === 'replicas' &&
        labels.during === undefined &&
        labels.node === group &&
        places.has(labels.place ?? ''),
    );
    const scaled = new Set(own.map(({ labels }) => labels.place));
    const fixed = this.placesOf(group).filter((place) => places.has(place) && !scaled.has(place));
    const measuredMs = this.measuredHours * HOUR_MS;
    return fixed.length + (measuredMs > 0 ? this.#totalOf(own) / measuredMs : 0);
  }

  regionOf(place: string): Region {
    return this.#regions.get(place) ?? 'asia';
  }

  bytesOf(group: string, places: ReadonlySet<string>): number {
    return this.#totalOf(entriesOf(this.#bytes, group, places));
  }

  requestsOf(group: string, places: ReadonlySet<string>): number {
    return this.#totalOf(entriesOf(this.#calls, group, places));
  }

  /** What a group got from others when it asked for it: what fills caches. */
  fetchedBytesOf(group: string): number {
    return this.#totalOf(
      this.#replication.counters.filter(
        (entry) =>
          isOf(entry, 'call_bytes') &&
          entry.labels.node === group &&
          entry.labels.to !== group &&
          !this.#devices.has(entry.labels.to ?? ''),
      ),
    );
  }

  /** Mean bit rate of what a group sends, over that of lines of so many nodes; 0 when nothing was measured. */
  lineUseOf(group: string, bitsPerSecond: number): number {
    const places = new Set(this.placesOf(group));
    const capacity = this.nodesOf(group, places) * bitsPerSecond;
    const seconds = (this.measuredHours * HOUR_MS) / SECOND_MS;
    if (capacity === 0 || seconds === 0) return 0;
    return (this.bytesOf(group, places) * BITS_PER_BYTE) / seconds / capacity;
  }

  bytesToDevices(group: string): number {
    const own = this.#bytes.filter((sent) => sent.group === group && sent.isToDevices);
    return this.#totalOf(own.map(({ entry }) => entry));
  }

  /** Part of the time that the workers of a group work; undefined where nobody counts. */
  utilisationOf(group: string): number | undefined {
    const of = (metric: string) =>
      this.#totalOf(
        this.#replication.counters.filter(
          (entry) => isOf(entry, metric) && entry.labels.node === group,
        ),
      );
    const workers = of('origin_workers') + of('cache_workers');
    return workers > 0 ? (of('origin_busy') + of('cache_busy')) / workers : undefined;
  }

  /** Bit rates of 5 minutes each, or of what comes nearest; of the whole run when it is shorter. */
  samplesOf(group: string, places: ReadonlySet<string>): Samples {
    const entries = entriesOf(this.#bytes, group, places);
    const each = Math.max(1, Math.floor(SAMPLE_MS / this.#windowMs));
    const eachMs = each * this.#windowMs;
    const first = Math.ceil(this.#warmupMs / this.#windowMs);
    const windows = Math.floor(this.#replication.simulatedMs / this.#windowMs) - first;
    const count = Math.floor(windows / each);
    if (count < 1) return this.#oneSample(entries);
    const bitsPerSecond = Array.from({ length: count }, (_, sample) => {
      const from = first + sample * each;
      const bytes = entries.reduce((all, { windows: own }) => all + sumOf(own, from, each), 0);
      return (bytes * BITS_PER_BYTE) / (eachMs / SECOND_MS);
    });
    return { eachMs, bitsPerSecond };
  }

  #oneSample(entries: readonly CounterData[]): Samples {
    const eachMs = this.measuredHours * HOUR_MS;
    if (eachMs === 0) return { eachMs: SAMPLE_MS, bitsPerSecond: [] };
    const bits = this.#totalOf(entries) * BITS_PER_BYTE;
    return { eachMs, bitsPerSecond: [bits / (eachMs / SECOND_MS)] };
  }

  /**
   * Answers are sent by who was called. Messages are sent by who makes the call: those to devices, and
   * those that devices write, which nobody bills for coming in.
   */
  #sent(metric: string): Sent[] {
    const entries = this.#replication.counters.filter((entry) => isOf(entry, metric));
    const pairs = new Set(entries.map(({ labels }) => `${labels.node}>${labels.to}`));
    return entries.flatMap((entry): Sent[] => {
      const { node = '', to = '', place = '' } = entry.labels;
      if (this.#devices.has(to)) {
        return this.#devices.has(node) ? [] : [{ group: node, place, entry, isToDevices: true }];
      }
      const isFromDevices = this.#devices.has(node);
      if (isFromDevices && metric === 'call_bytes' && pairs.has(`${to}>${node}`)) return [];
      return [{ group: to, place, entry, isToDevices: isFromDevices }];
    });
  }

  #totalOf(entries: readonly CounterData[]): number {
    return entries.reduce((sum, { total }) => sum + total, 0);
  }
}

const isOf = ({ metric, labels }: CounterData, name: string): boolean =>
  metric === name && labels.during === undefined;

const entriesOf = (sent: readonly Sent[], group: string, places: ReadonlySet<string>) =>
  sent.filter((one) => one.group === group && places.has(one.place)).map(({ entry }) => entry);

function sumOf(windows: readonly number[], from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at += 1) sum += windows[at] ?? 0;
  return sum;
}
