import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration, ratio } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { PageLoads, type PagePlan } from '../audience/page-loads.ts';
import { PAGES, TaskMeter } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import type { Popularity, PopularityContext } from '../catalog/popularity.ts';
import { httpParams } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { popularities } from '../popularity.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { MIXES, PAGE_NAMES } from './mixes.data.ts';
import { type Mix, NAVIGATIONS, type Navigation, NO_PAGE, navigate } from './navigation.ts';
import { CONFIRM, Storefront, type StoreParams } from './storefront.ts';

const MIX_NAMES = Object.keys(MIXES) as Mix[];

/** Longest think time, ms. TPC Benchmark W 1.8, clause 5.3.1.1: ten times the mean. */
const LONGEST_THINK_MS = 70_000;

const saleParams = z.strictObject({
  at: duration().describe('when it begins'),
  for: duration({ above: 0 }).describe('how long it lasts'),
  skus: count({ min: 1 })
    .prefault(10)
    .describe('products on sale: the last of the catalog; 1 to 20'),
  share: ratio()
    .prefault('80%')
    .describe('looks at a product, and searches, that are for one of these (assumption)'),
  mix: z.enum(MIX_NAMES).default('ordering').describe('which pages people open while it lasts'),
});

interface ShopParams extends StoreParams, z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly mix: Mix;
  readonly navigation: (typeof NAVIGATIONS)[number];
  readonly think: Choice<Distribution>;
  readonly visit: Choice<Distribution>;
  readonly popularity: Choice<Popularity, PopularityContext>;
  readonly 'signed-in': number;
  readonly sale?: z.output<typeof saleParams> | undefined;
}

/** Chance of one place. */
interface Choices {
  readonly devices: Random;
  readonly pages: Random;
  readonly products: Random;
  readonly think: Random;
}

/** People who look, search and buy; each visit is a chain of pages with time to think in between. */
class Shop implements Traffic, PagePlan {
  readonly #context: TrafficContext;
  readonly #params: ShopParams;
  readonly #tasks = new Tasks();
  readonly #store: Storefront;
  readonly #http: HttpTraffic;
  readonly #loads: PageLoads;
  readonly #popularity: Popularity;
  readonly #think: Distribution;
  readonly #visit: Distribution;
  readonly #pages: Navigation;
  readonly #salePages: Navigation;
  readonly #choices: readonly Choices[];
  readonly #orders: readonly number[];
  readonly #sources: readonly Source[];
  readonly #nextPage: HandlerId;
  readonly #other: () => number;
  #place = 0;

  constructor(context: TrafficContext, params: ShopParams) {
    const { world, name, content, clients } = context;
    const { streams, simulator, recorder, places } = world;
    this.#context = context;
    this.#params = params;
    this.#store = new Storefront(name, params, streams.stream(`${name}/sizes`));
    const { sections } = this.#store;
    this.#http = new HttpTraffic(context, params, {
      match: (pattern) => sections.match(pattern),
      bytesOf: (object) => sections.sizes[object],
      tags: sections,
      lifeOf: (object) => sections.lifeOf(object),
      told: (task, isFailed) => this.#loads.told(task, isFailed),
    });
    this.#http.smallestBytes = sections.smallestBytes;
    world.contents[content] = this.#http;
    const random = streams.stream(`${name}/popularity`);
    this.#popularity = params.popularity.make({ objects: params.products, random });
    this.#think = params.think.make();
    this.#visit = params.visit.make();
    this.#pages = navigate(params.navigation, params.mix);
    this.#salePages = navigate(params.navigation, params.sale?.mix ?? params.mix);
    const labels = clients.map(({ place }) => ({ traffic: name, place: places[place]!.name }));
    this.#orders = labels.map((one) => recorder.counter('orders', one));
    this.#choices = clients.map((node) => {
      const stream = (what: string) => streams.stream(`${name}@${node.name}/${what}`);
      return {
        devices: stream('device'),
        pages: stream('page'),
        products: stream('object'),
        think: stream('think'),
      };
    });
    this.#other = () => this.#product(this.#place);
    const tasks = this.#tasks;
    const meters = labels.map((one) =>
      PAGE_NAMES.map((page) => new TaskMeter(recorder, PAGES, { ...one, page })),
    );
    const http = () => this.#http;
    const { sizes } = sections;
    this.#loads = new PageLoads({ world, tasks, sizes, meters, plan: this, http });
    this.#nextPage = simulator.handler((task) => this.#open(task), 'next page');
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => (user) => {
      const { devices, think } = this.#choices[place]!;
      const device = user < 0 ? devices.below(node.devices) : user % node.devices;
      const task = tasks.make(place, device, user, simulator.nowMs);
      // Until when, and whether the shop knows who it is.
      tasks.sinceMs[task] = simulator.nowMs + Math.max(0, this.#visit.sample(think));
      tasks.tries[task] = think.uniform() < params['signed-in'] ? 1 : 0;
      tasks.what[task] = NO_PAGE;
      this.#open(task);
      return true;
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  main(task: number): number {
    return this.#store.main(this.#tasks.what[task]!, this.#tasks.amount[task]!);
  }

  embedded(task: number, objects: number[]): void {
    const { what, amount, tries, place } = this.#tasks;
    this.#place = place[task]!;
    const isSignedIn = tries[task] === 1;
    this.#store.embedded(what[task]!, amount[task]!, isSignedIn, this.#other, objects);
  }

  parseMs(): number {
    return 0;
  }

  loaded(task: number, isFailed: boolean): void {
    const { simulator, recorder } = this.#context.world;
    const { what, place, startMs, sinceMs } = this.#tasks;
    const where = place[task]!;
    if (!isFailed && what[task] === CONFIRM) recorder.add(this.#orders[where]!, 1, startMs[task]!);
    const thought = this.#think.sample(this.#choices[where]!.think);
    const thinkMs = Math.min(LONGEST_THINK_MS, Math.max(0, thought));
    if (simulator.nowMs + thinkMs < sinceMs[task]!) {
      simulator.after(thinkMs, this.#nextPage, task);
      return;
    }
    const user = this.#tasks.user[task]!;
    this.#tasks.release(task);
    this.#sources[where]!.finished(user);
  }

  #open(task: number): void {
    const { place, what, amount } = this.#tasks;
    const where = place[task]!;
    const pages = this.#isSale() ? this.#salePages : this.#pages;
    what[task] = pages.next(what[task]!, this.#choices[where]!.pages);
    amount[task] = this.#product(where);
    this.#loads.load(task);
  }

  #isSale(): boolean {
    const { sale } = this.#params;
    if (sale === undefined) return false;
    const { nowMs } = this.#context.world.simulator;
    return nowMs >= sale.at && nowMs < sale.at + sale.for;
  }

  /** Which product somebody wants to see. */
  #product(place: number): number {
    const { sale, products } = this.#params;
    const random = this.#choices[place]!.products;
    if (sale !== undefined && this.#isSale() && random.uniform() < sale.share) {
      const skus = Math.min(sale.skus, products);
      return products - skus + random.below(skus);
    }
    return this.#popularity.sample(random, this.#context.world.simulator.nowMs);
  }
}

export const shop = trafficKind({
  name: 'shop',
  summary:
    'visits of a shop: pages of a TPC-W mix with pictures, prices, and parts for one visitor only',
  source:
    'TPC Benchmark W 1.8: mixes, think time and length of visits; lifetimes: reference/domain.md §3.4; sizes and what is on a page are assumptions',
  needs: 'http',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('when visits begin'),
    mix: z.enum(MIX_NAMES).default('shopping').describe('which pages people open: how often each'),
    navigation: z
      .enum(NAVIGATIONS)
      .default('independent')
      .describe(
        'the next page: drawn from the mix, independent of the last, or along the links of the last (TPC-W 5.2.2), from home on',
      ),
    think: varying(duration)
      .prefault({ exponential: '7s' })
      .describe('time from a page to the next; more than 70 s are cut to that'),
    visit: varying(duration)
      .prefault({ exponential: '15m' })
      .describe('how long a visit lasts; TPC-W has 15 minutes in the mean, from memory'),
    products: count({ min: 1 })
      .prefault(10_000)
      .describe('products, each with a page and a picture'),
    popularity: choiceOf(popularities)
      .prefault({ zipf: 0.9 })
      .describe('how looks at products spread; 0.8 to 1.1 is usual, from memory'),
    html: varying(bytes)
      .prefault({ lognormal: { median: '15kB', p99: '80kB' } })
      .describe('bytes of a page itself, compressed (assumption)'),
    pictures: varying(bytes)
      .prefault({ lognormal: { median: '30kB', p99: '300kB' } })
      .describe('bytes of a picture (assumption)'),
    assets: count()
      .prefault(12)
      .describe('scripts, styles and so on that all pages share (assumption)'),
    listing: count().prefault(12).describe('pictures on a page that lists products (assumption)'),
    'signed-in': ratio()
      .prefault('30%')
      .describe(
        'visitors for whom each page has a part of their own, which no cache keeps (assumption)',
      ),
    micro: duration()
      .prefault('10s')
      .describe(
        'lifetime of generated pages in caches, and how long they may be stale; 0 to 30 s is usual',
      ),
    price: duration().prefault('5s').describe('lifetime of prices and stock; 0 to 5 s is usual'),
    sale: saleParams
      .optional()
      .describe(
        'a flash sale: which products and pages people want while it lasts; more people are for arrivals',
      ),
    ...httpParams,
  },
  make: (params, context) => new Shop(context, params),
});
