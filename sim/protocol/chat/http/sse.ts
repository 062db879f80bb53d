/** A chat by server-sent events: `eventsource` 4 listens, `node:http` posts and serves. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { EventSource, type FetchLike } from 'eventsource';
import { subscribing } from '../../../model/wire/sse.ts';
import { HTTP_PORT } from '../../http/speaking.ts';
import { readEnvelope } from '../envelope.ts';
import type { Hub } from '../hub.ts';
import type { Device, Joining, SpokenProtocol } from '../spoken-protocol.ts';
import { Asking } from './asking.ts';
import { type Listening, serveHttp } from './gateway.ts';
import { answerHeaders } from './heads.ts';
import { Posting } from './posting.ts';

/** A comment each 15 s keeps proxies from closing. Source: WHATWG HTML §9.2.7 */
const COMMENT_MS = 15_000;
const COMMENT = ':\n\n';
/** Who hears nothing for as long as three comments takes the connection for dead; an assumption. */
const SILENCE_MS = 3 * COMMENT_MS;
/** Events that a server has ready for those who come back; an assumption. */
const EVENTS_KEPT = 256;
const OK = 200;

class SseDevice implements Device {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #posting: Posting;
  readonly #asking: Asking;
  readonly #source: EventSource;

  constructor(joining: Joining, person: number) {
    this.#joining = joining;
    this.#person = person;
    this.#posting = new Posting(joining, person);
    this.#asking = new Asking(joining, person);
    this.#source = new EventSource(`http://${this.#asking.host}/events`, { fetch: this.#fetch });
    this.#source.addEventListener('message', ({ data }) => this.#hear(data as string));
  }

  send(serial: number, payload: Buffer): void {
    this.#posting.send(serial, payload);
  }

  close(): void {
    this.#source.close();
  }

  #hear(data: string): void {
    const { custody, meters } = this.#joining;
    const read = readEnvelope(data);
    if (read === undefined || 'ack' in read) return;
    if (!custody.show(read.said.id, this.#person)) meters.repeated();
  }

  /** What `eventsource` needs of `fetch`, over the simulated network. */
  readonly #fetch: FetchLike = (_url, { headers }) => {
    const person = this.#person;
    const { link, number } = this.#joining.link(person);
    const path = `/events?user=${person}&link=${number}`;
    const request = this.#asking.ask('GET', path, { ...headers }, subscribing('http-1.1').upBytes);
    request.setTimeout(SILENCE_MS, () => request.destroy());
    request.on('close', () => link.left());
    request.end();
    return new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        const { statusCode: status, headers: fields } = response;
        resolve({
          body: Readable.toWeb(response),
          url: path,
          status: status!,
          redirected: false,
          headers: { get: (name: string) => String(fields[name] ?? '') },
        });
      });
    });
  };
}

function listen(
  hub: Hub,
  { session, link }: Listening,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { kernel } = hub.parts.speaking;
  link.accepted();
  response.writeHead(
    OK,
    answerHeaders('200 OK', {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
      'Transfer-Encoding': 'chunked',
    }),
  );
  response.flushHeaders();
  const outlet = {
    give: (payload: Buffer, number: number) => {
      response.write(`id: ${number}\ndata: ${payload.toString('latin1')}\n\n`, 'latin1');
    },
  };
  const comment = () => {
    response.write(COMMENT);
    beat = kernel.after(COMMENT_MS, comment);
  };
  let beat = kernel.after(COMMENT_MS, comment);
  request.socket.on('error', () => {});
  response.on('close', () => {
    kernel.cancel(beat);
    session.detach(outlet);
    link.left();
  });
  session.attach(link, outlet, Number(request.headers['last-event-id'] ?? 0));
}

export function spokenSse(): SpokenProtocol {
  return {
    port: HTTP_PORT,
    keeping: { isKept: true, most: EVENTS_KEPT },
    serve: (hub) => serveHttp(hub, '/events', (...given) => listen(hub, ...given)),
    join: (joining, person) => new SseDevice(joining, person),
  };
}
