/** The receiving end of one direction of a connection: puts bytes in order and says how many more it takes in. */
import { lengthOf, type Piece } from './chunk.ts';
import type { Range } from './tap.ts';

/** The other end of a way. */
export interface Sink {
  /** What has arrived and nobody has read. */
  readonly unreadBytes?: number;
  arrive(bytes: Buffer): void;
  /** Nothing more will come. */
  finish(): void;
}

/** Payload of a full segment on Ethernet: 1500 B less IP, TCP and its timestamps. RFC 9293 §3.7.1 */
export const SEGMENT_BYTES = 1448;
/** What a receiver takes in before it is read: half of net.ipv4.tcp_rmem of Linux, 6 MiB. */
export const RECEIVE_BYTES = 3 * 1024 * 1024;
/** What the first packets say: their windows are not scaled. RFC 7323 §2.2 */
export const FIRST_RECEIVE_BYTES = 65_535;

export class Intake {
  readonly #sink: Sink;
  readonly #receiveBytes: number;
  readonly #handed: ((bytes: Buffer) => void) | undefined;
  /** The next chunk that the sink may have; those that came before their turn. */
  #turn = 0;
  readonly #early = new Map<number, Piece>();
  /** In order, acknowledged and about to be handed to the sink: nearly always one. */
  #ready: Piece | undefined;
  #others: Piece[] = [];
  #readyBytes = 0;
  /** Up to where it takes bytes, as it was told last. */
  toldEdge: number;
  #isDeaf = false;
  #answer: (() => void) | undefined;
  /** What came in order, FIN as one. */
  receivedBytes = 0;
  /** Payload that has been handed to the sink. */
  deliveredBytes = 0;

  constructor(sink: Sink, receiveBytes: number, handed?: (bytes: Buffer) => void) {
    this.#sink = sink;
    this.#receiveBytes = receiveBytes;
    this.#handed = handed;
    this.toldEdge = Math.min(receiveBytes, FIRST_RECEIVE_BYTES);
  }

  /** Whoever reads is gone. @param answer what its host does about bytes that come. */
  deafen(answer?: () => void): void {
    this.#isDeaf = true;
    this.#answer = answer;
  }

  /** Whether nobody is there any more: the host answers bytes, and takes the end of all if nothing is missing before it. */
  refuses({ order, bytes }: Piece): boolean {
    if (!this.#isDeaf || (bytes.length === 0 && order === this.#turn)) return false;
    if (bytes.length > 0) this.#answer?.();
    return true;
  }

  /** What there is room for, bytes. */
  get roomBytes(): number {
    const heldBytes = (this.#sink.unreadBytes ?? 0) + this.#readyBytes;
    const room = Math.max(0, this.#receiveBytes - heldBytes);
    // No window that is smaller than a segment. RFC 9293 §3.8.6.2.2
    return room < SEGMENT_BYTES ? 0 : room;
  }

  /** What it takes in, as it has said last, bytes. */
  get windowBytes(): number {
    return Math.max(0, this.toldEdge - this.receivedBytes);
  }

  /** What came before its turn, in order. */
  get beyond(): readonly Range[] {
    const found: [number, number][] = [];
    for (const chunk of [...this.#early.values()].toSorted((a, b) => a.order - b.order)) {
      const last = found.at(-1);
      const end = chunk.position + lengthOf(chunk);
      if (last?.[1] === chunk.position) last[1] = end;
      else found.push([chunk.position, end]);
    }
    return found;
  }

  /** Says what it takes in. @returns up to where. */
  tell(): number {
    this.toldEdge = Math.max(this.toldEdge, this.receivedBytes + this.roomBytes);
    return this.toldEdge;
  }

  /** A chunk is here. What the sink may have now waits for `hand`: the chunk in its turn, with what has waited for it. */
  take(chunk: Piece): void {
    if (chunk.order !== this.#turn) {
      this.#early.set(chunk.order, chunk);
      return;
    }
    this.#ready = chunk;
    this.#count(chunk);
    while (this.#early.size > 0) {
      const next = this.#early.get(this.#turn);
      if (next === undefined) break;
      this.#early.delete(this.#turn);
      this.#others.push(next);
      this.#count(next);
    }
  }

  #count(chunk: Piece): void {
    this.#turn += 1;
    this.#readyBytes += chunk.bytes.length;
    this.receivedBytes += lengthOf(chunk);
  }

  /** The sink gets what is ready. */
  hand(): void {
    const ready = this.#ready;
    if (ready === undefined) return;
    this.#ready = undefined;
    this.#readyBytes = 0;
    if (this.#others.length === 0) {
      this.#give(ready);
      return;
    }
    const others = this.#others;
    this.#others = [];
    this.#give(ready);
    for (const each of others) this.#give(each);
  }

  #give({ bytes, isEnd }: Piece): void {
    this.deliveredBytes += bytes.length;
    if (bytes.length > 0) this.#handed?.(bytes);
    if (isEnd) this.#sink.finish();
    else this.#sink.arrive(bytes);
  }
}
