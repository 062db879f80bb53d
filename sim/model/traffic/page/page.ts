import type { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration, ratio } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { pareto } from '../../distribution/shapes.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { drawnSizes } from '../audience/drawn-sizes.ts';
import { PageLoads, type PagePlan } from '../audience/page-loads.ts';
import { Sections } from '../audience/sections.ts';
import { PAGES, TaskMeter } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import type { Popularity, PopularityContext } from '../catalog/popularity.ts';
import { freshnessParams } from '../freshness-params.ts';
import { herdOf } from '../herds.ts';
import { httpParams, lifeOf } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { popularities } from '../popularity.ts';
import { NOBODY, type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

/** Smallest main and embedded objects, bytes; most embedded ones: 3GPP model, as in ns-3 three-gpp-http. */
const LEAST_MAIN = 100;
const LEAST_EMBEDDED = 50;
const PARETO_SCALE = 2;
const PARETO_SHAPE = 1.1;
const MOST_EMBEDDED = 55;

interface PageParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly pages: number;
  readonly popularity: Choice<Popularity, PopularityContext>;
  readonly main: Choice<Distribution>;
  readonly embedded: Choice<Distribution>;
  readonly objects?: Choice<Distribution> | undefined;
  readonly common: number;
  readonly parse: Choice<Distribution>;
  readonly assets: z.output<typeof freshnessParams>;
}

/** Objects that all pages of a site may embed, such as its logo and its scripts (assumption). */
const COMMON_OBJECTS = 30;

/**
 * The 3GPP model's number: Pareto from 2 on, all beyond 55 at 55, less 2; its mean is 5.64. Source: 3GPP2
 * C.R1002-0 §3.1.3.
 */
const embeddedCount = (): Distribution => {
  const tail = pareto(PARETO_SCALE, PARETO_SHAPE, Number.POSITIVE_INFINITY);
  return {
    sample: (random) => Math.min(MOST_EMBEDDED, tail.sample(random)) - PARETO_SCALE,
  };
};

/** What each page embeds, drawn once: numbers of objects, page after page. */
class Layout {
  readonly #first: Int32Array;
  readonly #objects: number[] = [];
  /** Objects that belong to one page. */
  owned = 0;

  constructor(pages: number, amount: Distribution, common: number, random: Random) {
    this.#first = new Int32Array(pages + 1);
    for (let page = 0; page < pages; page += 1) {
      const wanted = Math.max(0, Math.round(amount.sample(random)));
      for (let index = 0; index < wanted; index += 1) {
        const isCommon = random.uniform() < common;
        // A page has each common object once at most; further ones are its own.
        const isLeft = isCommon && index < COMMON_OBJECTS;
        this.#objects.push(isLeft ? index : COMMON_OBJECTS + this.owned++);
      }
      this.#first[page + 1] = this.#objects.length;
    }
  }

  put(page: number, firstObject: number, into: number[]): void {
    for (let index = this.#first[page]!; index < this.#first[page + 1]!; index += 1) {
      into.push(firstObject + this.#objects[index]!);
    }
  }
}

/** Objects are numbered by their popularity at the start. */
const MOST_POPULAR = 0;

/** People who read pages of a site. */
class Pages implements Traffic, PagePlan {
  readonly #tasks = new Tasks();
  readonly #http: HttpTraffic;
  readonly #layout: Layout;
  readonly #firstAsset: number;
  readonly #parse: Distribution;
  readonly #random: Random;
  readonly #sources: readonly Source[];
  readonly #context: TrafficContext;
  /** By place: somebody opens a page, or one of their own choice. */
  readonly #comes: ((user: number, page?: number) => void)[] = [];

  constructor(context: TrafficContext, params: PageParams) {
    this.#context = context;
    const { world, name, content, clients } = context;
    const { streams, simulator, recorder, places } = world;
    const stream = (purpose: string) => streams.stream(`${name}/${purpose}`);
    const amount = params.objects?.make() ?? embeddedCount();
    this.#layout = new Layout(params.pages, amount, params.common, stream('layout'));
    const sites = this.#sections(context, params);
    this.#firstAsset = sites.first('assets');
    this.#parse = params.parse.make();
    this.#random = stream('parse');
    this.#http = new HttpTraffic(context, params, {
      match: (pattern) => sites.match(pattern),
      bytesOf: (object) => sites.sizes[object],
      lifeOf: (object) => sites.lifeOf(object),
      told: (task, isFailed) => loads.told(task, isFailed),
    });
    this.#http.smallestBytes = sites.smallestBytes;
    world.contents[content] = this.#http;
    const meters = clients.map(({ place }) => {
      const labels = { traffic: name, place: places[place]!.name, page: 'page' };
      return [new TaskMeter(recorder, PAGES, labels)];
    });
    const { sizes } = sites;
    const http = () => this.#http;
    const loads = new PageLoads({ world, tasks: this.#tasks, sizes, meters, plan: this, http });
    const popularity = params.popularity.make({
      objects: params.pages,
      random: stream('popularity'),
    });
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const devices = streams.stream(`${name}@${node.name}/device`);
      const choices = streams.stream(`${name}@${node.name}/object`);
      const come = (user: number, wanted?: number) => {
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        const task = this.#tasks.make(place, device, user, simulator.nowMs);
        this.#tasks.amount[task] = wanted ?? popularity.sample(choices, simulator.nowMs);
        loads.load(task);
      };
      this.#comes.push(come);
      return (user) => {
        come(user);
        return true;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  herd(requests: number, overMs: number, isSame: boolean): void {
    const come = (place: number) => this.#comes[place]!(NOBODY, isSame ? MOST_POPULAR : undefined);
    herdOf(this.#context, requests, overMs, come);
  }

  disconnect(): void {
    this.#http.disconnect();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  main(task: number): number {
    return this.#tasks.amount[task]!;
  }

  embedded(task: number, objects: number[]): void {
    this.#layout.put(this.#tasks.amount[task]!, this.#firstAsset, objects);
  }

  parseMs(): number {
    return Math.max(0, this.#parse.sample(this.#random));
  }

  loaded(task: number): void {
    const [place, user] = [this.#tasks.place[task]!, this.#tasks.user[task]!];
    this.#tasks.release(task);
    this.#sources[place]!.finished(user);
  }

  #sections({ world, name }: TrafficContext, params: PageParams): Sections {
    const random = world.streams.stream(`${name}/sizes`);
    const assets = COMMON_OBJECTS + this.#layout.owned;
    return new Sections(name, [
      {
        name: 'pages',
        sizes: drawnSizes(params.pages, params.main.make(), random, LEAST_MAIN),
        life: lifeOf(params.freshness),
      },
      {
        name: 'assets',
        sizes: drawnSizes(assets, params.embedded.make(), random, LEAST_EMBEDDED),
        life: lifeOf(params.assets),
      },
    ]);
  }
}

export const page = trafficKind({
  name: 'page',
  summary: 'pages with all that they embed, loaded as browsers do',
  source:
    '3GPP2 C.R1002-0 §3.1.3, 3GPP TR 25.892 A.2.1, as coded in ns-3 three-gpp-http: sizes, numbers and times; reading time is the think time of closed arrivals, 30 s there',
  needs: 'http',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe(
      'when pages are opened; the 3GPP model is closed: { users, think: { exponential: 30s } }',
    ),
    pages: count({ min: 1 }).prefault(1000).describe('pages of the site (assumption)'),
    popularity: choiceOf(popularities)
      .prefault({ zipf: 0.9 })
      .describe('how visits spread over them; 0.9 as web traffic at Akamai'),
    main: varying(bytes)
      .prefault({ lognormal: { median: '4211B', p99: '101kB', max: '2MB' } })
      .describe('bytes of a main object; mean 10710 and deviation 25032 in the 3GPP model'),
    embedded: varying(bytes)
      .prefault({ lognormal: { median: '476B', p99: '116kB', max: '2MB' } })
      .describe('bytes of an embedded object; mean 7758 and deviation 126168 in the 3GPP model'),
    objects: varying(count)
      .optional()
      .describe(
        'objects that a page embeds; default: as the 3GPP model, 5.64 in the mean, 53 at most',
      ),
    common: ratio()
      .prefault('50%')
      .describe('part of them that other pages embed too, such as logo and scripts (assumption)'),
    parse: varying(duration)
      .prefault({ exponential: '130ms' })
      .describe('time from the main object to the first question for what it embeds'),
    assets: freshnessParams
      .prefault({ 'max-age': '30d' })
      .describe('what the origin says of embedded objects; freshness is that of pages'),
    ...httpParams,
  },
  make: (params, context) => new Pages(context, params),
});
