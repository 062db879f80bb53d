import { NO_CALL, QUERY } from '../../node/calls.ts';
import { ICP_BYTES } from '../../wire/icp.ts';
import { among, type SearchContext, type SiblingSearch, siblingSearch } from './sibling-search.ts';

/**
 * Asks all siblings at the same time; the first that has a fresh copy is taken, and the parent once all
 * have said that they have none. What is down says so in a round trip.
 */
class Queries implements SiblingSearch {
  readonly #context: SearchContext;
  readonly #siblings: readonly number[];
  /** By ticket, one for each search under way: the fetch, or none once it is settled; answers to come. */
  readonly #fetch: number[] = [];
  readonly #left: number[] = [];
  readonly #free: number[] = [];

  constructor(context: SearchContext, siblings: readonly number[]) {
    this.#context = context;
    this.#siblings = siblings;
  }

  seek(fetch: number): void {
    const { node, asked, nobody } = this.#context;
    const { calls, exchange } = node.world;
    const ticket = this.#free.pop() ?? this.#fetch.length;
    this.#fetch[ticket] = fetch;
    this.#left[ticket] = this.#siblings.length;
    const [content, object] = [calls.content[fetch]!, calls.object[fetch]!];
    const atMs = calls.startMs[fetch]!;
    asked(this.#siblings.length);
    for (const sibling of this.#siblings) {
      const query = calls.make(node.id, sibling, content, object, atMs);
      calls.intent[query] = QUERY;
      calls.bytes[query] = ICP_BYTES;
      calls.parent[query] = ticket;
      exchange.send(query);
    }
    if (this.#siblings.length === 0) {
      this.#free.push(ticket);
      nobody(fetch);
    }
  }

  answered(query: number): void {
    const { node, found, lost, nobody } = this.#context;
    const { calls, exchange } = node.world;
    const ticket = calls.parent[query]!;
    const sibling = calls.callee[query]!;
    const hasCrashed = calls.callerEpoch[query] !== exchange.epoch[node.id];
    const hasIt = calls.failed[query] === 0 && !Number.isNaN(calls.generatedAtMs[query]!);
    calls.release(query);
    const fetch = this.#fetch[ticket]!;
    this.#left[ticket]! -= 1;
    const isLast = this.#left[ticket] === 0;
    if (isLast) this.#free.push(ticket);
    if (fetch === NO_CALL || !(hasIt || isLast || hasCrashed)) return;
    this.#fetch[ticket] = NO_CALL;
    if (hasCrashed) lost(fetch);
    else if (hasIt) found(fetch, sibling);
    else nobody(fetch);
  }
}

export const icp = siblingSearch({
  name: 'icp',
  summary: 'asks all siblings with a query each and takes the first that has a fresh copy',
  source: 'Internet Cache Protocol, RFC 2186 and 2187; nothing is lost on the way: an assumption',
  params: { among },
  make: ({ among }, context) => new Queries(context, context.siblings(among)),
});
