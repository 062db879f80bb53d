/** Carries calls and answers between nodes: delay from geography or from a link's settings. */
import { z } from 'zod';
import { SharedLink } from '../../engine/shared-link.ts';
import type { Simulator } from '../../engine/simulator.ts';
import type { Streams } from '../../engine/streams.ts';
import type { Choice } from '../../part/choice.ts';
import { choiceOf } from '../../part/choice.ts';
import { bitRate, duration, ratio } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { latencyModels } from './latency/index.ts';
import type { LatencyModel } from './latency/latency.ts';
import type { Place } from './place.ts';

/** What a scenario may say of the network as a whole. */
export const networkParams = z.strictObject({
  latency: choiceOf(latencyModels, 'geo').describe('one-way delay between places'),
  jitter: ratio({ max: 10 })
    .prefault('0%')
    .describe('mean of the delay added to each packet, exponential, as a part of the path’s own'),
  asymmetry: ratio({ max: 1 })
    .prefault('0%')
    .describe('how far one direction of a pair may be above, and the other below, the half'),
});

export interface NetworkChoices {
  readonly latency: Choice<LatencyModel>;
  readonly jitter: number;
  readonly asymmetry: number;
}

/** What a scenario may say of a link between two groups. */
export const linkParams = z.strictObject({
  latency: varying(duration).optional().describe('one-way delay; default: as `network` has it'),
  bandwidth: bitRate()
    .optional()
    .describe('of one link, each direction; default: no limit. Transfers share it equally'),
});

export interface LinkSettings {
  readonly latency?: Choice<Distribution> | undefined;
  readonly bandwidth?: number | undefined;
}

/** One direction between two nodes. */
export class Path {
  readonly #fixedMs: number;
  readonly #varying: Varying | undefined;
  /** Takes what is sent, when the scenario limits the bandwidth. */
  readonly link: SharedLink | undefined;

  constructor(fixedMs: number, varying?: Varying, link?: SharedLink) {
    this.#fixedMs = fixedMs;
    this.#varying = varying;
    this.link = link;
  }

  /** One-way delay, ms; what varies is drawn anew each time. */
  delayMs(): number {
    const varying = this.#varying;
    return varying === undefined ? this.#fixedMs : this.#fixedMs + varying.sample();
  }
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
  /** @returns the settings of the link between two groups, in whichever direction it was given. */
  linkBetween(from: string, to: string): LinkSettings | undefined;
}

/** Makes the paths between nodes. Every pair of nodes has its own link of the stated bandwidth. */
export class Network {
  readonly #settings: NetworkSettings;
  readonly #latency: LatencyModel;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
    this.#latency = settings.choices.latency.make();
  }

  /** @param arrived called with the job when its last byte has left the link. */
  path(from: Endpoint, to: Endpoint, arrived: (job: number) => void): Path {
    const { simulator, streams, linkBetween, choices } = this.#settings;
    const link = linkBetween(from.group, to.group);
    const shared =
      link?.bandwidth === undefined
        ? undefined
        : new SharedLink(simulator, link.bandwidth, arrived);
    const stream = () => streams.stream(`link/${from.name}/${to.name}`);
    if (link?.latency !== undefined) {
      const [drawn, random] = [link.latency.make(), stream()];
      return new Path(0, { sample: () => drawn.sample(random) }, shared);
    }
    const fixedMs = this.#betweenPlacesMs(from.place, to.place);
    if (choices.jitter === 0) return new Path(fixedMs, undefined, shared);
    const [meanMs, random] = [choices.jitter * fixedMs, stream()];
    return new Path(fixedMs, { sample: () => random.exponential(meanMs) }, shared);
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
