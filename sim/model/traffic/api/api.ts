import { z } from 'zod';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, duration, ratio } from '../../../part/units.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { NO_STORE, Sections } from '../audience/sections.ts';
import { catalogParams, openCatalog } from '../catalog.ts';
import { herdOf } from '../herds.ts';
import { httpParams, lifeOf } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { type LivesParams, livesIn, livesParams } from '../lives.ts';
import type { Told } from '../objects.ts';
import { areClosed, NOBODY, type Source, sourcesOf } from '../sources.ts';
import { Tags } from '../tags.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { READS, Writes } from './writes.ts';

interface ApiParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly catalog: z.output<typeof catalogParams>;
  readonly writes: number;
  readonly reply: number;
  readonly lives?: LivesParams;
  readonly invalidates?: z.output<typeof invalidationParams> | undefined;
}

const invalidationParams = z.strictObject({
  nodes: z.string().min(1).describe('group of caches that drop what was written'),
  by: z
    .string()
    .optional()
    .describe('kind of tag: all that carries the tag of the written object; default: its key'),
  after: duration()
    .prefault('150ms')
    .describe('from the answer to the write until all have dropped it; 150 ms is what Fastly says'),
});

/** Objects are numbered by their popularity at the start. */
const MOST_POPULAR = 0;

/** Programs that read what caches may keep, and write what nobody may. */
class Api implements Traffic {
  readonly #sources: readonly Source[];
  readonly #writes: Writes | undefined;
  readonly #context: TrafficContext;
  readonly #http: HttpTraffic;
  /** By place: a device reads an object, or one of its own choice. */
  readonly #reads: ((object?: number) => void)[] = [];

  constructor(context: TrafficContext, params: ApiParams) {
    const { world, name, content, clients } = context;
    const { streams, simulator, recorder, places } = world;
    const { sizes, popularity } = openCatalog(params.catalog, streams, name);
    const sections = new Sections(name, [
      { name: READS, sizes, life: lifeOf(params.freshness) },
      { name: 'writes', sizes: new Float64Array(1).fill(params.reply), life: NO_STORE },
    ]);
    const write = sections.first('writes');
    const reads = sections.lifeOf(0);
    const told: Told = (job, isFailed, place) => {
      const user = this.#writes?.answered(job, isFailed) ?? job;
      if (user !== NOBODY) this.#sources[place]!.finished(user);
    };
    const isClosed = areClosed(params.arrivals);
    const lives = livesIn(params, sizes.length, () => streams.stream(`${name}/lives`));
    const http = new HttpTraffic(context, params, {
      match: (pattern) => sections.match(pattern),
      bytesOf: (object) => sections.sizes[object],
      lifeOf: (object) =>
        object === write ? sections.lifeOf(object) : (lives.lifeOf?.(object) ?? reads),
      tags: new Tags(params.catalog.tags),
      vary: params.catalog.vary,
      told: isClosed || params.invalidates !== undefined ? told : undefined,
    });
    http.smallestBytes = sections.smallestBytes;
    world.contents[content] = http;
    this.#context = context;
    this.#http = http;
    const { invalidates } = params;
    this.#writes =
      invalidates &&
      new Writes(world, content, http, {
        ...invalidates,
        traffic: name,
        tags: params.catalog.tags ?? {},
      });
    const writes = clients.map(({ place }) =>
      recorder.counter('api_writes', { traffic: name, place: places[place]!.name }),
    );
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const [devices, choices, kinds] = [stream('device'), stream('object'), stream('kind')];
      this.#reads.push((wanted) => {
        const object = wanted ?? popularity.sample(choices, simulator.nowMs);
        http.ask(place, devices.below(node.devices), object, sections.sizes[object]!, 0, 0, NOBODY);
      });
      return (user) => {
        const { nowMs } = simulator;
        const isWrite = kinds.uniform() < params.writes;
        const object = isWrite ? write : popularity.sample(choices, nowMs);
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        if (isWrite) recorder.add(writes[place]!, 1, nowMs);
        const wrote = isWrite && this.#writes !== undefined;
        const job = wrote ? this.#writes!.begin(popularity.sample(choices, nowMs), user) : user;
        http.ask(place, device, object, sections.sizes[object]!, 0, 0, job);
        return isClosed;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  herd(requests: number, overMs: number, isSame: boolean): void {
    const ask = (place: number) => this.#reads[place]!(isSame ? MOST_POPULAR : undefined);
    herdOf(this.#context, requests, overMs, ask);
  }

  disconnect(): void {
    this.#http.disconnect();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }
}

export const api = trafficKind({
  name: 'api',
  summary:
    'questions and answers of programs: reads that caches may keep, writes that always reach the origin',
  source: 'writes are not stored: RFC 9110 §9.2.3; shares and sizes are assumptions',
  needs: 'http',
  references: ({ invalidates }) => {
    if (invalidates === undefined) return [];
    const { nodes, by } = invalidates;
    const caches = { param: 'invalidates.nodes', to: 'group', name: nodes } as const;
    // Any one of its kind.
    const tag = { param: 'invalidates.by', to: 'tag', name: `${by}-0` } as const;
    return by === undefined ? [caches] : [caches, tag];
  },
  params: {
    arrivals: choiceOf(arrivalProcesses).describe(
      'when calls are made; closed: programs that wait for the answer and for a think time',
    ),
    catalog: catalogParams.describe('what can be read'),
    writes: ratio().prefault('10%').describe('calls that write (assumption)'),
    lives: livesParams,
    invalidates: invalidationParams
      .optional()
      .describe(
        'a write changes an object, as popular as those that are read, and caches drop it; default: writes change nothing that is read',
      ),
    reply: bytes({ min: 1 })
      .prefault('500B')
      .describe('bytes of the answer to a write (assumption)'),
    ...httpParams,
  },
  make: (params, context) => new Api(context, params),
});
