/**
 * One direction of a TCP connection: a window that opens by acknowledgements (RFC 5681, first window RFC 6928),
 * bytes that arrive in order, and packets that are sent again when they were lost.
 */
import type { Kernel, Pending } from '../virtual/kernel.ts';

/** One direction of the network between two ends. */
export interface Course {
  /**
   * Gives bytes that leave now their turn.
   *
   * @returns time until all of them are at the other end, ms; Infinity: they are lost.
   */
  passMs(bytes: number, packets: number): number;
}

/** The other end of a way. */
export interface Sink {
  arrive(bytes: Buffer): void;
  /** Nothing more will come. */
  finish(): void;
  /** The way has failed: nothing gets through any more. */
  fail(): void;
}

/** Payload of a full segment on Ethernet: 1500 B less IP, TCP and its timestamps. RFC 9293 §3.7.1 */
const SEGMENT_BYTES = 1448;
/** Segments that travel as one: with 8 the times of transfers stay within 4 % of Linux's, measured. */
const CHUNK_BYTES = 8 * SEGMENT_BYTES;
/** RFC 6928 §2 */
const FIRST_WINDOW_BYTES = 10 * SEGMENT_BYTES;
const LEAST_WINDOW_BYTES = 2 * SEGMENT_BYTES;
const HEADER_BYTES = 52;
const ACK_BYTES = HEADER_BYTES;
/** RFC 6298 §2.1; Linux's floor instead of §2.4's second: TCP_RTO_MIN. */
const FIRST_TIMEOUT_MS = 1000;
const LEAST_TIMEOUT_MS = 200;
const LONGEST_TIMEOUT_MS = 60_000;
/** RFC 9293 §3.8.3: R2, at least 100 s. */
const GIVES_UP_MS = 100_000;

interface Chunk {
  readonly order: number;
  readonly bytes: Buffer;
  readonly isEnd: boolean;
  firstSentMs: number;
  sentMs: number;
  timer: Pending | undefined;
  timeoutMs: number;
  isSentAgain: boolean;
}

export class Way {
  readonly #kernel: Kernel;
  readonly #there: Course;
  readonly #back: Course;
  readonly #sink: Sink;
  /** What waits for the window, and whoever wants to know when it has left. */
  readonly #waiting: { bytes: Buffer; done: (() => void) | undefined }[] = [];
  #isEnding = false;
  #hasEnded = false;
  #windowBytes = FIRST_WINDOW_BYTES;
  #thresholdBytes = Number.POSITIVE_INFINITY;
  #flightBytes = 0;
  #nextOrder = 0;
  /** The next chunk that the sink may have; those that came before their turn. */
  #turn = 0;
  readonly #early = new Map<number, Chunk>();
  #smoothMs = 0;
  #variationMs = 0;
  /** Chunks before this one were sent before the window was last halved. */
  #recoversTo = 0;
  #isBroken = false;
  /** Payload that has been handed to the sink. */
  deliveredBytes = 0;
  /** All that was sent, with headers and what was sent again; acknowledgements are not in it. */
  wireBytes = 0;
  segmentsSentAgain = 0;

  readonly #handed: ((bytes: Buffer) => void) | undefined;

  /** @param handed told of payload that arrives. */
  constructor(
    kernel: Kernel,
    there: Course,
    back: Course,
    sink: Sink,
    handed?: (bytes: Buffer) => void,
  ) {
    this.#handed = handed;
    this.#kernel = kernel;
    this.#there = there;
    this.#back = back;
    this.#sink = sink;
  }

  /** @param done called when the last byte has left. */
  send(bytes: Buffer, done?: () => void): void {
    this.#waiting.push({ bytes, done });
    this.#pump();
  }

  /** Nothing more will be sent. */
  end(): void {
    this.#isEnding = true;
    this.#pump();
  }

  /** The connection is gone: what is on its way arrives nowhere. */
  break(): void {
    this.#isBroken = true;
    this.#waiting.length = 0;
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#flightBytes < this.#windowBytes && !this.#isBroken) {
      const first = this.#waiting[0]!;
      const room = Math.max(SEGMENT_BYTES, this.#windowBytes - this.#flightBytes);
      const size = Math.min(first.bytes.length, CHUNK_BYTES, room);
      const isWhole = size === first.bytes.length;
      this.#launch(isWhole ? first.bytes : first.bytes.subarray(0, size), false);
      if (!isWhole) first.bytes = first.bytes.subarray(size);
      else {
        this.#waiting.shift();
        first.done?.();
      }
    }
    if (this.#isEnding && !this.#hasEnded && this.#waiting.length === 0 && !this.#isBroken) {
      this.#hasEnded = true;
      this.#launch(Buffer.alloc(0), true);
    }
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const order = this.#nextOrder;
    this.#nextOrder += 1;
    this.#flightBytes += bytes.length;
    const chunk: Chunk = {
      order,
      bytes,
      isEnd,
      firstSentMs: this.#kernel.nowMs,
      sentMs: 0,
      timer: undefined,
      timeoutMs: this.#timeoutMs(),
      isSentAgain: false,
    };
    this.#transmit(chunk);
  }

  #transmit(chunk: Chunk): void {
    const { length } = chunk.bytes;
    const packets = Math.max(1, Math.ceil(length / SEGMENT_BYTES));
    chunk.sentMs = this.#kernel.nowMs;
    this.wireBytes += length + packets * HEADER_BYTES;
    const takesMs = this.#there.passMs(length + packets * HEADER_BYTES, packets);
    if (takesMs < Number.POSITIVE_INFINITY) {
      this.#kernel.after(takesMs, () => this.#arrive(chunk));
      return;
    }
    this.segmentsSentAgain += packets;
    chunk.timer = this.#kernel.after(this.#noticedAfterMs(chunk), () => this.#sendAgain(chunk));
  }

  /**
   * When a loss shows: where later chunks can tell, by their acknowledgements after a round trip (RFC 5681 §3.2,
   * RFC 8985); else by the timeout.
   */
  #noticedAfterMs(chunk: Chunk): number {
    const hasFollowers = this.#waiting.length > 0 || this.#nextOrder > chunk.order + 1;
    if (hasFollowers && !chunk.isSentAgain && this.#smoothMs > 0) return this.#smoothMs;
    const { timeoutMs } = chunk;
    chunk.timeoutMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
    return timeoutMs;
  }

  #sendAgain(chunk: Chunk): void {
    chunk.timer = undefined;
    if (this.#isBroken) return;
    if (this.#kernel.nowMs - chunk.firstSentMs > GIVES_UP_MS) {
      this.break();
      this.#sink.fail();
      return;
    }
    if (chunk.order >= this.#recoversTo) {
      this.#recoversTo = this.#nextOrder;
      this.#thresholdBytes = Math.max(this.#windowBytes / 2, LEAST_WINDOW_BYTES);
      this.#windowBytes = this.#thresholdBytes;
    }
    chunk.isSentAgain = true;
    this.#transmit(chunk);
  }

  #arrive(chunk: Chunk): void {
    if (this.#isBroken) return;
    const backMs = this.#back.passMs(ACK_BYTES, 1);
    // A lost acknowledgement is made up for by the next one: it counts a round trip late.
    const takesMs = backMs < Number.POSITIVE_INFINITY ? backMs : this.#smoothMs + 1;
    this.#kernel.after(takesMs, () => this.#acknowledge(chunk));
    if (chunk.order !== this.#turn) {
      this.#early.set(chunk.order, chunk);
      return;
    }
    let next: Chunk | undefined = chunk;
    while (next !== undefined) {
      this.#turn += 1;
      this.#hand(next);
      next = this.#early.get(this.#turn);
      if (next !== undefined) this.#early.delete(this.#turn);
    }
  }

  #hand({ bytes, isEnd }: Chunk): void {
    this.deliveredBytes += bytes.length;
    if (bytes.length > 0) this.#handed?.(bytes);
    if (isEnd) this.#sink.finish();
    else this.#sink.arrive(bytes);
  }

  #acknowledge(chunk: Chunk): void {
    if (this.#isBroken) return;
    // Karn: what was sent twice measures nothing. RFC 6298 §3
    if (!chunk.isSentAgain) this.#measure(this.#kernel.nowMs - chunk.sentMs);
    const { length } = chunk.bytes;
    this.#flightBytes -= length;
    const isSlowStart = this.#windowBytes < this.#thresholdBytes;
    this.#windowBytes += isSlowStart ? length : (SEGMENT_BYTES * length) / this.#windowBytes;
    this.#pump();
  }

  /** RFC 6298 §2 */
  #measure(roundTripMs: number): void {
    if (this.#smoothMs === 0) {
      this.#smoothMs = roundTripMs;
      this.#variationMs = roundTripMs / 2;
      return;
    }
    const off = Math.abs(this.#smoothMs - roundTripMs);
    this.#variationMs += (off - this.#variationMs) / 4;
    this.#smoothMs += (roundTripMs - this.#smoothMs) / 8;
  }

  #timeoutMs(): number {
    if (this.#smoothMs === 0) return FIRST_TIMEOUT_MS;
    return Math.max(LEAST_TIMEOUT_MS, this.#smoothMs + 4 * this.#variationMs);
  }
}
