/** What the sending end learns from an acknowledgement, and tells its congestion control. */
import type { Chunks } from './chunks.ts';
import { blankAck, type Congestion } from './congestion/congestion.ts';
import type { ConnectionTable } from './connection-table.ts';

export class News {
  readonly #table: ConnectionTable;
  readonly #chunks: Chunks;
  readonly #congestion: Congestion;
  readonly #middle: number;
  readonly #ack = blankAck();

  /** @param middle of a chunk, from its end: where the segment is whose acknowledgement counts. */
  constructor(table: ConnectionTable, chunks: Chunks, congestion: Congestion, middle: number) {
    this.#table = table;
    this.#chunks = chunks;
    this.#congestion = congestion;
    this.#middle = middle;
  }

  /** Segments of a chunk have arrived. */
  hear(connection: number, chunk: number, arrived: number, nowMs: number): void {
    const table = this.#table;
    const { sentMs, isRepair, order: orders, tailMs, deliveredMs, deliveredBefore } = this.#chunks;
    const roundTripMs = nowMs - sentMs[chunk]!;
    const firstMs = roundTripMs - tailMs[chunk]! * (1 - this.#middle);
    const order = orders[chunk]!;
    const ack = this.#ack;
    ack.isNewRound = order >= table.roundEnd[connection]!;
    ack.used = table.isFull[connection] === 1 ? Number.POSITIVE_INFINITY : table.peak[connection]!;
    if (ack.isNewRound) {
      table.roundEnd[connection] = table.sent[connection]!;
      table.peak[connection] = table.inFlight[connection]!;
    }
    table.inFlight[connection] = Math.max(0, table.inFlight[connection]! - arrived);
    table.delivered[connection]! += arrived;
    table.lastAckMs[connection] = nowMs;
    table.backoff[connection] = 0;
    // Which of two sendings is acknowledged nobody knows. RFC 6298 §3, Karn's algorithm
    if (isRepair[chunk] === 0) {
      table.estimates.add(connection, roundTripMs);
      table.shortestMs[connection] = Math.min(table.shortestMs[connection]!, firstMs);
    }
    const isRecovering = order < table.recoverAt[connection]!;
    if (!isRecovering) table.isRestarting[connection] = 0;
    ack.isRecovering = isRecovering && table.isRestarting[connection] === 0;
    ack.inFlight = table.inFlight[connection]!;
    const sinceMs = nowMs - deliveredMs[chunk]!;
    const came = table.delivered[connection]! - deliveredBefore[chunk]!;
    ack.deliveryRate = sinceMs > 0 ? came / sinceMs : 0;
    ack.nowMs = nowMs;
    ack.segments = arrived;
    ack.roundTripMs = firstMs;
    ack.shortestMs = table.shortestMs[connection]!;
    this.#congestion.acknowledged(connection, ack);
  }
}
