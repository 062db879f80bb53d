import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { count, duration } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivalProcesses } from '../arrivals.ts';
import type { Popularity } from '../catalog/popularity.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { popularities } from '../popularity.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { Addresses } from './addresses.ts';
import { Media } from './media.ts';
import { VideoMeters } from './video-meters.ts';
import { callsBack, playerSettings, videoParams } from './video-params.ts';
import { VodViewers } from './vod-viewers.ts';

const titlesParams = z.strictObject({
  count: count({ min: 1, max: 1e6 }).prefault(100).describe('how many titles there are'),
  popularity: choiceOf(popularities)
    .prefault({ zipf: 0.8 })
    .describe('how viewers spread over them; video at Akamai: 0.75 to 0.92'),
  length: varying(duration)
    .prefault('10m')
    .describe('length of a title, drawn once a title; 10 min is an assumption'),
});

const params = {
  arrivals: choiceOf(arrivalProcesses).describe('how viewers follow each other'),
  titles: titlesParams.prefault({}).describe('what there is to watch'),
  segment: duration({ above: 0 })
    .prefault('4s')
    .describe('length of a segment: Pensieve 4 s, HLS 6 s'),
  format: z
    .enum(['hls', 'dash', 'bare'])
    .default('hls')
    .describe(
      'what comes before segments: a main playlist and one of each rendition that is used (RFC 8216 §6.3), one manifest (ISO/IEC 23009-1), or nothing',
    ),
  ...videoParams,
};

type VodParams = z.output<z.ZodObject<typeof params>>;

/** People who come, watch a title from its beginning and leave. */
class Vod implements Traffic {
  readonly #sources: readonly Source[];
  readonly #viewers: VodViewers[] = [];
  readonly #popularity: Popularity;
  /** By title. */
  readonly #segments: Int32Array;

  constructor(context: TrafficContext, params: VodParams) {
    const { world, name, clients, content } = context;
    const { streams, simulator, places } = world;
    const { bitsPerSecond: ladder } = params.ladder.make();
    const random = streams.stream(`${name}/sizes`);
    const file = (path: string) => world.files.get(path)!;
    const sizes = params.sizes.make({ random, levels: ladder.length, file });
    const media = new Media({ ladder, sizes, segmentMs: params.segment, pieces: 1 });
    this.#segments = lengths(context, params, sizes.segments);
    this.#popularity = params.titles.popularity.make({
      objects: params.titles.count,
      random: streams.stream(`${name}/popularity`),
    });
    const longest = this.#segments.reduce((most, one) => Math.max(most, one));
    const addresses = new Addresses(params.titles.count, ladder.length, longest, 1);
    const bytesOf = media.bytesOf.bind(media);
    const { buffer: bufferMs, rule: choice } = params.player;
    const rules = clients.map(() =>
      choice.make({ ladder, segmentMs: params.segment, bufferMs, bytesOf }),
    );
    const mayCallBack = callsBack(rules[0], params);
    const http = new HttpTraffic(context, params, {
      match: addresses.match(name),
      next: (object) => this.#next(addresses, object),
      bytesOf: (object) => {
        if (object >= addresses.count) return undefined;
        if (!addresses.isSegment(object)) return params.playlist;
        const at = addresses.placeOf(object);
        return media.bytesOf(addresses.titleOf(object), at, addresses.levelOf(object));
      },
      began: mayCallBack
        ? (device, place, call) => this.#viewers[place]!.began(device, call)
        : undefined,
      told: (device, hasFailed, place, object) =>
        this.#viewers[place]!.answered(device, object, hasFailed),
    });
    http.smallestBytes = Math.min(params.playlist, media.bytesOf(0, 0, 0));
    world.contents[content] = http;
    const settings = playerSettings(params.player, 0);
    const retry = { retries: params.player.retries, retryMs: params.player['retry-after'] };
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const labels = { traffic: name, place: places[node.place]!.name };
      const viewers = new VodViewers({
        world,
        http,
        place,
        devices: node.devices,
        media,
        addresses,
        format: params.format,
        playlistBytes: params.playlist,
        rule: rules[place]!,
        settings,
        retry,
        meters: new VideoMeters(world, labels, ladder, 1, params.leaves !== undefined),
        random: stream('device'),
        leaving: params.leaves,
        patience: stream('patience'),
        done: (user) => this.#sources[place]!.finished(user),
      });
      this.#viewers.push(viewers);
      const titles = stream('title');
      const leaving = stream('watch');
      const watch = params.watch?.make();
      return (user) => {
        const title = this.#popularity.sample(titles, simulator.nowMs);
        const whole = this.#segments[title]!;
        const wish =
          watch === undefined ? whole : Math.ceil(watch.sample(leaving) / params.segment);
        return viewers.begin(title, Math.max(1, Math.min(whole, wish)), user);
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  #next(addresses: Addresses, object: number): number {
    const next = addresses.next(object);
    if (next < 0) return -1;
    return addresses.placeOf(next) < this.#segments[addresses.titleOf(next)]! ? next : -1;
  }
}

/** Segments of each title. */
function lengths({ world, name }: TrafficContext, params: VodParams, given?: number): Int32Array {
  const { count: titles, length } = params.titles;
  const random = world.streams.stream(`${name}/lengths`);
  const drawn = length.make();
  return Int32Array.from({ length: titles }, () => {
    const segments = Math.max(1, Math.ceil(drawn.sample(random) / params.segment));
    return given === undefined ? segments : Math.min(given, segments);
  });
}

export const vod = trafficKind({
  name: 'vod',
  summary: 'people who watch titles in segments, each with a player that adapts',
  source: 'RFC 8216 (HLS); ISO/IEC 23009-1 (DASH); players as their rules say',
  needs: 'http',
  params,
  make: (given, context) => new Vod(context, given),
});
