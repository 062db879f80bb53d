/** Counts what a real cache does by the names of the model: from what passes in front of it and behind it. */
import type { EdgeMeters, Found } from '../protocol/meters.ts';
import { HeadTap, type SeenHead } from './head-tap.ts';
import type { Taps } from './splice.ts';

const OK = 200;
const NOT_MODIFIED = 304;

/** What an answer says of itself; undefined: nothing. */
export type Finding = (headers: SeenHead['headers']) => Found | undefined;

/** Fetches of one object. */
interface Fetches {
  begun: number;
  open: number;
}

/** A request on its way through the cache. */
interface Asked {
  readonly path: string;
  /** It counts from then: an answer may come when the warm-up is over, or the run. */
  readonly atMs: number;
  readonly begunBefore: number;
  readonly openBefore: number;
}

/**
 * The counts of one cache. Caches call a hit what has waited for another's fetch, and some of them what they have
 * asked about again; the model calls both a miss. Who waited is seen from outside: a fetch was under way when the
 * request came, or began before its answer.
 */
export class Counting {
  readonly #meters: EdgeMeters;
  readonly #finding: Finding;
  readonly #nowMs: () => number;
  readonly #fetches = new Map<string, Fetches>();
  /** Of each connection, those without an answer. */
  readonly #waiting = new Set<Asked[]>();
  /** Whether an answer said nothing of itself. */
  #isSilent = false;

  constructor(meters: EdgeMeters, finding: Finding, nowMs: () => number) {
    this.#meters = meters;
    this.#finding = finding;
    this.#nowMs = nowMs;
  }

  /** Taps of a connection to the cache. */
  front(): Taps {
    const waiting: Asked[] = [];
    this.#waiting.add(waiting);
    const requests = new HeadTap(({ path }) => {
      const { begun, open } = this.#of(path);
      waiting.push({ path, atMs: this.#nowMs(), begunBefore: begun, openBefore: open });
    });
    const answers = new HeadTap((head) => {
      const asked = waiting.shift();
      if (asked !== undefined) this.#answered(asked, head);
    });
    return {
      outgoing: (bytes) => requests.pass(bytes),
      incoming: (bytes) => answers.pass(bytes),
      closed: () => {
        this.#miss(waiting);
        this.#waiting.delete(waiting);
      },
    };
  }

  /** The run is over: what is still waited for came from no copy in time. */
  finish(): void {
    for (const waiting of this.#waiting) this.#miss(waiting);
  }

  /**
   * Taps of a connection from the cache to its parent.
   *
   * @param asked called for each request.
   */
  behind(asked: () => void): Taps {
    const waiting: Fetches[] = [];
    const requests = new HeadTap(({ path }) => {
      const fetches = this.#of(path);
      fetches.begun += 1;
      fetches.open += 1;
      waiting.push(fetches);
      asked();
    });
    const answers = new HeadTap(({ status }) => {
      const fetches = waiting.shift();
      if (fetches !== undefined) fetches.open -= 1;
      if (status === NOT_MODIFIED) this.#meters.revalidated();
      if (status === OK) this.#meters.filled();
    });
    const closed = () => {
      for (const fetches of waiting.splice(0)) fetches.open -= 1;
    };
    return {
      incoming: (bytes) => requests.pass(bytes),
      outgoing: (bytes) => answers.pass(bytes),
      closed,
    };
  }

  #miss(waiting: Asked[]): void {
    for (const { atMs } of waiting.splice(0)) {
      if (!this.#isSilent) this.#meters.asked('miss', atMs);
    }
  }

  #answered(asked: Asked, { status, headers, bodyBytes }: SeenHead): void {
    const { path, atMs, begunBefore, openBefore } = asked;
    const told = this.#finding(headers);
    if (told === undefined) {
      this.#isSilent = true;
      return;
    }
    const hasBegun = this.#of(path).begun > begunBefore;
    const hasJoined = told === 'hit' && openBefore > 0;
    const found = told === 'hit' && (hasBegun || hasJoined) ? 'miss' : told;
    this.#meters.asked(found, atMs);
    if (hasJoined) this.#meters.collapsed(atMs);
    if (status === OK || status === NOT_MODIFIED) this.#meters.gave(bodyBytes, found, atMs);
  }

  #of(path: string): Fetches {
    let fetches = this.#fetches.get(path);
    if (fetches === undefined) {
      fetches = { begun: 0, open: 0 };
      this.#fetches.set(path, fetches);
    }
    return fetches;
  }
}

/** Of what is no cache, requests to parents only. */
export function requestTaps(asked: () => void): Taps {
  const tap = new HeadTap(asked);
  return { incoming: (bytes) => tap.pass(bytes) };
}
