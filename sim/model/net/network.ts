/** Carries calls and answers between nodes: delay from geography or from a link's settings. */
import { z } from 'zod';
import { Lines } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';
import { SharedLink } from '../../engine/shared-link.ts';
import type { Simulator } from '../../engine/simulator.ts';
import type { Streams } from '../../engine/streams.ts';
import type { Choice } from '../../part/choice.ts';
import { choiceOf } from '../../part/choice.ts';
import { bitRate, duration, ratio } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { type Disturbance, heldMs, isScrambling, together, UNDISTURBED } from './disturbance.ts';
import { latencyModels } from './latency/index.ts';
import type { LatencyModel } from './latency/latency.ts';
import { lossModels } from './loss/index.ts';
import { type Loss, Losses } from './loss/loss.ts';
import { AT_ALL_SITES, type Place } from './place.ts';

/** What a scenario may say of the network as a whole. */
export const networkParams = z.strictObject({
  latency: choiceOf(latencyModels, 'geo').describe('one-way delay between places'),
  jitter: ratio({ max: 10 })
    .prefault('0%')
    .describe('mean of the delay added to each packet, exponential, as a part of the path’s own'),
  asymmetry: ratio({ max: 1 })
    .prefault('0%')
    .describe('how far one direction of a pair may be above, and the other below, the half'),
  backhaul: duration()
    .prefault('1ms')
    .describe(
      'one-way delay between a radio site and the core of its place: 100 km of fibre and a few switches (assumption)',
    ),
  loss: choiceOf(lossModels)
    .optional()
    .describe(
      'packets lost between places, in each direction; transports http-1.1, http-2 and http-3 send them again, others know of none',
    ),
});

export interface NetworkChoices {
  readonly latency: Choice<LatencyModel>;
  readonly jitter: number;
  readonly asymmetry: number;
  readonly backhaul: number;
  readonly loss?: Choice<Loss, Random> | undefined;
}

/** What a scenario may say of a link between two groups. */
export const linkParams = z.strictObject({
  latency: varying(duration).optional().describe('one-way delay; default: as `network` has it'),
  bandwidth: bitRate()
    .optional()
    .describe('of one link, each direction; default: no limit. Transfers share it equally'),
  loss: choiceOf(lossModels).optional().describe('packets lost; default: as `network` has it'),
  queue: duration({ above: 0 })
    .prefault('100ms')
    .describe(
      'room for packets that wait for the bandwidth, as the time they take; what comes when it is full is lost. For transports http-1.1, http-2 and http-3; 100 ms is an assumption, of the order of a round trip: Villamizar & Song, ACM CCR 24(5), 1994',
    ),
});

export interface LinkSettings {
  readonly latency?: Choice<Distribution> | undefined;
  readonly bandwidth?: number | undefined;
  readonly loss?: Choice<Loss, Random> | undefined;
  readonly queue?: number | undefined;
}

/** How the packets of a path fare when they are followed one by one. */
interface Packets {
  readonly queue?: Lines | undefined;
  readonly roomMs: number;
  readonly losses?: Losses | undefined;
}

/** One direction between two nodes. */
export class Path {
  readonly #fixedMs: number;
  readonly #varying: Varying | undefined;
  readonly #ownLink: Link | undefined;
  /** Takes what is sent, when the scenario or a fault limits the bandwidth. */
  link: SharedLink | undefined;
  #ownQueueBitsPerSecond: number;
  /** Takes packets instead, where transports follow them; as line 0. */
  queue: Lines | undefined;
  readonly roomMs: number;
  losses: Losses | undefined;
  readonly #ownLosses: Losses | undefined;
  #hasPackets: boolean;
  #disturbance = UNDISTURBED;
  /** Of the packets that a fault scrambles. */
  #scrambled: Random | undefined;

  constructor(fixedMs: number, { varying, link, packets, hasPackets }: PathParts) {
    this.#fixedMs = fixedMs;
    this.#varying = varying;
    this.#ownLink = link;
    this.link = link?.shared;
    this.queue = packets?.queue;
    this.#ownQueueBitsPerSecond = packets?.queue?.bitsPerSecond[0] ?? Number.POSITIVE_INFINITY;
    this.roomMs = packets?.roomMs ?? Number.POSITIVE_INFINITY;
    this.losses = packets?.losses;
    this.#ownLosses = packets?.losses;
    this.#hasPackets = hasPackets;
  }

  /** One-way delay, ms; what varies is drawn anew each time. */
  delayMs(): number {
    const varying = this.#varying;
    const fixedMs = this.#fixedMs + this.#disturbance.extraMs;
    return varying === undefined ? fixedMs : fixedMs + varying.sample();
  }

  /** How long what is sent now waits for the path to open, ms; Infinity: its sender gives up. */
  heldMs(nowMs: number): number {
    const { closedUntilMs } = this.#disturbance;
    return closedUntilMs <= nowMs ? 0 : heldMs(closedUntilMs - nowMs);
  }

  /** Whether a packet that leaves now arrives a second time. */
  isDoubled(): boolean {
    const { doubledRatio } = this.#disturbance;
    return doubledRatio > 0 && this.#scrambled!.uniform() < doubledRatio;
  }

  /** How much later than in its turn a packet arrives that leaves now, ms; 0: in its turn. */
  lateMs(): number {
    const { overtakenRatio, overtakenMs } = this.#disturbance;
    if (overtakenRatio === 0 || this.#scrambled!.uniform() >= overtakenRatio) return 0;
    return overtakenMs * this.#scrambled!.uniform();
  }

  /** Packets are followed from now on; what goes as a whole keeps its link. */
  follow(): void {
    if (this.#hasPackets) return;
    this.#hasPackets = true;
    const bitsPerSecond = this.#ownLink?.bitsPerSecond ?? Number.POSITIVE_INFINITY;
    this.#ownQueueBitsPerSecond = bitsPerSecond;
    this.#narrowQueue(Math.min(bitsPerSecond, this.#disturbance.bitsPerSecond));
  }

  /** Whether packets that leave now are lost. */
  isClosed(nowMs: number): boolean {
    return this.#disturbance.closedUntilMs > nowMs;
  }

  /**
   * From now on it is as all the faults together leave it.
   *
   * @param narrow makes a link where there was no limit; what is on its way stays on the old one.
   * @param chance of the losses that a fault brings, and of what it does to the order.
   */
  disturb(
    disturbance: Disturbance,
    narrow: (bitsPerSecond: number) => SharedLink,
    chance: (of: 'loss' | 'order') => Random,
  ): void {
    const { bitsPerSecond, loss } = disturbance;
    if (isScrambling(disturbance)) this.#scrambled ??= chance('order');
    if (loss === undefined) this.losses = this.#ownLosses;
    else if (loss !== this.#disturbance.loss) this.losses = new Losses(loss.make(chance('loss')));
    const own = this.#ownLink;
    if (this.#hasPackets) this.#narrowQueue(Math.min(this.#ownQueueBitsPerSecond, bitsPerSecond));
    if (own !== undefined) own.shared.setRate(Math.min(own.bitsPerSecond, bitsPerSecond));
    else if (this.#hasPackets || bitsPerSecond === Number.POSITIVE_INFINITY) this.link = undefined;
    else if (bitsPerSecond !== this.#disturbance.bitsPerSecond) this.link = narrow(bitsPerSecond);
    this.#disturbance = disturbance;
  }

  #narrowQueue(bitsPerSecond: number): void {
    if (this.queue !== undefined) this.queue.bitsPerSecond[0] = bitsPerSecond;
    else if (bitsPerSecond < Number.POSITIVE_INFINITY) {
      this.queue = new Lines(Float64Array.of(bitsPerSecond));
    }
  }
}

/** What a path is made of beside its fixed delay. */
interface PathParts {
  readonly varying?: Varying;
  readonly link: Link | undefined;
  readonly packets: Packets | undefined;
  readonly hasPackets: boolean;
}

/** A link whose bandwidth the scenario states. */
interface Link {
  readonly shared: SharedLink;
  readonly bitsPerSecond: number;
}

/** The part of a delay that is another one for each packet, ms. */
interface Varying {
  sample(): number;
}

/** An end of a path: where it is, and to which group it belongs. */
export interface Endpoint {
  readonly name: string;
  readonly group: string;
  readonly place: number;
}

interface NetworkSettings {
  readonly simulator: Simulator;
  readonly streams: Streams;
  readonly places: readonly Place[];
  readonly choices: NetworkChoices;
  /** By the name of a node: where in its place it stands. */
  readonly sites: ReadonlyMap<string, number>;
  /** @returns the settings of the link between two groups, in whichever direction it was given. */
  linkBetween(from: string, to: string): LinkSettings | undefined;
}

/** A path that is in use. */
interface OpenPath {
  readonly path: Path;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly arrived: (job: number) => void;
}

/** Paths that a fault acts on. */
export type Touches = (from: Endpoint, to: Endpoint) => boolean;

/** Makes the paths between nodes. Every pair of nodes has its own link of the stated bandwidth. */
export class Network {
  readonly #settings: NetworkSettings;
  readonly #latency: LatencyModel;
  readonly #open: OpenPath[] = [];
  readonly #faults = new Map<Disturbance, Touches>();
  /** Whether packets may come twice or in another order, anywhere. */
  isScrambled = false;

  /** Between a radio site and the core of its place, one way, ms. */
  readonly backhaulMs: number;

  constructor(settings: NetworkSettings) {
    this.backhaulMs = settings.choices.backhaul;
    this.#settings = settings;
    this.#latency = settings.choices.latency.make();
  }

  /**
   * @param arrived called with the job when its last byte has left the link.
   * @param hasPackets whether packets are followed one by one: then a link is a queue of them.
   */
  path(from: Endpoint, to: Endpoint, arrived: (job: number) => void, hasPackets = false): Path {
    const path = this.#undisturbed(from, to, arrived, hasPackets);
    const open = { path, from, to, arrived };
    this.#open.push(open);
    if (this.#faults.size > 0) this.#meetFaults(open);
    return path;
  }

  /** Lets a fault act on paths, until `calm`. */
  disturb(fault: Disturbance, touches: Touches): void {
    this.#faults.set(fault, touches);
    this.#changed(touches);
  }

  /** Ends a fault; what others do to the same paths stays. */
  calm(fault: Disturbance): void {
    const touches = this.#faults.get(fault)!;
    this.#faults.delete(fault);
    this.#changed(touches);
  }

  #changed(touches: Touches): void {
    this.isScrambled = [...this.#faults.keys()].some(isScrambling);
    for (const open of this.#open) if (touches(open.from, open.to)) this.#meetFaults(open);
  }

  #meetFaults({ path, from, to, arrived }: OpenPath): void {
    const acting = [...this.#faults].flatMap(([fault, touches]) =>
      touches(from, to) ? [fault] : [],
    );
    const { simulator, streams } = this.#settings;
    path.disturb(
      together(acting),
      (rate) => new SharedLink(simulator, rate, arrived),
      (of) => streams.stream(`fault ${of}/${from.name}/${to.name}`),
    );
  }

  #undisturbed(
    from: Endpoint,
    to: Endpoint,
    arrived: (job: number) => void,
    hasPackets: boolean,
  ): Path {
    const { simulator, streams, linkBetween, choices } = this.#settings;
    const settings = linkBetween(from.group, to.group);
    const bitsPerSecond = settings?.bandwidth;
    const link =
      bitsPerSecond === undefined || hasPackets
        ? undefined
        : { shared: new SharedLink(simulator, bitsPerSecond, arrived), bitsPerSecond };
    const packets = this.#packets(from, to, settings, hasPackets);
    const parts = { link, packets, hasPackets };
    const stream = () => streams.stream(`link/${from.name}/${to.name}`);
    if (settings?.latency !== undefined) {
      const [drawn, random] = [settings.latency.make(), stream()];
      return new Path(0, { ...parts, varying: { sample: () => drawn.sample(random) } });
    }
    const fixedMs = this.#betweenPlacesMs(from.place, to.place) + this.#backhaulsMs(from, to);
    if (choices.jitter === 0) return new Path(fixedMs, parts);
    const [meanMs, random] = [choices.jitter * fixedMs, stream()];
    return new Path(fixedMs, { ...parts, varying: { sample: () => random.exponential(meanMs) } });
  }

  #packets(
    from: Endpoint,
    to: Endpoint,
    link: LinkSettings | undefined,
    hasQueue: boolean,
  ): Packets | undefined {
    const { streams, choices } = this.#settings;
    const everywhere = from.place === to.place ? undefined : choices.loss;
    const choice = link?.loss ?? everywhere;
    const bandwidth = hasQueue ? link?.bandwidth : undefined;
    if (choice === undefined && link === undefined) return undefined;
    const loss = choice?.make(streams.stream(`loss/${from.name}/${to.name}`));
    return {
      queue: bandwidth === undefined ? undefined : new Lines(Float64Array.of(bandwidth)),
      roomMs: link?.queue ?? Number.POSITIVE_INFINITY,
      losses: loss && new Losses(loss),
    };
  }

  /** Ways between radio sites and the cores of their places. */
  #backhaulsMs(from: Endpoint, to: Endpoint): number {
    const { sites } = this.#settings;
    const [one, other] = [sites.get(from.name)!, sites.get(to.name)!];
    const isWithin = one === other || one === AT_ALL_SITES || other === AT_ALL_SITES;
    if (from.place === to.place && isWithin) return 0;
    return this.backhaulMs * (Number(one >= 0) + Number(other >= 0));
  }

  /** Two one-way delays between places, without jitter and without what links of groups are set to, ms. */
  roundTripMs(one: number, other: number): number {
    return this.#betweenPlacesMs(one, other) + this.#betweenPlacesMs(other, one);
  }

  /** The delay that the latency model gives, unevenly split between the two directions. */
  #betweenPlacesMs(from: number, to: number): number {
    const { places, streams, choices } = this.#settings;
    const [one, other] = [places[Math.min(from, to)]!.name, places[Math.max(from, to)]!.name];
    const chance = (purpose: string) => streams.stream(`${purpose}/${one}/${other}`);
    const halfMs = this.#latency.oneWayMs(places[from]!, places[to]!, chance('latency'));
    if (choices.asymmetry === 0 || from === to) return halfMs;
    const tilt = choices.asymmetry * (2 * chance('asymmetry').uniform() - 1);
    return halfMs * (from < to ? 1 + tilt : 1 - tilt);
  }
}
