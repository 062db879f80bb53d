/**
 * Look-ups of a traffic's name before a new connection. A device keeps an address for its time to
 * live, and so does the resolver of its place; only what neither knows is asked of the servers that
 * own the name.
 */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import type { Choice } from '../../part/choice.ts';
import { duration } from '../../part/units.ts';
import type { Recorder } from '../../result/recorder.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { varying } from '../distribution/distribution.ts';
import type { Clients } from './clients.ts';
import type { World } from './world.ts';

export const namesParams = z.strictObject({
  ttl: duration({ above: 0 })
    .prefault('60s')
    .describe(
      'how long an address may be kept; CDNs that steer by DNS say 20 to 60 s (assumption)',
    ),
  resolver: varying(duration)
    .prefault('1ms')
    .describe('round trip between the place’s backbone and its resolver (assumption)'),
  lookup: varying(duration)
    .prefault({ lognormal: { median: '40ms', p99: '400ms' } })
    .describe('what a resolver needs for a name that it does not know (assumption)'),
});

interface NamesSettings {
  readonly ttl: number;
  readonly resolver: Choice<Distribution>;
  readonly lookup: Choice<Distribution>;
}

/** The devices of one place and their resolver. */
interface Site {
  readonly random: Random;
  /** When each device's address is too old, ms. */
  readonly deviceUntilMs: Float64Array;
  /** When the resolver has the address, or will, and until when it keeps it, ms. */
  atResolverMs: number;
  resolverUntilMs: number;
  readonly queries: number;
  readonly lookups: number;
}

export class Names {
  readonly #world: World;
  readonly #traffic: string;
  readonly #ttlMs: number;
  readonly #resolver: Distribution;
  readonly #lookup: Distribution;
  readonly #recorder: Recorder;
  readonly #sites = new Map<number, Site>();

  constructor(world: World, traffic: string, settings: NamesSettings) {
    this.#world = world;
    this.#traffic = traffic;
    this.#ttlMs = settings.ttl;
    this.#resolver = settings.resolver.make();
    this.#lookup = settings.lookup.make();
    this.#recorder = world.recorder;
  }

  /** Time until a device that asks now has the address, ms; 0 when it has kept it. */
  waitMs(clients: Clients, device: number): number {
    const { nowMs } = this.#world.simulator;
    const site = this.#siteOf(clients);
    if (nowMs < site.deviceUntilMs[device]!) return 0;
    this.#recorder.add(site.queries, 1, nowMs);
    const roundTripMs =
      2 * clients.accessMs(device, site.random) + this.#resolver.sample(site.random);
    const askedMs = nowMs + roundTripMs / 2;
    if (askedMs >= site.resolverUntilMs) {
      this.#recorder.add(site.lookups, 1, nowMs);
      site.atResolverMs = askedMs + this.#lookup.sample(site.random);
      site.resolverUntilMs = site.atResolverMs + this.#ttlMs;
    }
    // A resolver passes on what is left of the time to live. Source: RFC 1035 §3.2.1, §6.1.3
    site.deviceUntilMs[device] = site.resolverUntilMs;
    return Math.max(askedMs, site.atResolverMs) + roundTripMs / 2 - nowMs;
  }

  #siteOf(clients: Clients): Site {
    let site = this.#sites.get(clients.id);
    if (site === undefined) {
      site = this.#makeSite(clients);
      this.#sites.set(clients.id, site);
    }
    return site;
  }

  #makeSite(clients: Clients): Site {
    const { streams, places } = this.#world;
    const labels = { traffic: this.#traffic, place: places[clients.place]!.name };
    return {
      random: streams.stream(`${clients.name}/${this.#traffic}/names`),
      deviceUntilMs: new Float64Array(clients.devices).fill(Number.NEGATIVE_INFINITY),
      atResolverMs: Number.NEGATIVE_INFINITY,
      resolverUntilMs: Number.NEGATIVE_INFINITY,
      queries: this.#recorder.counter('dns_queries', labels),
      lookups: this.#recorder.counter('dns_lookups', labels),
    };
  }
}
