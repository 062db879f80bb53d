import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { duration } from '../../../part/units.ts';
import { type Mapping, type MappingContext, mapping } from './mapping.ts';
import { siteMappings } from './site-mappings.ts';

/** A device asks a router first, which sees its address and names the quickest site that is up. */
class Redirect implements Mapping {
  waitMs = 0;
  readonly #context: MappingContext;
  readonly #router: Mapping;
  readonly #rememberMs: number;
  readonly #site: Int32Array;
  readonly #untilMs: Float64Array;

  constructor(
    router: Choice<Mapping, MappingContext>,
    rememberMs: number,
    context: MappingContext,
  ) {
    this.#context = context;
    this.#router = router.make(context);
    this.#rememberMs = rememberMs;
    this.#site = new Int32Array(context.clients.devices);
    this.#untilMs = new Float64Array(context.clients.devices).fill(Number.NEGATIVE_INFINITY);
  }

  siteOf(device: number, nowMs: number): number {
    this.waitMs = 0;
    if (nowMs < this.#untilMs[device]!) return this.#site[device]!;
    const { sites, clients, random, setupRoundTrips } = this.#context;
    const router = this.#router.siteOf(device, nowMs);
    const roundTripMs = sites.roundTripMs(router) + 2 * clients.accessMs(device, random);
    this.waitMs = (1 + setupRoundTrips) * roundTripMs;
    this.#site[device] = sites.isUp(router) ? sites.at(0, nowMs) : router;
    this.#untilMs[device] = sites.isUp(router) ? nowMs + this.waitMs + this.#rememberMs : 0;
    return this.#site[device]!;
  }

  /** Players go back to the router with an error. */
  failed(device: number): void {
    this.#untilMs[device] = Number.NEGATIVE_INFINITY;
  }
}

export const redirect = mapping({
  name: 'redirect',
  summary: 'asks a router first, which knows who asks and names the quickest site: one trip more',
  source: 'RFC 9110 §15.4.3 (302 Found); manifest steering of HLS and DASH is the same in effect',
  params: {
    router: choiceOf(siteMappings, 'anycast').describe('how a device comes to the router'),
    remember: duration()
      .prefault('10m')
      .describe('how long a device stays with the answer, unless a request fails (assumption)'),
  },
  make: ({ router, remember }, context) => new Redirect(router, remember, context),
});
