import type { z } from 'zod';
import type { Choice } from '../../part/choice.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes } from '../../part/units.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import { ArrivalSource } from './arrival-source.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import { catalogParams, drawSizes } from './catalog.ts';
import { HttpTraffic, httpParams } from './http-traffic.ts';
import { matchNumbered } from './keys.ts';
import { Ranges, rangeParams } from './ranges.ts';
import { Tags } from './tags.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

interface WebParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly catalog: z.output<typeof catalogParams>;
  readonly ranges?: z.output<typeof rangeParams> | undefined;
  readonly upload?: Choice<Distribution> | undefined;
}

/** Objects are numbered by popularity. */
const MOST_POPULAR = 0;

/** Independent requests for the objects of a catalog, open loop: nobody waits for an answer. */
class Web implements Traffic {
  readonly #sources: readonly ArrivalSource[];
  readonly #context: TrafficContext;
  /** By place: a device asks for an object, or for one of its own choice. */
  readonly #asks: ((object?: number) => void)[] = [];
  readonly #shares: number[];

  constructor(context: TrafficContext, params: WebParams) {
    this.#context = context;
    const { world, name, content, clients } = context;
    const { streams, simulator, places } = world;
    const { objects } = params.catalog;
    const sizes = drawSizes(params.catalog, streams, name);
    const popularity = params.catalog.popularity.make({ objects });
    const match = matchNumbered(name, objects);
    const bytesOf = (object: number) => sizes[object];
    const http = new HttpTraffic(context, params, {
      match,
      bytesOf,
      tags: new Tags(params.catalog.tags),
      vary: params.catalog.vary,
      hasUploads: params.upload !== undefined,
    });
    http.smallestBytes = sizes.reduce((least, size) => Math.min(least, size));
    world.contents[content] = http;
    const shares = clients.reduce((sum, { place }) => sum + places[place]!.share, 0);
    this.#sources = clients.map((node, index) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const devices = stream('device');
      const choices = stream('object');
      const ranges = params.ranges && new Ranges(params.ranges, stream('range'));
      const body = params.upload?.make();
      const bodies = stream('upload');
      const ask = (wanted?: number) => {
        const object = wanted ?? popularity.sample(choices);
        const device = devices.below(node.devices);
        const bytes = sizes[object]!;
        const upload = body === undefined ? 0 : Math.max(0, Math.round(body.sample(bodies)));
        if (ranges === undefined) http.ask(index, device, object, bytes, 0, 0, upload);
        else {
          ranges.draw(bytes);
          http.ask(index, device, object, ranges.bytes, ranges.fromByte, ranges.partOf, upload);
        }
      };
      this.#asks.push(ask);
      const share = places[node.place]!.share / shares;
      const arrived = () => ask();
      return new ArrivalSource(
        simulator,
        params.arrivals.make(),
        share,
        stream('arrival'),
        arrived,
      );
    });
    this.#shares = clients.map(({ place }) => places[place]!.share / shares);
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  herd(requests: number, overMs: number, isSame: boolean): void {
    const { simulator } = this.#context.world;
    // Each place gets whole requests, and all of them together as many as there are.
    const ends = this.#shares.map((_, at) =>
      Math.round(requests * this.#shares.slice(0, at + 1).reduce((sum, share) => sum + share, 0)),
    );
    const ask = (place: number) => this.#asks[place]!(isSame ? MOST_POPULAR : undefined);
    const asks = overMs === 0 ? undefined : simulator.handler(ask, 'request of a herd');
    for (const [place, end] of ends.entries()) {
      const count = end - (ends[place - 1] ?? 0);
      for (let turn = 0; turn < count; turn += 1) {
        if (asks === undefined) ask(place);
        else simulator.after((overMs * turn) / count, asks, place);
      }
    }
  }

  disconnect(): void {
    for (const clients of this.#context.clients) clients.disconnect();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }
}

export const web = trafficKind({
  name: 'web',
  summary: 'independent requests for objects of a catalog',
  source: 'independent reference model: Fagin, IBM RC 6547, 1977',
  needs: 'http',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how requests follow each other'),
    catalog: catalogParams.describe('the objects'),
    ranges: rangeParams
      .optional()
      .describe('requests for parts of objects, RFC 9110 §14; default: none'),
    upload: varying(bytes)
      .optional()
      .describe(
        'bytes that each request carries to the node that it goes to, as forms and photos do; caches answer it like any other. Default: none',
      ),
    ...httpParams,
  },
  make: (params, context) => new Web(context, params),
});
