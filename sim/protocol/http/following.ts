/** Has requests of `node:http` written down. */
import type http from 'node:http';
import { type Asked, type ExchangeLog, fieldsIn } from '../capture/exchange-log.ts';

export function followHttp1(
  log: ExchangeLog,
  request: http.ClientRequest,
  asked: Omit<Asked, 'httpVersion'>,
): void {
  const following = log.follow({ ...asked, httpVersion: 'HTTP/1.1' });
  if (following === undefined) return;
  request.on('socket', (socket) => following.took(socket));
  request.on('finish', () => {
    const head = (request as unknown as { _header: string })._header;
    following.sent(fieldsIn(head), head.length);
  });
  request.on('response', (response) => {
    following.answered(response.statusCode ?? 0, response.statusMessage ?? '', response.rawHeaders);
    response.on('data', (part: Buffer) => following.came(part.length));
    response.on('end', () => following.ended());
    response.on('error', () => following.failed());
  });
  request.on('error', () => following.failed());
}
