/** HTTP/1.1 by undici: pools of connections, one for each node. */
import channel from 'node:diagnostics_channel';
import type { Duplex } from 'node:stream';
import type { Pool } from 'undici';
import { type Following, fieldsIn } from '../capture/exchange-log.ts';
import { dialNode } from './dialling.ts';
import type { Asked, Heard, Library, Seat } from './library.ts';
import { HTTP_PORT, hostOf, type Speaking } from './speaking.ts';

type Undici = typeof import('undici');

let undici: Undici | undefined;

/** Before a run: no time passes while modules are loaded. */
export async function loadUndici(): Promise<void> {
  undici = await import('undici');
}

/** The request whose fields undici writes next, if anybody wants to know. */
let writing: Following | undefined;
let isListening = false;

/** Undici tells only diagnostics which connection a request takes. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  channel.subscribe('undici:client:sendHeaders', (message) => {
    const { headers, socket } = message as { headers: string; socket: Duplex };
    writing?.took(socket);
    // What ends the fields comes after them.
    writing?.sent(fieldsIn(headers), headers.length + 2);
    writing = undefined;
  });
}

export class UndiciLibrary implements Library {
  readonly #speaking: Speaking;
  readonly #seat: Seat;
  readonly #pools = new Map<number, Pool>();
  #opened = () => {};

  constructor(speaking: Speaking, seat: Seat) {
    this.#speaking = speaking;
    this.#seat = seat;
  }

  get({ node, path, headers, opened }: Asked, heard: (answer: Heard | undefined) => void): void {
    this.#opened = opened;
    let status = 0;
    let bytes = 0;
    const { log } = this.#speaking;
    const { from } = this.#seat;
    const following = log?.follow({ ...from, callee: node, path, httpVersion: 'HTTP/1.1' });
    if (following !== undefined) listen();
    this.#poolOf(node).dispatch(
      { path, method: 'GET', headers },
      {
        onRequestStart: () => {
          writing = following;
        },
        onResponseStart: (_controller, given, fields, reason) => {
          status = given;
          following?.answered(given, reason ?? '', pairsOf(fields));
        },
        onResponseData: (_controller, chunk) => {
          bytes += chunk.length;
          following?.came(chunk.length);
        },
        onResponseEnd: () => {
          following?.ended();
          heard({ status, bytes });
        },
        onResponseError: () => {
          following?.failed();
          heard(undefined);
        },
      },
    );
  }

  #poolOf(node: number): Pool {
    let pool = this.#pools.get(node);
    if (pool === undefined) {
      pool = this.#made(node);
      this.#pools.set(node, pool);
    }
    return pool;
  }

  #made(to: number): Pool {
    const { from, lane, plan } = this.#seat;
    return new undici!.Pool(`http://${hostOf(to)}`, {
      connections: plan.connections,
      pipelining: 1,
      keepAliveTimeout: plan.idleMs,
      keepAliveMaxTimeout: plan.idleMs,
      // What the model waits for, this waits for.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_to, done) => {
        this.#opened();
        const socket = dialNode(this.#speaking, { ...plan, from, lane }, to, HTTP_PORT);
        const failed = (error: Error) => done(error, null);
        socket.once('error', failed);
        socket.once('connect', () => {
          socket.off('error', failed);
          done(null, socket as never);
        });
      },
    });
  }
}

const pairsOf = (fields: Readonly<Record<string, string | string[] | undefined>>): string[] =>
  Object.entries(fields).flatMap(([name, values = []]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
