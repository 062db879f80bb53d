/** What a full chat counts, by the place of the device that it concerns, and of messages by their kind. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Domains } from '../federation/domains.ts';
import type { Crowd } from './crowd.ts';
import { STATE_NAMES, type States } from './states.ts';

/** What is counted, by its name here, and the metric. */
const COUNTERS = {
  resent: 'resent_messages',
  duplicate: 'wire_duplicates',
  gap: 'delivery_gaps',
  sync: 'syncs',
  receipt: 'receipts',
  refused: 'refused_messages',
  expired: 'expired_messages',
} as const;

/** Where there are several domains. */
const ABROAD = { bounced: 'bounced_messages', told: 'bounces_told' } as const;
const REACHES = ['within', 'across'] as const;

const HISTOGRAMS = { ack: 'message_ack', lag: 'sync_lag', seen: 'receipt_delay' } as const;

/** What has a kind where messages have. */
const OF_KINDS = { sent: 'messages', shown: 'deliveries', undelivered: 'undelivered' } as const;

type Ids<Names> = Record<keyof Names, readonly number[]>;

interface MetersParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly crowd: Crowd;
  /** Undefined: messages have none. */
  readonly kinds: readonly string[] | undefined;
  /** Undefined: devices are there all the time. */
  readonly states: States | undefined;
  readonly domains: Domains;
}

export class Meters {
  readonly #recorder: Recorder;
  readonly #world: World;
  readonly #placeOf: Uint16Array;
  readonly #places: number;
  readonly #counters: Ids<typeof COUNTERS>;
  readonly #histograms: Ids<typeof HISTOGRAMS>;
  readonly #backlog: readonly number[];
  /** By kind and place. */
  readonly #ofKinds: Ids<typeof OF_KINDS>;
  /** By whether it came from another domain, where there are several, by kind and place. */
  readonly #delivery: readonly number[];
  readonly #domains: Domains;
  readonly #abroad: Ids<typeof ABROAD> | undefined;

  /** Where devices have states: in which it was when the message was sent, by state, then as `delivery`. */
  readonly #states: States | undefined;
  readonly #ofStates: readonly number[];
  readonly #rows: number;
  readonly #kindRows: number;

  constructor({ world, traffic, clients, crowd, kinds, states, domains }: MetersParts) {
    const { recorder, places } = world;
    this.#domains = domains;
    this.#recorder = recorder;
    this.#world = world;
    this.#placeOf = crowd.placeOf;
    this.#places = clients.length;
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    const byKind =
      kinds === undefined
        ? labels
        : kinds.flatMap((kind) => labels.map((where) => ({ ...where, kind })));
    this.#counters = idsOf(COUNTERS, (metric) => labels.map((at) => recorder.counter(metric, at)));
    this.#histograms = idsOf(HISTOGRAMS, (metric) =>
      labels.map((at) => recorder.histogram(metric, at)),
    );
    this.#backlog = labels.map((at) => recorder.level('message_backlog', at));
    this.#ofKinds = idsOf(OF_KINDS, (metric) => byKind.map((at) => recorder.counter(metric, at)));
    this.#states = states;
    const isOne = domains.all.length === 1;
    const byReach = isOne
      ? byKind
      : REACHES.flatMap((reach) => byKind.map((at) => ({ ...at, reach })));
    this.#rows = byReach.length;
    this.#abroad = isOne
      ? undefined
      : idsOf(ABROAD, (metric) => labels.map((at) => recorder.counter(metric, at)));
    this.#delivery =
      states === undefined ? byReach.map((at) => recorder.histogram('delivery', at)) : [];
    this.#ofStates =
      states === undefined
        ? []
        : STATE_NAMES.flatMap((state) =>
            byReach.map((at) => recorder.histogram('delivery', { ...at, state })),
          );
    this.#kindRows = byKind.length;
  }

  count(counter: keyof typeof COUNTERS, device: number): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.add(this.#counters[counter][this.#placeOf[device]!]!, 1, nowMs);
  }

  /** As `count`, of what goes from domain to domain. */
  countAbroad(counter: keyof typeof ABROAD, device: number): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.add(this.#abroad![counter][this.#placeOf[device]!]!, 1, nowMs);
  }

  /** @param sinceMs when it began: it belongs to that time. */
  record(histogram: keyof typeof HISTOGRAMS, device: number, sinceMs: number): void {
    const tookMs = this.#world.simulator.nowMs - sinceMs;
    this.#recorder.record(this.#histograms[histogram][this.#placeOf[device]!]!, tookMs, sinceMs);
  }

  /**
   * @param kind of the message, by number. @param sentAtMs time that it belongs to.
   * @param author device that it was written on; default: one of the same domain.
   */
  message(
    what: keyof typeof OF_KINDS,
    device: number,
    kind: number,
    sentAtMs: number,
    author: number = device,
  ): void {
    const row = kind * this.#places + this.#placeOf[device]!;
    this.#recorder.add(this.#ofKinds[what][row]!, 1, sentAtMs);
    if (what !== 'shown') return;
    const tookMs = this.#world.simulator.nowMs - sentAtMs;
    const states = this.#states;
    const at = this.#isAcross(author, device) ? this.#kindRows + row : row;
    const histogram =
      states === undefined
        ? this.#delivery[at]!
        : this.#ofStates[states.at(device, sentAtMs) * this.#rows + at]!;
    this.#recorder.record(histogram, tookMs, sentAtMs);
  }

  #isAcross(one: number, other: number): boolean {
    if (this.#abroad === undefined) return false;
    const [own, its] = [this.#placeOf[one]!, this.#placeOf[other]!];
    return this.#domains.numberAt(own) !== this.#domains.numberAt(its);
  }

  /** Messages that mailboxes keep for a device are so many more. */
  keep(device: number, by: number): void {
    const { nowMs } = this.#world.simulator;
    this.#recorder.changeLevel(this.#backlog[this.#placeOf[device]!]!, by, nowMs);
  }
}

function idsOf<Names extends Readonly<Record<string, string>>>(
  names: Names,
  make: (metric: string) => readonly number[],
): Ids<Names> {
  const entries = Object.entries(names).map(([name, metric]) => [name, make(metric)]);
  return Object.fromEntries(entries) as Ids<Names>;
}
