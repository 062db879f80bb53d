/**
 * A cache that speaks HTTP, between devices and an origin or another cache: a server of `node:http` that keeps answers as RFC
 * 9111 says, and lets the scenario's eviction policy say which of them leave.
 */
import type http from 'node:http';
import type { EdgeMeters } from '../../meters.ts';
import { fail } from '../answering.ts';
import { makeServer } from '../servers.ts';
import type { Upward } from '../upstreams.ts';
import { type EdgeRules, Fetches } from './fetches.ts';
import { type Asker, give } from './giving.ts';
import { isForCache } from './methods.ts';
import { Passing } from './passing.ts';
import { useOf, wishesOf } from './reuse.ts';
import type { Shelf } from './shelf.ts';

const GATEWAY_TIMEOUT = 504;
const RULES: EdgeRules = { collapses: true };

export class Edge {
  readonly server: http.Server;
  readonly #shelf: Shelf;
  readonly #meters: EdgeMeters;
  readonly #fetches: Fetches;
  readonly #passing: Passing;

  constructor(shelf: Shelf, parent: Upward, meters: EdgeMeters, rules: EdgeRules = RULES) {
    this.#shelf = shelf;
    this.#meters = meters;
    this.#fetches = new Fetches(shelf, parent, meters, rules);
    this.#passing = new Passing(shelf, parent, meters);
    this.server = makeServer((request, response) => this.#serve({ request, response }));
  }

  /** Its process is gone, with what it had in memory. */
  crash(): void {
    this.#shelf.clear();
    this.#fetches.clear();
  }

  #serve(asker: Asker): void {
    if (!isForCache(asker.request)) {
      this.#meters.asked('miss');
      this.#passing.pass(asker);
      return;
    }
    const { url, headers, method } = asker.request;
    const key = this.#shelf.keyOf(url!, headers);
    const stored = this.#shelf.find(key);
    const wishes = wishesOf(headers);
    const use = stored === undefined ? 'validate' : useOf(stored, wishes, Date.now());
    if (stored !== undefined && use !== 'validate') {
      const found = use === 'fresh' ? 'hit' : 'stale';
      this.#meters.asked(found);
      give(asker, stored, found, this.#meters);
      if (use === 'stale') this.#fetches.renew(key, asker.request, stored);
      return;
    }
    this.#meters.asked('miss');
    // RFC 9111 §5.2.1.7
    if (wishes.has('only-if-cached')) fail(asker.response, GATEWAY_TIMEOUT);
    else if (method === 'HEAD') this.#passing.head(asker, stored);
    else this.#fetches.fetch(key, asker, stored);
  }
}
