import { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { duration, ratio } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';
import { type Mapping, type MappingContext, mapping } from './mapping.ts';

interface Settings {
  readonly ttl: number;
  readonly publicResolvers: number;
  readonly error: Choice<Distribution>;
  readonly ecs: boolean;
  readonly detect: number;
  readonly overstay: { readonly share: number; readonly for: number };
}

/**
 * A name server answers with the site nearest to the resolver that asks. Resolvers are busy: they ask again
 * when an answer has expired, so that what a device gets is of any age up to the time to live.
 */
class GeoDns implements Mapping {
  readonly #context: MappingContext;
  readonly #detectMs: number;
  /** By device: the site that it would be given, how long its resolver keeps it, and since when. */
  readonly #site: Int32Array;
  readonly #keepsMs: Float64Array;
  readonly #phaseMs: Float64Array;

  constructor(settings: Settings, context: MappingContext) {
    const { sites, clients, random } = context;
    const { devices } = clients;
    this.#context = context;
    this.#detectMs = settings.detect;
    this.#site = new Int32Array(devices);
    this.#keepsMs = new Float64Array(devices);
    this.#phaseMs = new Float64Array(devices);
    const error = settings.error.make();
    for (let device = 0; device < devices; device += 1) {
      const isPublic = random.uniform() < settings.publicResolvers;
      const extraMs = error.sample(random);
      const isMistaken = isPublic && !settings.ecs;
      this.#site[device] = isMistaken ? sites.about(extraMs, 0) : 0;
      const overstays = random.uniform() < settings.overstay.share;
      this.#keepsMs[device] = overstays ? settings.overstay.for : settings.ttl;
      this.#phaseMs[device] = random.uniform() * this.#keepsMs[device]!;
    }
  }

  siteOf(device: number, nowMs: number): number {
    const preferred = this.#site[device]!;
    const { sites } = this.#context;
    if (!sites.hasChanged) return preferred;
    const keepsMs = this.#keepsMs[device]!;
    const phaseMs = this.#phaseMs[device]!;
    const askedMs = phaseMs + Math.floor((nowMs - phaseMs) / keepsMs) * keepsMs;
    return sites.at(preferred, askedMs - this.#detectMs);
  }
}

export const geoDns = mapping({
  name: 'geo-dns',
  summary:
    'gives each resolver the address of the site nearest to it; answers are kept for a while',
  source:
    'RFC 1035 §3.2.1 (time to live), RFC 7871 (client subnet); Chen, Sitaraman & Torres, End-User Mapping, SIGCOMM 2015; shares and errors are assumptions',
  params: {
    ttl: duration({ above: 0 })
      .prefault('30s')
      .describe('how long an answer may be kept; CDNs say 20 to 60 s (assumption)'),
    'public-resolvers': ratio()
      .prefault('15%')
      .describe('devices whose resolver is somewhere else: 10 to 20 % (assumption)'),
    error: varying(duration)
      .prefault({ uniform: { min: '0ms', max: '100ms' } })
      .describe(
        'round trip by which their site is farther than the nearest, as close as there is one; a tail of 30 to 100 ms (assumption)',
      ),
    ecs: z
      .boolean()
      .default(false)
      .describe('whether public resolvers tell of the client’s subnet, so that nobody is mistaken'),
    detect: duration()
      .prefault('10s')
      .describe('until the name server has noticed that a site is lost, or is back (assumption)'),
    overstay: z
      .strictObject({
        share: ratio().prefault('7%').describe('devices whose resolver keeps answers too long'),
        for: duration({ above: 0 }).prefault('1h').describe('how long it keeps them'),
      })
      .prefault({})
      .describe('5 to 10 % keep answers for more than an hour (assumption)'),
  },
  make: ({ 'public-resolvers': publicResolvers, ...given }, context) =>
    new GeoDns({ ...given, publicResolvers }, context),
});
