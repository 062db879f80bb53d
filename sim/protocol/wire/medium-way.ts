/**
 * One direction of TCP over a medium that devices share: the radio tells its own end what it has given up, which is then
 * sent again (RFC 6298 §5), and all arrives in order. Acknowledgements by themselves take no air, as in the model.
 */
import { inSegments, SEGMENT_HEADER_BYTES } from '../../model/wire/tcp.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { FIRST_RECEIVE_BYTES, type Sink } from './intake.ts';
import type { Range } from './tap.ts';

/** RFC 6298 §2.1, §2.4; RFC 9293 §3.8.3: at least 100 s. */
const FIRST_TIMEOUT_MS = 1000;
const LONGEST_TIMEOUT_MS = 60_000;
const GIVES_UP_MS = 100_000;
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

interface Chunk {
  readonly order: number;
  readonly position: number;
  readonly bytes: Buffer;
  readonly isEnd: boolean;
  readonly sinceMs: number;
  tries: number;
}

const lengthOf = ({ bytes, isEnd }: Chunk): number => bytes.length + (isEnd ? 1 : 0);

export class MediumWay {
  readonly #parts: MediumWayParts;
  /** What waits for room at the other end. */
  readonly #waiting: { bytes: Buffer; done: (() => void) | undefined }[] = [];
  #isEnding = false;
  #hasEnded = false;
  #flightBytes = 0;
  #nextOrder = 0;
  #turn = 0;
  readonly #early = new Map<number, Chunk>();
  #isStopped = false;
  #isDeaf = false;
  #deaf: (() => void) | undefined;
  /** What was sent, FIN as one; what came in order, FIN as one. */
  sentBytes = 0;
  receivedBytes = 0;

  constructor(parts: MediumWayParts) {
    this.#parts = parts;
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

  /** The receiver is gone. @param answer what its host does about bytes that come. */
  deafen(answer?: () => void): void {
    this.#isDeaf = true;
    this.#deaf = answer;
  }

  get isBusy(): boolean {
    return this.#flightBytes > 0 || this.#waiting.length > 0;
  }

  /** What the receiver takes in: no window is scaled. RFC 9293 §3.1 */
  get windowBytes(): number {
    return Math.max(0, FIRST_RECEIVE_BYTES - (this.#parts.sink.unreadBytes ?? 0));
  }

  /** What came before its turn. */
  get beyond(): readonly Range[] {
    return [...this.#early.values()]
      .toSorted((one, other) => one.order - other.order)
      .map((chunk) => [chunk.position, chunk.position + lengthOf(chunk)] as const);
  }

  /** Sends what there is room for. */
  pump(): void {
    while (this.#waiting.length > 0 && !this.#isStopped && this.#flightBytes < this.windowBytes) {
      const { bytes, done } = this.#waiting.shift()!;
      if (bytes.length > 0) this.#launch(bytes, false);
      done?.();
    }
    if (!this.#isEnding || this.#hasEnded || this.#waiting.length > 0 || this.#isStopped) return;
    this.#hasEnded = true;
    this.#launch(NOTHING, true);
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const sinceMs = this.#parts.kernel.nowMs;
    const order = this.#nextOrder;
    this.#nextOrder += 1;
    const chunk = { order, position: this.sentBytes, bytes, isEnd, sinceMs, tries: 0 };
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
    const laterMs = Math.min(LONGEST_TIMEOUT_MS, FIRST_TIMEOUT_MS * 2 ** chunk.tries);
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
    if (this.#isDeaf && (chunk.bytes.length > 0 || chunk.order !== this.#turn)) {
      if (chunk.bytes.length > 0) this.#deaf?.();
      return;
    }
    this.#early.set(chunk.order, chunk);
    for (let next = this.#take(); next !== undefined; next = this.#take()) this.#hand(next);
    this.pump();
  }

  /** @returns what the receiver may have next, when it has come. */
  #take(): Chunk | undefined {
    const next = this.#early.get(this.#turn);
    if (next === undefined) return undefined;
    this.#early.delete(this.#turn);
    this.#turn += 1;
    this.receivedBytes += lengthOf(next);
    return next;
  }

  #hand({ bytes, isEnd }: Chunk): void {
    const { sink, handed } = this.#parts;
    if (bytes.length > 0) handed(bytes);
    if (isEnd) sink.finish();
    else sink.arrive(bytes);
  }
}
