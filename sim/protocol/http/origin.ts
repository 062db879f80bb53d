/** The owner of the objects, as a server of `node:http`. */
import type http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Freshness } from '../../model/cache/freshness.ts';
import type { Distribution } from '../../model/distribution/distribution.ts';
import type { NodeContext } from '../../model/node/node.ts';
import type { World } from '../../model/node/world.ts';
import { type OriginMeters, originMeters, Workers } from '../meters.ts';
import { makeServer } from './servers.ts';
import { dateNow, objectOf } from './speaking.ts';

export interface OriginPlan {
  readonly workers: number;
  readonly service: Distribution;
}

const MS_PER_SECOND = 1000;
const CHUNK = Buffer.alloc(64 * 1024);

/** Answers as many requests at a time as it has workers. */
export class Origin {
  readonly server: http.Server;
  readonly #world: World;
  readonly #workers: Workers;
  readonly #meters: OriginMeters;

  constructor(context: NodeContext, { workers, service }: OriginPlan) {
    const { world, id, name } = context;
    this.#world = world;
    this.#workers = new Workers(context, workers);
    this.#meters = originMeters(context);
    const random = world.streams.stream(`${name}/service`);
    this.server = makeServer((request, response) => {
      this.#meters.asked();
      const serviceMs = service.sample(random) * world.exchange.troubles.slowdown[id]!;
      this.#workers.work(serviceMs, () => this.#answer(request, response));
    });
  }

  crash(): void {
    this.#workers.crash();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { contents, simulator } = this.#world;
    response.sendDate = false;
    response.setHeader('Date', dateNow());
    const asked = objectOf(request.url!);
    const content = asked && contents[asked.content];
    const bytes = asked && content?.bytesOf(asked.object);
    if (asked === undefined || content === undefined || bytes === undefined) {
      response.writeHead(404).end();
      return;
    }
    const tag = `"v${content.versionOf(asked.object, simulator.nowMs)}"`;
    response.setHeader('Cache-Control', cacheControl(content.freshnessOf(asked.object)));
    response.setHeader('ETag', tag);
    // RFC 9110 §13.1.2
    if (request.headers['if-none-match'] === tag) {
      this.#meters.gave(0);
      response.writeHead(304).end();
      return;
    }
    this.#meters.gave(bytes);
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': bytes,
    });
    sendBody(response, bytes);
  }
}

/** Bytes of an object mean nothing: zeros. */
function sendBody(response: ServerResponse, bytes: number): void {
  let left = bytes;
  while (left > 0) {
    const size = Math.min(left, CHUNK.length);
    response.write(size === CHUNK.length ? CHUNK : CHUNK.subarray(0, size));
    left -= size;
  }
  response.end();
}

/** A year, the most that anybody means. RFC 9111 §1.2.2 would take more. */
const LONGEST_SECONDS = 31_536_000;

/** RFC 9111 §5.2.2, RFC 5861; seconds, rounded to whole ones. */
export function cacheControl(freshness: Freshness): string {
  const { maxAgeMs, staleMs, staleIfErrorMs, isStorable, isPrivatelyStorable } = freshness;
  if (!isPrivatelyStorable) return 'no-store';
  const seconds = (ms: number) => Math.min(LONGEST_SECONDS, Math.round(ms / MS_PER_SECOND));
  const parts = [
    isStorable ? 'public' : 'private',
    `max-age=${seconds(isStorable ? maxAgeMs : freshness.privately.maxAgeMs)}`,
  ];
  if (staleMs > 0) parts.push(`stale-while-revalidate=${seconds(staleMs)}`);
  if (staleIfErrorMs > 0) parts.push(`stale-if-error=${seconds(staleIfErrorMs)}`);
  return parts.join(', ');
}
