/** How an answer begins, and how one says that there is none. */
import type { ServerResponse } from 'node:http';

const BAD_GATEWAY = 502;

/** Begins an answer with fields as they are; with 502 where one of them is none that may be sent. RFC 9110 §5.5 */
export function begin(response: ServerResponse, status: number, fields: string[]): ServerResponse {
  response.sendDate = false;
  try {
    return response.writeHead(status, fields);
  } catch {
    return response.headersSent ? response : response.writeHead(BAD_GATEWAY);
  }
}

/** Says that nothing can be had; breaks the connection when an answer has begun. */
export function fail(response: ServerResponse, status: number): void {
  const date = new Date().toUTCString();
  if (response.headersSent) response.destroy();
  else begin(response, status, ['Date', date, 'Content-Length', '0']).end();
}
