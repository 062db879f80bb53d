import type { z } from 'zod';
import type { Choice } from '../../part/choice.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes } from '../../part/units.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import { catalogParams, openCatalog } from './catalog.ts';
import { herdOf } from './herds.ts';
import { httpParams } from './http-params.ts';
import { HttpTraffic } from './http-traffic.ts';
import { matchNumbered } from './keys.ts';
import { type LivesParams, livesIn, livesParams } from './lives.ts';
import type { Told } from './objects.ts';
import { Ranges, rangeParams } from './ranges.ts';
import { areClosed, NOBODY, type Source, sourcesOf } from './sources.ts';
import { Tags } from './tags.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

interface WebParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly catalog: z.output<typeof catalogParams>;
  readonly lives?: LivesParams;
  readonly ranges?: z.output<typeof rangeParams> | undefined;
  readonly upload?: Choice<Distribution> | undefined;
}

/** Objects are numbered by their popularity at the start. */
const MOST_POPULAR = 0;

/** Independent requests for the objects of a catalog; where arrivals are a stream nobody waits for an answer. */
class Web implements Traffic {
  readonly #sources: readonly Source[];
  readonly #context: TrafficContext;
  readonly #http: HttpTraffic;
  /** By place: a device asks for an object, or for one of its own choice. */
  readonly #asks: ((user: number, object?: number) => void)[] = [];

  constructor(context: TrafficContext, params: WebParams) {
    this.#context = context;
    const { world, name, content } = context;
    const { streams, simulator } = world;
    const { sizes, popularity, smallestBytes } = openCatalog(params.catalog, streams, name);
    const told: Told = (user, _isFailed, place) => {
      if (user !== NOBODY) this.#sources[place]!.finished(user);
    };
    const isClosed = areClosed(params.arrivals);
    const http = new HttpTraffic(context, params, {
      match: matchNumbered(name, sizes.length),
      bytesOf: (object) => sizes[object],
      tags: new Tags(params.catalog.tags),
      vary: params.catalog.vary,
      ...livesIn(params, sizes.length, () => streams.stream(`${name}/lives`)),
      hasUploads: params.upload !== undefined,
      told: isClosed ? told : undefined,
    });
    http.smallestBytes = smallestBytes;
    world.contents[content] = http;
    this.#http = http;
    this.#sources = sourcesOf(context, params.arrivals, (node, index) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const devices = stream('device');
      const choices = stream('object');
      const ranges = params.ranges && new Ranges(params.ranges, stream('range'));
      const body = params.upload?.make();
      const bodies = stream('upload');
      const ask = (user: number, wanted?: number) => {
        const object = wanted ?? popularity.sample(choices, simulator.nowMs);
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        const bytes = sizes[object]!;
        const upload = body === undefined ? 0 : Math.max(0, Math.round(body.sample(bodies)));
        if (ranges === undefined) http.ask(index, device, object, bytes, 0, 0, user, upload);
        else {
          ranges.draw(bytes);
          const { bytes: part, fromByte, partOf } = ranges;
          http.ask(index, device, object, part, fromByte, partOf, user, upload);
        }
      };
      this.#asks.push(ask);
      return (user) => {
        ask(user);
        return isClosed;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  herd(requests: number, overMs: number, isSame: boolean): void {
    const ask = (place: number) => this.#asks[place]!(NOBODY, isSame ? MOST_POPULAR : undefined);
    herdOf(this.#context, requests, overMs, ask);
  }

  disconnect(): void {
    this.#http.disconnect();
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
    lives: livesParams,
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
