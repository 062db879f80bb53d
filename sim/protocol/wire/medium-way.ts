/**
 * One direction of TCP over a medium that devices share: the radio tells its own end what it has given up, which is then
 * sent again (RFC 6298 §5), and all arrives in order. Acknowledgements by themselves take no air, as in the model.
 */
import { inSegments, SEGMENT_HEADER_BYTES } from '../../model/wire/tcp.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { lengthOf, type Piece } from './chunk.ts';
import { FIRST_RECEIVE_BYTES, Intake, type Sink } from './intake.ts';
import { FIRST_TIMEOUT_MS, GIVES_UP_MS, LONGEST_TIMEOUT_MS } from './timeouts.ts';

const NOTHING = Buffer.alloc(0);

/** What a way does, and who sees it. */
export interface MediumWayParts {
  readonly kernel: Kernel;
  readonly sink: Sink;
  /** @param bytes with headers. @param settled told once what became of it. */
  carry(bytes: number, settled: (isLost: boolean) => void): void;
  /** How long its sender waits for the other end to take something, ms; Infinity: for ever. */
  readonly patienceMs: number;
  /** Bytes leave. @returns told how long they took, ms; Infinity: they are lost. */
  sent(position: number, bytes: Buffer, isEnd: boolean): (takesMs: number) => void;
  /** They leave once more. @param onWire with headers. */
  again(onWire: number): void;
  handed(bytes: Buffer): void;
  /** The sender has given up: nothing gets through any more. */
  failed(): void;
}

interface Chunk extends Piece {
  readonly sinceMs: number;
  tries: number;
  /** After its next loss, ms. */
  timeoutMs: number;
}

export class MediumWay {
  readonly #parts: MediumWayParts;
  /** What the receiver has. */
  readonly intake: Intake;
  /** What waits for room at the other end. */
  readonly #waiting: { bytes: Buffer; done: (() => void) | undefined }[] = [];
  #isEnding = false;
  #hasEnded = false;
  #flightBytes = 0;
  #nextOrder = 0;
  #isStopped = false;
  /** What was sent, FIN as one. */
  sentBytes = 0;

  constructor(parts: MediumWayParts) {
    this.#parts = parts;
    this.intake = new Intake(parts.sink, FIRST_RECEIVE_BYTES, parts.handed);
  }

  /** @param done called when it has left. */
  send(bytes: Buffer, done?: () => void): void {
    this.#waiting.push({ bytes, done });
    this.pump();
  }

  /** Nothing more will be sent. */
  end(): void {
    this.#isEnding = true;
    this.pump();
  }

  /** Nothing more will be written: what waits is not sent any more, but that it ends is. */
  abandon(): void {
    this.#waiting.length = 0;
    this.end();
  }

  /** The sender is gone: what is on its way arrives, and is not sent again. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
  }

  /** What the receiver takes in: no window is scaled. RFC 9293 §3.1 */
  get windowBytes(): number {
    return Math.max(0, FIRST_RECEIVE_BYTES - (this.#parts.sink.unreadBytes ?? 0));
  }

  /** Sends what there is room for. */
  pump(): void {
    while (this.#waiting.length > 0 && !this.#isStopped && this.#flightBytes < this.windowBytes) {
      const first = this.#waiting[0]!;
      const { bytes } = first;
      const size = Math.min(bytes.length, this.windowBytes - this.#flightBytes);
      const isWhole = size === bytes.length;
      if (isWhole) this.#waiting.shift();
      else first.bytes = bytes.subarray(size);
      if (size > 0) this.#launch(isWhole ? bytes : bytes.subarray(0, size), false);
      if (isWhole) first.done?.();
    }
    if (!this.#isEnding || this.#hasEnded || this.#waiting.length > 0 || this.#isStopped) return;
    this.#hasEnded = true;
    this.#launch(NOTHING, true);
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const sinceMs = this.#parts.kernel.nowMs;
    const order = this.#nextOrder;
    this.#nextOrder += 1;
    const chunk = {
      order,
      position: this.sentBytes,
      bytes,
      isEnd,
      sinceMs,
      tries: 0,
      timeoutMs: FIRST_TIMEOUT_MS,
    };
    this.sentBytes += lengthOf(chunk);
    this.#flightBytes += bytes.length;
    this.#transmit(chunk);
  }

  #transmit(chunk: Chunk): void {
    const { kernel, carry, sent, again, patienceMs } = this.#parts;
    const { bytes, isEnd, position } = chunk;
    const onWire = bytes.length > 0 ? inSegments(bytes.length) : SEGMENT_HEADER_BYTES;
    if (chunk.tries > 0) again(onWire);
    const sentMs = kernel.nowMs;
    const took = sent(position, bytes, isEnd);
    const waits = patienceMs < Number.POSITIVE_INFINITY;
    let patience = waits ? kernel.after(patienceMs, () => fail()) : undefined;
    const fail = () => {
      patience = undefined;
      this.#fail();
    };
    carry(onWire, (isLost) => {
      if (patience !== undefined) kernel.cancel(patience);
      took(isLost ? Number.POSITIVE_INFINITY : kernel.nowMs - sentMs);
      if (isLost) this.#lost(chunk);
      else this.#arrive(chunk);
    });
  }

  #lost(chunk: Chunk): void {
    if (this.#isStopped) return;
    const { kernel } = this.#parts;
    const laterMs = chunk.timeoutMs;
    chunk.timeoutMs = Math.min(2 * laterMs, LONGEST_TIMEOUT_MS);
    if (kernel.nowMs + laterMs - chunk.sinceMs > GIVES_UP_MS) {
      this.#fail();
      return;
    }
    chunk.tries += 1;
    kernel.after(laterMs, () => {
      if (!this.#isStopped) this.#transmit(chunk);
    });
  }

  #fail(): void {
    if (this.#isStopped) return;
    this.stop();
    this.#parts.failed();
  }

  #arrive(chunk: Chunk): void {
    this.#flightBytes -= chunk.bytes.length;
    if (this.intake.refuses(chunk)) return;
    this.intake.take(chunk);
    this.intake.hand();
    this.pump();
  }
}
