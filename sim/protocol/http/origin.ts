/** The owner of the objects, as a server of `node:http`. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { Station } from '../../engine/station.ts';
import type { Freshness } from '../../model/cache/freshness.ts';
import type { Distribution } from '../../model/distribution/distribution.ts';
import type { Choice } from '../../part/choice.ts';
import { dateNow, HTTP_PORT, objectOf, type Speaking } from './speaking.ts';

export interface OriginPlan {
  readonly node: number;
  readonly name: string;
  readonly workers: number;
  readonly service: Choice<Distribution>;
}

const MS_PER_SECOND = 1000;
const CHUNK = Buffer.alloc(64 * 1024);

/** Starts it; it answers as many requests at a time as it has workers. */
export function startOrigin({ kernel, world, network }: Speaking, plan: OriginPlan): void {
  const service = plan.service.make();
  const random = world.streams.stream(`${plan.name}/service`);
  const jobs = new Map<number, () => void>();
  let serial = 0;
  const station = new Station(kernel.simulator, { servers: plan.workers }, (job) => {
    const done = jobs.get(job)!;
    jobs.delete(job);
    done();
  });
  const server = http.createServer((request, response) => {
    const job = serial++;
    jobs.set(job, () => answer(world.contents, request, response));
    station.submit(job, service.sample(random) * world.exchange.troubles.slowdown[plan.node]!);
  });
  network.listen(plan.node, HTTP_PORT, (socket) => server.emit('connection', socket));
}

function answer(
  contents: Speaking['world']['contents'],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.sendDate = false;
  response.setHeader('Date', dateNow());
  const asked = objectOf(request.url!);
  const content = asked && contents[asked.content];
  const bytes = asked && content?.bytesOf(asked.object);
  if (asked === undefined || content === undefined || bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const version = content.versionOf(asked.object, performance.now());
  const tag = `"v${version}"`;
  response.setHeader('Cache-Control', cacheControl(content.freshnessOf(asked.object)));
  response.setHeader('ETag', tag);
  // RFC 9110 §13.1.2
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': bytes,
  });
  sendBody(response, bytes);
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
