/** How the sending end learns that segments are lost. */
import { type Chunks, KNOWN, MISSING, NO_CHUNK } from './chunks.ts';
import type { Congestion } from './congestion/congestion.ts';
import type { ConnectionTable } from './connection-table.ts';

/** Segments acknowledged beyond a lost one that give it away. Source: RFC 6675 §2, DupThresh. */
const ENOUGH = 3;

/**
 * Part of the shortest round trip after which fewer give it away, too. Source: RFC 8985 §6.2,
 * RACK's window for reordered segments.
 */
const REORDERING = 1 / 4;

/** What a connection's timer waits for. */
export const NOTHING = 0;
export const REORDERED = 1;
export const PROBE = 2;
export const TIMEOUT = 3;

export class LossDetection {
  readonly #table: ConnectionTable;
  readonly #chunks: Chunks;
  readonly #congestion: Congestion;
  /** When the latest timer is due, ms. */
  dueMs = 0;

  constructor(table: ConnectionTable, chunks: Chunks, congestion: Congestion) {
    this.#table = table;
    this.#chunks = chunks;
    this.#congestion = congestion;
  }

  /** Segments that were sent at a place in the order have come through. */
  acknowledged(connection: number, order: number, segments: number, nowMs: number): void {
    const { next, state, later, order: orders } = this.#chunks;
    for (let hole = this.#table.holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] !== MISSING || orders[hole]! > order) continue;
      later[hole]! += segments;
      if (later[hole]! >= ENOUGH) this.learn(connection, hole, nowMs);
    }
  }

  /** Nothing is on its way, and something is missing: what does the sender wait for, and until when? */
  wait(connection: number, nowMs: number): number {
    const { holes, shortestMs, estimates, isProbing, backoff, inFlight } = this.#table;
    const { next, state, later } = this.#chunks;
    let isMissing = false;
    let isTold = false;
    for (let hole = holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] !== MISSING) continue;
      isMissing = true;
      if (later[hole]! > 0) isTold = true;
    }
    if (!isMissing) return NOTHING;
    if (isTold) {
      this.dueMs = nowMs + shortestMs[connection]! * REORDERING;
      return REORDERED;
    }
    const sinceMs = Math.max(
      this.#table.lastSentMs[connection]!,
      this.#table.lastAckMs[connection]!,
    );
    if (isProbing[connection] === 0) {
      this.dueMs = sinceMs + estimates.probeMs(connection, inFlight[connection] === 1);
      return PROBE;
    }
    this.dueMs = sinceMs + estimates.timeoutMs(connection) * (1 << backoff[connection]!);
    return TIMEOUT;
  }

  /** The wait for reordered segments is over: those before acknowledged ones are lost. */
  giveUpReordered(connection: number, nowMs: number): void {
    const { next, state, later } = this.#chunks;
    for (let hole = this.#table.holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] === MISSING && later[hole]! > 0) this.learn(connection, hole, nowMs);
    }
  }

  /** Nothing has come back in time: all that is missing is sent again, slowly. RFC 6298 §5. */
  giveUpAll(connection: number, nowMs: number): void {
    const { next, state } = this.#chunks;
    const { holes, known, inFlight, recoverAt, sent, isRestarting, backoff } = this.#table;
    for (let hole = holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] !== MISSING) continue;
      state[hole] = KNOWN;
      known[connection]! += 1;
    }
    inFlight[connection] = 0;
    backoff[connection] = Math.min(backoff[connection]! + 1, MOST_BACKOFF);
    recoverAt[connection] = sent[connection]!;
    isRestarting[connection] = 1;
    this.#congestion.timedOut(connection, nowMs);
  }

  /** The chunk that was sent last, of those missing. */
  last(connection: number): number {
    const { next, state, order } = this.#chunks;
    let last = NO_CHUNK;
    for (let hole = this.#table.holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] === MISSING && (last === NO_CHUNK || order[hole]! > order[last]!))
        last = hole;
    }
    return last;
  }

  /** The sender knows that the segments missing from a chunk are lost. */
  learn(connection: number, chunk: number, nowMs: number): void {
    const { state, lost, order } = this.#chunks;
    const { known, inFlight, recoverAt, sent } = this.#table;
    state[chunk] = KNOWN;
    known[connection]! += 1;
    inFlight[connection]! -= lost[chunk]!;
    // One reduction for all that was sent before the sender last learned of a loss. RFC 6582 §3.2
    if (order[chunk]! < recoverAt[connection]!) return;
    recoverAt[connection] = sent[connection]!;
    this.#congestion.lost(connection, nowMs);
  }
}

/** Timeouts in a row double up to this often: the longest timeout is reached before. */
const MOST_BACKOFF = 10;
