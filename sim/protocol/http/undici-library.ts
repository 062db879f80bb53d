/** HTTP/1.1 by undici: pools of connections, one for each node. */
import type { Pool } from 'undici';
import { dialNode } from './dialling.ts';
import type { Asked, Heard, Library, Seat } from './library.ts';
import { HTTP_PORT, hostOf, type Speaking } from './speaking.ts';

type Undici = typeof import('undici');

let undici: Undici | undefined;

/** Before a run: no time passes while modules are loaded. */
export async function loadUndici(): Promise<void> {
  undici = await import('undici');
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
    this.#poolOf(node).dispatch(
      { path, method: 'GET', headers },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, given) => {
          status = given;
        },
        onResponseData: (_controller, chunk) => {
          bytes += chunk.length;
        },
        onResponseEnd: () => heard({ status, bytes }),
        onResponseError: () => heard(undefined),
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
