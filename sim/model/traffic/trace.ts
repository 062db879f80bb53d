import { z } from 'zod';
import { Alias } from '../../engine/alias.ts';
import { httpParams } from './http-params.ts';
import { HttpTraffic } from './http-traffic.ts';
import { matchLogged } from './keys.ts';
import { TRACE_FORMATS } from './trace/format.ts';
import { TraceFeed } from './trace-feed.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

interface TraceParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly file: string;
  readonly format: string;
}

/** Requests of a log, at the times and with the sizes that it has. */
class Trace implements Traffic {
  readonly feed: TraceFeed;

  constructor(context: TrafficContext, params: TraceParams) {
    const { world, name, content, clients } = context;
    const match = matchLogged(() => this.feed.keys);
    /** Bytes of each object, as last asked for: what nobody has asked for yet has no size. */
    const sizes: number[] = [];
    const bytesOf = (object: number) => sizes[object];
    const http = new HttpTraffic(context, params, { match, bytesOf });
    world.contents[content] = http;
    const random = world.streams.stream(`${name}/device`);
    const places = new Alias(clients.map(({ place }) => world.places[place]!.share));
    const wish = { traffic: name, file: params.file, format: params.format };
    this.feed = new TraceFeed(world.simulator, wish, (object, bytes) => {
      const place = clients.length === 1 ? 0 : places.sample(random);
      const devices = clients[place]!.devices;
      const device = devices === 1 ? 0 : random.below(devices);
      if (bytes < http.smallestBytes) http.smallestBytes = bytes;
      sizes[object] = bytes;
      http.ask(place, device, object, bytes);
    });
  }

  start(): void {}
}

export const trace = trafficKind({
  name: 'trace',
  summary: 'replays the requests of a real log',
  source: 'formats: nginx and Apache access logs, CSV, libCacheSim oracleGeneral, Parquet',
  needs: 'http',
  endsByItself: true,
  params: {
    file: z.string().min(1).describe('the log; plain, .gz or .zst, relative to the scenario'),
    format: z
      .enum(['auto', ...TRACE_FORMATS])
      .default('auto')
      .describe('what the log is written in'),
    ...httpParams,
  },
  make: (params, context) => new Trace(context, params),
});
