/** Carries calls and answers between nodes: delay from geography or from a link's settings. */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { SharedLink } from '../../engine/shared-link.ts';
import type { Simulator } from '../../engine/simulator.ts';
import type { Streams } from '../../engine/streams.ts';
import type { Choice } from '../../part/choice.ts';
import { bitRate, duration } from '../../part/units.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import { roundTripMs } from './geography.ts';
import { distanceKm, type Place } from './place.ts';

/** What a scenario may say of a link between two groups. */
export const linkParams = z.strictObject({
  latency: varying(duration).optional().describe('one-way delay; default: from geography'),
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
  readonly #drawn: Distribution | undefined;
  readonly #random: Random | undefined;
  /** Takes what is sent, when the scenario limits the bandwidth. */
  readonly link: SharedLink | undefined;

  constructor(delay: number | { drawn: Distribution; random: Random }, link?: SharedLink) {
    this.#fixedMs = typeof delay === 'number' ? delay : 0;
    this.#drawn = typeof delay === 'number' ? undefined : delay.drawn;
    this.#random = typeof delay === 'number' ? undefined : delay.random;
    this.link = link;
  }

  /** One-way delay, ms; drawn anew each time when the scenario gives a distribution. */
  delayMs(): number {
    return this.#drawn === undefined ? this.#fixedMs : this.#drawn.sample(this.#random!);
  }
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
  /** @returns the settings of the link between two groups, in whichever direction it was given. */
  linkBetween(from: string, to: string): LinkSettings | undefined;
}

/** Makes the paths between nodes. Every pair of nodes has its own link of the stated bandwidth. */
export class Network {
  readonly #settings: NetworkSettings;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  /** @param arrived called with the job when its last byte has left the link. */
  path(from: Endpoint, to: Endpoint, arrived: (job: number) => void): Path {
    const { simulator, streams, linkBetween } = this.#settings;
    const link = linkBetween(from.group, to.group);
    const shared =
      link?.bandwidth === undefined
        ? undefined
        : new SharedLink(simulator, link.bandwidth, arrived);
    if (link?.latency === undefined) {
      return new Path(this.#geographicMs(from.place, to.place), shared);
    }
    const random = streams.stream(`link/${from.name}/${to.name}`);
    return new Path({ drawn: link.latency.make(), random }, shared);
  }

  #geographicMs(from: number, to: number): number {
    const { places } = this.#settings;
    return roundTripMs(distanceKm(places[from]!, places[to]!)) / 2;
  }
}
