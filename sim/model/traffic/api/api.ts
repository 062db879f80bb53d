import type { z } from 'zod';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, ratio } from '../../../part/units.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { NO_STORE, Sections } from '../audience/sections.ts';
import { catalogParams, openCatalog } from '../catalog.ts';
import { httpParams, lifeOf } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import type { Told } from '../objects.ts';
import { areClosed, type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

interface ApiParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly catalog: z.output<typeof catalogParams>;
  readonly writes: number;
  readonly reply: number;
}

/** Programs that read what caches may keep, and write what nobody may. */
class Api implements Traffic {
  readonly #sources: readonly Source[];

  constructor(context: TrafficContext, params: ApiParams) {
    const { world, name, content, clients } = context;
    const { streams, simulator, recorder, places } = world;
    const { sizes, popularity } = openCatalog(params.catalog, streams, name);
    const sections = new Sections(name, [
      { name: 'reads', sizes, life: lifeOf(params.freshness) },
      { name: 'writes', sizes: new Float64Array(1).fill(params.reply), life: NO_STORE },
    ]);
    const write = sections.first('writes');
    const told: Told = (user, _isFailed, place) => this.#sources[place]!.finished(user);
    const isClosed = areClosed(params.arrivals);
    const http = new HttpTraffic(context, params, {
      match: (pattern) => sections.match(pattern),
      bytesOf: (object) => sections.sizes[object],
      lifeOf: (object) => sections.lifeOf(object),
      vary: params.catalog.vary,
      told: isClosed ? told : undefined,
    });
    http.smallestBytes = sections.smallestBytes;
    world.contents[content] = http;
    const writes = clients.map(({ place }) =>
      recorder.counter('api_writes', { traffic: name, place: places[place]!.name }),
    );
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const [devices, choices, kinds] = [stream('device'), stream('object'), stream('kind')];
      return (user) => {
        const { nowMs } = simulator;
        const isWrite = kinds.uniform() < params.writes;
        const object = isWrite ? write : popularity.sample(choices, nowMs);
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        if (isWrite) recorder.add(writes[place]!, 1, nowMs);
        http.ask(place, device, object, sections.sizes[object]!, 0, 0, user);
        return isClosed;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
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
  params: {
    arrivals: choiceOf(arrivalProcesses).describe(
      'when calls are made; closed: programs that wait for the answer and for a think time',
    ),
    catalog: catalogParams.describe('what can be read'),
    writes: ratio().prefault('10%').describe('calls that write (assumption)'),
    reply: bytes({ min: 1 })
      .prefault('500B')
      .describe('bytes of the answer to a write (assumption)'),
    ...httpParams,
  },
  make: (params, context) => new Api(context, params),
});
