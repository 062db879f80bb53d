/** A balancer that speaks HTTP: passes requests on and their answers back, and keeps nothing. */
import type http from 'node:http';
import { begin, fail } from './answering.ts';
import { passedOn } from './fields.ts';
import { onwardHeaders } from './onward.ts';
import { makeServer } from './servers.ts';
import type { Upward } from './upstreams.ts';

const BAD_GATEWAY = 502;

export function makeProxy(upward: Upward): http.Server {
  return makeServer((request, response) => {
    const headers = onwardHeaders(request);
    const onward = upward.send(request.url!, { method: request.method!, headers });
    if (onward === undefined) {
      fail(response, BAD_GATEWAY);
      return;
    }
    onward.on('response', (answer) => {
      begin(response, answer.statusCode!, passedOn(answer.rawHeaders, answer.headers.connection));
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => {
      if (!response.writableEnded) fail(response, BAD_GATEWAY);
    });
    request.on('error', () => onward.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
}
