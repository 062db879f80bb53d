import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { count, duration, ratio } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { Addresses } from './addresses.ts';
import { LiveEdge } from './live-edge.ts';
import { type Discovery, LiveViewers } from './live-viewers.ts';
import { Media } from './media.ts';
import { VideoMeters } from './video-meters.ts';
import { callsBack, playerSettings, videoParams } from './video-params.ts';

const lowLatencyParams = z.strictObject({
  part: duration({ above: 0 })
    .prefault('333ms')
    .describe('length of a part (HLS) or chunk (DASH), at most; segments are cut into equal ones'),
  'hold-back': count({ min: 1, max: 100 })
    .prefault(3)
    .describe('parts from the newest at which players begin: PART-HOLD-BACK is 3 or more'),
});

const params = {
  segment: duration({ above: 0 }).prefault('6s').describe('length of a segment: HLS 6 s'),
  format: z
    .enum(['hls', 'dash'])
    .default('hls')
    .describe(
      'how players learn of new segments: by reloading the playlist (RFC 8216 §6.3.4) or from the clock (DASH, SegmentTemplate)',
    ),
  'hold-back': count({ min: 1, max: 100 })
    .prefault(3)
    .describe('segments from the newest at which players begin: RFC 8216 §6.3.3, 3'),
  'low-latency': lowLatencyParams
    .optional()
    .describe(
      'parts of segments, asked for before they are there (HLS) or as they come (DASH); default: whole segments',
    ),
  encode: duration()
    .prefault('1s')
    .describe('from the last picture of a piece until it can be had; 1 s is an assumption'),
  window: duration({ above: 0 })
    .prefault('60s')
    .describe(
      'what the playlist holds: who falls behind it jumps to its end; 60 s is an assumption',
    ),
  viewers: ratio().prefault('100%').describe('devices that tune in, one viewer each'),
  join: varying(duration)
    .prefault({ exponential: '260s' })
    .describe(
      'when each tunes in, after `starts`; 260 s has half of the audience there within 3 min (2 to 5 min is an assumption)',
    ),
  starts: duration().prefault('0s').describe('when they begin to'),
  ...videoParams,
};

type LiveParams = z.output<z.ZodObject<typeof params>>;

const discoveryOf = ({ format, 'low-latency': low }: LiveParams): Discovery =>
  format === 'dash' ? 'clock' : low === undefined ? 'reload' : 'ahead';

/** The devices of one place: each tunes in at a time of its own. */
class Audience {
  readonly #join: HandlerId;
  readonly #context: TrafficContext;
  readonly #times: Random;
  readonly #leaving: Random;
  readonly #params: LiveParams;
  readonly #node: Clients;
  readonly viewers: LiveViewers;

  constructor(
    context: TrafficContext,
    node: Clients,
    params: LiveParams,
    viewers: LiveViewers,
    piecesOf: (ms: number) => number,
  ) {
    const { world, name } = context;
    this.#context = context;
    this.#node = node;
    this.#params = params;
    this.viewers = viewers;
    const stream = (purpose: string) => world.streams.stream(`${name}@${node.name}/${purpose}`);
    this.#times = stream('join');
    this.#leaving = stream('watch');
    const watch = params.watch?.make();
    this.#join = world.simulator.handler((device) => {
      viewers.begin(device, watch === undefined ? Infinity : this.#pieces(watch, piecesOf));
    }, 'viewer tunes in');
  }

  start(): void {
    const { world, durationMs } = this.#context;
    const { starts, join, viewers } = this.#params;
    const shape = join.make();
    const devices = Math.round(this.#node.devices * viewers);
    for (let device = 0; device < devices; device += 1) {
      const atMs = starts + shape.sample(this.#times);
      if (atMs <= durationMs) world.simulator.at(atMs, this.#join, device);
    }
  }

  #pieces(watch: Distribution, piecesOf: (ms: number) => number): number {
    return Math.max(1, piecesOf(watch.sample(this.#leaving)));
  }
}

class Live implements Traffic {
  readonly #audiences: Audience[] = [];

  constructor(context: TrafficContext, params: LiveParams) {
    const { world, name, clients, content, durationMs } = context;
    const { bitsPerSecond: ladder } = params.ladder.make();
    const random = world.streams.stream(`${name}/sizes`);
    const file = (path: string) => world.files.get(path)!;
    const sizes = params.sizes.make({ random, levels: ladder.length, file });
    const low = params['low-latency'];
    const pieces = low === undefined ? 1 : Math.max(1, Math.round(params.segment / low.part));
    const media = new Media({ ladder, sizes, segmentMs: params.segment, pieces });
    const holdBack = low === undefined ? params['hold-back'] : low['hold-back'];
    const { pieceMs } = media;
    const { encode: encodeMs, window: windowMs } = params;
    const edge = new LiveEdge({ pieceMs, encodeMs, holdBack, windowMs });
    const count = Math.ceil(durationMs / pieceMs) + 2;
    const discovery = discoveryOf(params);
    const addresses = new Addresses(1, ladder.length, count, count);
    const readyAtMs = (object: number) => {
      if (addresses.isSegment(object)) return edge.readyAtMs(addresses.placeOf(object));
      const version = addresses.versionOf(object);
      return version < 0 ? 0 : edge.readyAtMs(version);
    };
    const bytesOf = media.bytesOf.bind(media);
    const { buffer: bufferMs, rule: choice } = params.player;
    const rules = clients.map(() => choice.make({ ladder, segmentMs: pieceMs, bufferMs, bytesOf }));
    const mayCallBack = callsBack(rules[0], params);
    const http = new HttpTraffic(context, params, {
      match: addresses.match(name),
      next: (object) => addresses.next(object),
      readyAtMs,
      bytesOf: (object) => {
        if (object >= addresses.count) return undefined;
        if (!addresses.isSegment(object)) return params.playlist;
        return media.bytesOf(0, addresses.placeOf(object), addresses.levelOf(object));
      },
      began: mayCallBack
        ? (device, place, call) => this.#audiences[place]!.viewers.began(device, call)
        : undefined,
      told: (device, hasFailed, place, object) =>
        this.#audiences[place]!.viewers.answered(device, object, hasFailed),
    });
    http.smallestBytes = Math.min(params.playlist, media.bytesOf(0, 0, 0));
    world.contents[content] = http;
    const settings = playerSettings(params.player, holdBack * pieceMs + encodeMs);
    const retry = { retries: params.player.retries, retryMs: params.player['retry-after'] };
    for (const [place, node] of clients.entries()) {
      const labels = { traffic: name, place: world.places[node.place]!.name };
      const viewers = new LiveViewers({
        world,
        http,
        place,
        devices: node.devices,
        media,
        addresses,
        edge,
        discovery,
        playlistBytes: params.playlist,
        rule: rules[place]!,
        settings,
        retry,
        meters: new VideoMeters(world, labels, ladder, 1 / pieces, params.leaves !== undefined),
        leaving: params.leaves,
        patience: world.streams.stream(`${name}@${node.name}/patience`),
      });
      const piecesOf = (ms: number) => Math.ceil(ms / pieceMs);
      this.#audiences.push(new Audience(context, node, params, viewers, piecesOf));
    }
  }

  start(): void {
    for (const audience of this.#audiences) audience.start();
  }
}

export const live = trafficKind({
  name: 'live',
  summary: 'people who watch one live stream, tuning in around its beginning',
  source:
    'RFC 8216 §6.3 (HLS); draft-pantos-hls-rfc8216bis (low-latency HLS); ISO/IEC 23009-1 (DASH); players as their rules say',
  needs: 'http',
  params,
  make: (given, context) => new Live(context, given),
});
