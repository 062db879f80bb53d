/**
 * What an edge fetches from its parent, once for all who wait for it. RFC 9111 §4 lets one answer go to several only when it
 * may be kept; of others everybody gets his own.
 */
import type { IncomingMessage } from 'node:http';
import type { EdgeMeters, Found } from '../../meters.ts';
import { fail } from '../answering.ts';
import type { Upward } from '../upstreams.ts';
import { OF_ASKER, validating } from './conditions.ts';
import { type Asker, give, passInterim, passThrough } from './giving.ts';
import { mayReplaceError, wishesOf } from './reuse.ts';
import type { Shelf } from './shelf.ts';
import type { Stored } from './stored.ts';
import { freshened, mayBeKept, storedOf } from './storing.ts';
import { surrogateHeaders } from './surrogate.ts';
import { selecting } from './vary.ts';

/** A fetch under way, and who wants what it brings. */
interface Fetch {
  readonly key: string;
  /** The request that it was begun for. */
  readonly request: IncomingMessage;
  /** What is there already, and may be good still. */
  readonly stored: Stored | undefined;
  readonly askedMs: number;
  readonly waiting: Asker[];
}

export interface EdgeRules {
  /** Whether misses for one object wait for one fetch. */
  readonly collapses: boolean;
}

const NOT_MODIFIED = 304;
const FIRST_SERVER_ERROR = 500;
const BAD_GATEWAY = 502;
/** Statuses that mean "not now". RFC 5861 §4 */
const ERRORS = new Set([500, 502, 503, 504]);
/** The most that is held for those who wait; a larger answer is none. An assumption. */
const MOST_BYTES = 2 ** 30;
/** Paths whose answers nobody shares: how many are remembered. An assumption. */
const MOST_ALONE = 100_000;
const NOTHING = Buffer.alloc(0);

export class Fetches {
  readonly #shelf: Shelf;
  readonly #parent: Upward;
  readonly #meters: EdgeMeters;
  readonly #rules: EdgeRules;
  /** By what requests have in common that one answer suits. */
  readonly #under = new Map<string, Fetch>();
  /** Paths whose last answer was for one only: nobody waits for another's. */
  readonly #alone = new Set<string>();

  constructor(shelf: Shelf, parent: Upward, meters: EdgeMeters, rules: EdgeRules) {
    this.#shelf = shelf;
    this.#parent = parent;
    this.#meters = meters;
    this.#rules = rules;
  }

  clear(): void {
    this.#under.clear();
    this.#alone.clear();
  }

  /** Fetches for one who waits, or lets him wait with others. */
  fetch(key: string, asker: Asker, stored: Stored | undefined): void {
    const { request } = asker;
    const under = this.#under.get(key);
    if (under !== undefined) {
      this.#meters.collapsed();
      under.waiting.push(asker);
      return;
    }
    const fetch = { key, request, stored, askedMs: Date.now(), waiting: [asker] };
    if (this.#rules.collapses && !this.#alone.has(request.url!)) this.#under.set(key, fetch);
    this.#begin(fetch);
  }

  /** In the background. RFC 5861 §3 */
  renew(key: string, request: IncomingMessage, stored: Stored): void {
    if (this.#under.has(key)) return;
    const fetch = { key, request, stored, askedMs: Date.now(), waiting: [] };
    this.#under.set(key, fetch);
    this.#begin(fetch);
  }

  #begin(fetch: Fetch): void {
    const { request, stored } = fetch;
    const headers = surrogateHeaders(request, OF_ASKER);
    if (stored !== undefined) Object.assign(headers, validating(stored));
    const upstream = this.#parent.send(request.url!, { method: 'GET', headers });
    if (upstream === undefined) {
      this.#failed(fetch);
      return;
    }
    let answered: IncomingMessage | undefined;
    upstream.on('information', (interim) => {
      for (const asker of fetch.waiting) passInterim(asker, interim);
    });
    upstream.on('response', (answer) => {
      answered = answer;
      this.#answered(fetch, answer);
    });
    // What comes after a whole answer is no part of it.
    upstream.on('error', () => {
      if (answered?.complete !== true) this.#failed(fetch);
    });
    upstream.end();
  }

  #answered(fetch: Fetch, answer: IncomingMessage): void {
    const { request, stored } = fetch;
    const status = answer.statusCode!;
    if (stored !== undefined && status === NOT_MODIFIED) {
      answer.resume();
      this.#meters.revalidated();
      this.#keep(fetch, freshened(stored, answer, fetch.askedMs));
      return;
    }
    if (stored !== undefined && ERRORS.has(status) && this.#isReplaced(fetch, request)) {
      answer.resume();
      this.#failed(fetch);
      return;
    }
    const fresh = storedOf(answer, fetch.askedMs, NOTHING);
    const isKept = mayBeKept(request.headers, fresh);
    const isShared = isKept ? isForAll(fresh) : isSharedError(request, fresh);
    if (!isShared) this.#leaveAlone(fetch);
    if (isKept || isShared) this.#collect(fetch, answer, fresh, isKept);
    else this.#passOn(fetch, answer);
  }

  /** The first gets it; all others get theirs. */
  #passOn(fetch: Fetch, answer: IncomingMessage): void {
    const [first] = fetch.waiting.splice(0, 1);
    if (fetch.stored !== undefined && answer.statusCode! < FIRST_SERVER_ERROR) {
      this.#shelf.drop(fetch.request.url!);
    }
    if (first === undefined) answer.resume();
    else passThrough(first, answer, this.#meters);
  }

  #leaveAlone(fetch: Fetch): void {
    this.#forget(fetch);
    if (this.#alone.size >= MOST_ALONE) this.#alone.clear();
    this.#alone.add(fetch.request.url!);
    for (const asker of fetch.waiting.splice(1)) this.fetch(fetch.key, asker, fetch.stored);
  }

  #collect(fetch: Fetch, answer: IncomingMessage, fresh: Stored, isKept: boolean): void {
    const parts: Buffer[] = [];
    let bytes = 0;
    answer.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes > MOST_BYTES) answer.destroy(new Error('too large'));
    });
    answer.on('error', () => this.#failed(fetch));
    answer.on('end', () => {
      const whole = { ...fresh, body: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
      if (isKept) this.#keep(fetch, whole);
      else this.#giveAll(fetch, whole, 'miss');
    });
  }

  #keep(fetch: Fetch, stored: Stored): void {
    const { request } = fetch;
    const isNew = stored.body !== fetch.stored?.body;
    if (isForAll(stored)) this.#alone.delete(request.url!);
    const before = this.#shelf.evictions;
    if (this.#shelf.put(request.url!, request.headers, stored) && isNew) this.#meters.filled();
    this.#meters.evicted(this.#shelf.evictions - before);
    this.#giveAll(fetch, stored, 'miss');
  }

  #giveAll(fetch: Fetch, stored: Stored, found: Found): void {
    this.#forget(fetch);
    const { headers } = fetch.request;
    const { vary } = stored;
    const suits = vary.length === 0 ? undefined : selecting(vary, headers);
    for (const asker of fetch.waiting.splice(0)) {
      const isHis = suits === undefined || selecting(vary, asker.request.headers) === suits;
      if (isHis) give(asker, stored, found, this.#meters);
      else
        this.fetch(this.#shelf.keyOf(asker.request.url!, asker.request.headers), asker, undefined);
    }
  }

  #failed(fetch: Fetch): void {
    this.#forget(fetch);
    for (const asker of fetch.waiting.splice(0)) {
      if (this.#isReplaced(fetch, asker.request)) {
        give(asker, fetch.stored!, 'stale', this.#meters);
      } else fail(asker.response, BAD_GATEWAY);
    }
  }

  #isReplaced({ stored }: Fetch, { headers }: IncomingMessage): boolean {
    if (stored === undefined) return false;
    return mayReplaceError(stored, wishesOf(headers), Date.now());
  }

  #forget(fetch: Fetch): void {
    if (this.#under.get(fetch.key) === fetch) this.#under.delete(fetch.key);
  }
}

/** Whether those who wait may have it as it is: without asking again, and with all of its fields. RFC 9111 §5.2.2.4 */
const isForAll = ({ terms }: Stored): boolean => !terms.isChecked && terms.omitted.length === 0;

/** That a server fails now is the same for all who wait; each of them asking again would not help it. */
function isSharedError({ headers }: IncomingMessage, { status, terms }: Stored): boolean {
  const isOpen = !terms.isForbidden && headers.authorization === undefined;
  return status >= FIRST_SERVER_ERROR && isOpen;
}
