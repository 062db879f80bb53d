/** A chat by long polling (RFC 6202 §2): `node:http` at both ends. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pollBytes } from '../../../model/wire/long-polling.ts';
import { HTTP_PORT } from '../../http/speaking.ts';
import type { Pending } from '../../virtual/kernel.ts';
import { readEnvelope } from '../envelope.ts';
import type { Hub } from '../hub.ts';
import type { Device, Joining, SpokenProtocol } from '../spoken-protocol.ts';
import { Asking } from './asking.ts';
import { type Listening, serveHttp } from './gateway.ts';
import { answerHeaders } from './heads.ts';
import { Posting } from './posting.ts';

const OK = 200;
const NO_CONTENT = 204;
/** Who has no answer for so much longer than polls take asks again; an assumption. */
const SILENCE_MS = 15_000;
const LINE_END = '\n';

class PollingDevice implements Device {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #timeoutMs: number;
  readonly #posting: Posting;
  readonly #asking: Asking;
  /** The last message that has come, by its number in the session. */
  #after = 0;
  #failures = 0;

  constructor(joining: Joining, person: number, timeoutMs: number) {
    this.#joining = joining;
    this.#person = person;
    this.#timeoutMs = timeoutMs;
    this.#posting = new Posting(joining, person);
    this.#asking = new Asking(joining, person);
    this.#poll();
  }

  send(serial: number, payload: Buffer): void {
    this.#posting.send(serial, payload);
  }

  #poll(): void {
    const person = this.#person;
    const { link, number } = this.#joining.link(person);
    const path = `/poll?user=${person}&link=${number}&after=${this.#after}`;
    const request = this.#asking.ask('GET', path, {}, pollBytes('http-1.1'));
    request.setTimeout(this.#timeoutMs + SILENCE_MS, () => request.destroy());
    let isOver = false;
    const over = (answer: Buffer | undefined, cursor: string | undefined) => {
      if (isOver) return;
      isOver = true;
      if (answer !== undefined) this.#hear(answer, cursor);
      link.left();
      this.#again(answer !== undefined);
    };
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      const { statusCode, headers } = response;
      response.on('data', (chunk: Buffer) => parts.push(chunk));
      response.on('error', () => over(undefined, undefined));
      response.on('end', () => {
        const isGood = statusCode === OK || statusCode === NO_CONTENT;
        over(isGood ? Buffer.concat(parts) : undefined, headers.cursor as string | undefined);
      });
    });
    request.on('error', () => over(undefined, undefined));
    request.end();
  }

  #again(isAnswered: boolean): void {
    if (isAnswered) {
      this.#failures = 0;
      this.#poll();
      return;
    }
    this.#failures += 1;
    const { speaking, backOffMs } = this.#joining;
    speaking.kernel.after(backOffMs(this.#failures), () => this.#poll());
  }

  #hear(answer: Buffer, cursor: string | undefined): void {
    if (cursor === undefined) return;
    const { custody, meters } = this.#joining;
    this.#after = Number(cursor);
    for (const line of answer.toString('latin1').split(LINE_END)) {
      const read = readEnvelope(line);
      if (read === undefined || 'ack' in read) continue;
      if (!custody.show(read.said.id, this.#person)) meters.repeated();
    }
    // The next poll says what has come.
    meters.confirmed(this.#person, pollBytes('http-1.1'));
  }
}

/** A poll waits at its gateway for something to say. */
class Poll {
  readonly #hub: Hub;
  readonly #listening: Listening;
  readonly #response: ServerResponse;
  readonly #payloads: Buffer[] = [];
  #timer: Pending | undefined;
  #cursor = 0;
  /** What is there already leaves together. */
  #isAttached = false;
  #isAnswered = false;

  constructor(hub: Hub, listening: Listening, response: ServerResponse, timeoutMs: number) {
    const { session, link, query } = listening;
    const { kernel } = hub.parts.speaking;
    this.#hub = hub;
    this.#listening = listening;
    this.#response = response;
    this.#timer = kernel.after(timeoutMs, () => {
      this.#timer = undefined;
      this.#answer();
    });
    link.accepted();
    response.on('close', () => {
      this.#leave();
      link.left();
    });
    session.attach(link, this, Number(query.get('after') ?? 0));
    this.#isAttached = true;
    if (this.#payloads.length > 0) this.#answer();
  }

  give(payload: Buffer, number: number): void {
    this.#payloads.push(payload);
    this.#cursor = number;
    if (this.#isAttached) this.#answer();
  }

  #answer(): void {
    this.#leave();
    const response = this.#response;
    if (this.#payloads.length === 0) {
      response.writeHead(NO_CONTENT, answerHeaders('204 No Content', {})).end();
      return;
    }
    const lines = this.#payloads.flatMap((payload, index) =>
      index === 0 ? [payload] : [Buffer.from(LINE_END), payload],
    );
    const body = lines.length === 1 ? lines[0]! : Buffer.concat(lines);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      Cursor: this.#cursor,
    };
    response.writeHead(OK, answerHeaders('200 OK', headers)).end(body);
  }

  /** It waits no more. */
  #leave(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    if (this.#timer !== undefined) this.#hub.parts.speaking.kernel.cancel(this.#timer);
    this.#listening.session.detach(this);
  }
}

export function spokenLongPolling(params: Readonly<Record<string, unknown>>): SpokenProtocol {
  const { timeout } = params as { timeout: number };
  const listen =
    (hub: Hub) => (listening: Listening, _request: IncomingMessage, response: ServerResponse) =>
      void new Poll(hub, listening, response, timeout);
  return {
    port: HTTP_PORT,
    keeping: { isKept: true, most: Number.POSITIVE_INFINITY },
    serve: (hub) => serveHttp(hub, '/poll', listen(hub)),
    join: (joining, person) => new PollingDevice(joining, person, timeout),
  };
}
