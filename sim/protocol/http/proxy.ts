/** A balancer that speaks HTTP: passes requests on and their answers back, and keeps nothing. */
import http from 'node:http';
import { endToEnd } from './headers.ts';
import { dateNow } from './speaking.ts';
import type { Upward } from './upstreams.ts';

const BAD_GATEWAY = 502;

export function makeProxy(upward: Upward): http.Server {
  return http.createServer((request, response) => {
    response.sendDate = false;
    const fail = () => {
      if (!response.headersSent) response.writeHead(BAD_GATEWAY, { Date: dateNow() });
      response.end();
    };
    const headers = endToEnd(request.headers);
    const onward = upward.send(request.url!, { method: request.method!, headers });
    if (onward === undefined) {
      fail();
      return;
    }
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode!, endToEnd(answer.headers));
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', fail);
    request.pipe(onward);
  });
}
