/** The device's end of connections: which answers are whole, and may be handed on. */
import { type Chunks, NO_CHUNK } from './chunks.ts';
import type { ConnectionTable } from './connection-table.ts';
import { NO_STREAM, type Streams } from './streams.ts';

export class Receiver {
  readonly #table: ConnectionTable;
  readonly #chunks: Chunks;
  readonly #streams: Streams;
  readonly #isOrdered: boolean;
  readonly #done: (stream: number, atMs: number) => void;

  /**
   * @param isOrdered whether an answer waits for all that was sent before it: TCP gives bytes on in
   * order (RFC 9293 §3.4), QUIC only within a stream (RFC 9000 §2.2).
   * @param done told when a stream has all its segments, and when that is, ms.
   */
  constructor(
    table: ConnectionTable,
    chunks: Chunks,
    streams: Streams,
    isOrdered: boolean,
    done: (stream: number, atMs: number) => void,
  ) {
    this.#table = table;
    this.#chunks = chunks;
    this.#streams = streams;
    this.#isOrdered = isOrdered;
    this.#done = done;
  }

  /** Segments of a chunk, all but those lost, will be at the device at a time, ms. */
  take(connection: number, chunk: number, arriving: number, atMs: number): void {
    const { isRepair, lost, stream: streamOf } = this.#chunks;
    const stream = streamOf[chunk]!;
    if (arriving > 0) this.#streams.toArrive[stream]! -= arriving;
    if (isRepair[chunk] === 0 && lost[chunk]! > 0) this.#addHole(connection, chunk);
    else if (isRepair[chunk] === 1 && lost[chunk] === 0) this.#closeHole(connection, chunk, atMs);
    if (arriving === 0 || this.#streams.toArrive[stream]! > 0) return;
    this.whole(connection, stream, atMs);
  }

  /** All segments of an answer are there; it may wait for those sent before it. */
  whole(connection: number, stream: number, atMs: number): void {
    if (this.#isOrdered && this.#streams.end[stream]! > this.#edge(connection)) {
      this.#streams.next[stream] = this.#table.blocked[connection]!;
      this.#table.blocked[connection] = stream;
    } else {
      this.#done(stream, atMs);
    }
  }

  #addHole(connection: number, chunk: number): void {
    this.#chunks.next[chunk] = this.#table.holes[connection]!;
    this.#table.holes[connection] = chunk;
  }

  #closeHole(connection: number, chunk: number, atMs: number): void {
    const { next } = this.#chunks;
    const { holes } = this.#table;
    if (holes[connection] === chunk) {
      holes[connection] = next[chunk]!;
    } else {
      let before = holes[connection]!;
      while (next[before] !== chunk) before = next[before]!;
      next[before] = next[chunk]!;
    }
    if (this.#table.blocked[connection] !== NO_STREAM) this.#unblock(connection, atMs);
  }

  /** Place of the first segment that is missing, of those sent. */
  #edge(connection: number): number {
    const { next, position } = this.#chunks;
    let edge = Number.POSITIVE_INFINITY;
    for (let hole = this.#table.holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      edge = Math.min(edge, position[hole]!);
    }
    return edge;
  }

  #unblock(connection: number, atMs: number): void {
    const { next, end } = this.#streams;
    const edge = this.#edge(connection);
    let stream = this.#table.blocked[connection]!;
    let left = NO_STREAM;
    while (stream !== NO_STREAM) {
      const following = next[stream]!;
      if (end[stream]! > edge) {
        next[stream] = left;
        left = stream;
      } else {
        this.#done(stream, atMs);
      }
      stream = following;
    }
    this.#table.blocked[connection] = left;
  }
}
