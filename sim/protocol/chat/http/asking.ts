/** What one person's program asks its gateway by `node:http`, over connections that stay open. */
import http from 'node:http';
import type { Plug } from '../../tls/sealed.ts';
import type { Joining } from '../spoken-protocol.ts';
import { requestHeaders } from './heads.ts';

export class Asking {
  readonly host: string;
  readonly #agent: http.Agent;
  /** A connection that is there before it is needed, as a browser makes them. */
  #ready: Plug | undefined;

  constructor({ dial, chat }: Joining, person: number) {
    this.host = `gateway-${chat.people.gateway[person]!}`;
    this.#ready = dial(person);
    this.#ready.on('error', () => {});
    const connect = () => {
      const ready = this.#ready;
      this.#ready = undefined;
      return ready === undefined || ready.destroyed ? dial(person) : ready;
    };
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    (this.#agent as unknown as { createConnection: typeof connect }).createConnection = connect;
  }

  /** @param bytes length of the head; default: that of any request. */
  ask(
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders = {},
    bytes?: number,
  ): http.ClientRequest {
    const { host } = this;
    const all = requestHeaders(method, path, host, headers, bytes);
    return http.request({ agent: this.#agent, host, method, path, headers: all });
  }
}
