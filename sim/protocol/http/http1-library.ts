/** HTTP/1.1 by `node:http`: an agent that keeps connections. */
import http from 'node:http';
import type { End } from '../wire/courses.ts';
import { agentOf } from './agents.ts';
import { followHttp1 } from './following.ts';
import type { Asked, Heard, Library, Seat } from './library.ts';
import { hostOf, type Speaking } from './speaking.ts';

export class Http1Library implements Library {
  readonly #agent: http.Agent;
  readonly #speaking: Speaking;
  readonly #from: End;
  #opened = () => {};

  constructor(speaking: Speaking, { from, lane, plan }: Seat) {
    this.#speaking = speaking;
    this.#from = from;
    const opened = () => this.#opened();
    this.#agent = agentOf(speaking, { ...plan, from, lane, most: plan.connections, opened });
  }

  get({ node, path, headers, opened }: Asked, heard: (answer: Heard | undefined) => void): void {
    this.#opened = opened;
    const request = http.get({ agent: this.#agent, host: hostOf(node), path, headers });
    const { log } = this.#speaking;
    if (log !== undefined) followHttp1(log, request, { ...this.#from, callee: node, path });
    request.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        heard(response.complete ? { status: response.statusCode ?? 0, bytes } : undefined);
      });
      response.on('error', () => heard(undefined));
    });
    request.on('error', () => heard(undefined));
  }
}
