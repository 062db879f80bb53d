/**
 * One direction of a TCP connection: a window that opens by acknowledgements (RFC 5681, first window RFC 6928),
 * bytes that arrive in order, packets that are sent again when they were lost, and a receiver that may be full.
 */
import type { Kernel, Pending } from '../virtual/kernel.ts';
import { estimateOf, type RoundTrips } from './round-trips.ts';
import type { Range } from './tap.ts';

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
  /** What has arrived and nobody has read. */
  readonly unreadBytes?: number;
  arrive(bytes: Buffer): void;
  /** Nothing more will come. */
  finish(): void;
}

/** Who sees what a way does. */
export interface WayWatch {
  /** Payload is handed to the other end. */
  handed?(bytes: Buffer): void;
  /** Bytes leave, or the end of all, or nothing as a probe. @param takesMs Infinity: they are lost. */
  sent?(position: number, bytes: Buffer, isEnd: boolean, takesMs: number): void;
  /** The other end says what it has. @param afterMs from now. */
  acknowledged?(afterMs: number, takesMs: number): void;
  /** The sender has given up: nothing gets through any more. */
  failed?(): void;
}

/** Payload of a full segment on Ethernet: 1500 B less IP, TCP and its timestamps. RFC 9293 §3.7.1 */
export const SEGMENT_BYTES = 1448;
/** Segments that travel as one: with 8 the times of transfers stay within 4 % of Linux's, measured. */
const CHUNK_BYTES = 8 * SEGMENT_BYTES;
/** RFC 6928 §2 */
const FIRST_WINDOW_BYTES = 10 * SEGMENT_BYTES;
const LEAST_WINDOW_BYTES = 2 * SEGMENT_BYTES;
const HEADER_BYTES = 52;
const ACK_BYTES = HEADER_BYTES;
/** What a receiver takes in before it is read: half of net.ipv4.tcp_rmem of Linux, 6 MiB. */
export const RECEIVE_BYTES = 3 * 1024 * 1024;
/** What the first packets say: their windows are not scaled. RFC 7323 §2.2 */
export const FIRST_RECEIVE_BYTES = 65_535;
const LONGEST_TIMEOUT_MS = 60_000;
/** RFC 9293 §3.8.3: R2, at least 100 s. */
const GIVES_UP_MS = 100_000;
const NOTHING = Buffer.alloc(0);

interface Chunk {
  readonly order: number;
  /** Bytes sent before it. */
  readonly position: number;
  readonly bytes: Buffer;
  readonly isEnd: boolean;
  firstSentMs: number;
  sentMs: number;
  timeoutMs: number;
  isSentAgain: boolean;
}

const lengthOf = ({ bytes, isEnd }: Chunk): number => bytes.length + (isEnd ? 1 : 0);

export class Way {
  readonly #kernel: Kernel;
  readonly #there: Course;
  readonly #back: Course;
  readonly #sink: Sink;
  readonly #watch: WayWatch;
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
  /** In order, acknowledged and about to be handed to the sink. */
  #readyBytes = 0;
  /** Up to where the receiver takes bytes, as the sender knows; as it was told last. */
  #edge: number;
  #toldEdge: number;
  readonly #receiveBytes: number;
  #probe: Pending | undefined;
  readonly #roundTrips: RoundTrips = estimateOf();
  /** Chunks before this one were sent before the window was last halved. */
  #recoversTo = 0;
  #isStopped = false;
  #isDeaf = false;
  #deaf: (() => void) | undefined;
  /** What was sent, FIN as one; what came in order, FIN as one. */
  sentBytes = 0;
  receivedBytes = 0;
  /** Payload that has been handed to the sink. */
  deliveredBytes = 0;
  /** All that was sent, with headers and what was sent again; acknowledgements are not in it. */
  wireBytes = 0;
  segmentsSentAgain = 0;

  /** @param receiveBytes what the receiver takes in before it is read. */
  constructor(
    kernel: Kernel,
    there: Course,
    back: Course,
    sink: Sink,
    watch: WayWatch = {},
    receiveBytes = RECEIVE_BYTES,
  ) {
    this.#receiveBytes = receiveBytes;
    this.#edge = Math.min(receiveBytes, FIRST_RECEIVE_BYTES);
    this.#toldEdge = this.#edge;
    this.#watch = watch;
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

  /** Nothing more will be written: what waits is not sent any more, but that it ends is. */
  abandon(): void {
    this.#waiting.length = 0;
    this.end();
  }

  /** The sender is gone: what is on its way arrives, and is not sent again. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
    this.#stopProbing();
  }

  /** The receiver is gone. @param answer what its host does about bytes that come. */
  deafen(answer?: () => void): void {
    this.#isDeaf = true;
    this.#deaf = answer;
  }

  /** Whether something was sent that nobody has acknowledged, or is to be sent. */
  get isBusy(): boolean {
    return this.#flightBytes > 0 || this.#waiting.length > 0;
  }

  /** What the receiver has room for, bytes. */
  get #roomBytes(): number {
    const heldBytes = (this.#sink.unreadBytes ?? 0) + this.#readyBytes;
    const room = Math.max(0, this.#receiveBytes - heldBytes);
    // No window that is smaller than a segment. RFC 9293 §3.8.6.2.2
    return room < SEGMENT_BYTES ? 0 : room;
  }

  /** What the receiver takes in, as it has said last, bytes. */
  get windowBytes(): number {
    return Math.max(0, this.#toldEdge - this.receivedBytes);
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

  /** The receiver has read: says so when its window was closed. RFC 9293 §3.8.6.2.2 */
  reading(): void {
    const wasOpen = this.#toldEdge - this.receivedBytes >= SEGMENT_BYTES;
    if (!wasOpen && this.#roomBytes > 0) this.#tell();
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#flightBytes < this.#windowBytes && !this.#isStopped) {
      const first = this.#waiting[0]!;
      if (first.bytes.length === 0) {
        this.#waiting.shift();
        first.done?.();
        continue;
      }
      const takes = this.#edge - this.sentBytes;
      if (takes <= 0) {
        this.#startProbing();
        return;
      }
      const room = Math.max(SEGMENT_BYTES, this.#windowBytes - this.#flightBytes);
      const size = Math.min(first.bytes.length, CHUNK_BYTES, room, takes);
      const isWhole = size === first.bytes.length;
      this.#launch(isWhole ? first.bytes : first.bytes.subarray(0, size), false);
      if (!isWhole) first.bytes = first.bytes.subarray(size);
      else {
        this.#waiting.shift();
        first.done?.();
      }
    }
    if (this.#isEnding && !this.#hasEnded && this.#waiting.length === 0 && !this.#isStopped) {
      this.#hasEnded = true;
      this.#launch(NOTHING, true);
    }
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const order = this.#nextOrder;
    this.#nextOrder += 1;
    this.#flightBytes += bytes.length;
    const chunk: Chunk = {
      order,
      position: this.sentBytes,
      bytes,
      isEnd,
      firstSentMs: this.#kernel.nowMs,
      sentMs: 0,
      timeoutMs: this.#roundTrips.timeoutMs,
      isSentAgain: false,
    };
    this.sentBytes += lengthOf(chunk);
    this.#transmit(chunk);
  }

  #transmit(chunk: Chunk): void {
    const { length } = chunk.bytes;
    const packets = Math.max(1, Math.ceil(length / SEGMENT_BYTES));
    chunk.sentMs = this.#kernel.nowMs;
    this.wireBytes += length + packets * HEADER_BYTES;
    const takesMs = this.#there.passMs(length + packets * HEADER_BYTES, packets);
    this.#watch.sent?.(chunk.position, chunk.bytes, chunk.isEnd, takesMs);
    if (takesMs < Number.POSITIVE_INFINITY) {
      this.#kernel.after(takesMs, () => this.#arrive(chunk));
      return;
    }
    this.segmentsSentAgain += packets;
    this.#kernel.after(this.#noticedAfterMs(chunk), () => this.#sendAgain(chunk));
  }

  /**
   * When a loss shows: where later chunks can tell, by their acknowledgements after a round trip (RFC 5681 §3.2,
   * RFC 8985); else by the timeout.
   */
  #noticedAfterMs(chunk: Chunk): number {
    const hasFollowers = this.#waiting.length > 0 || this.#nextOrder > chunk.order + 1;
    const { smoothMs } = this.#roundTrips;
    if (hasFollowers && !chunk.isSentAgain && smoothMs > 0) return smoothMs;
    const { timeoutMs } = chunk;
    chunk.timeoutMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
    return timeoutMs;
  }

  #sendAgain(chunk: Chunk): void {
    if (this.#isStopped) return;
    if (this.#kernel.nowMs - chunk.firstSentMs > GIVES_UP_MS) {
      this.#fail();
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

  #fail(): void {
    this.stop();
    this.#watch.failed?.();
  }

  #arrive(chunk: Chunk): void {
    // Its host answers bytes, and takes the end of all if nothing is missing before it.
    if (this.#isDeaf && (chunk.bytes.length > 0 || chunk.order !== this.#turn)) {
      if (chunk.bytes.length > 0) this.#deaf?.();
      return;
    }
    const ready = this.#inOrder(chunk);
    this.#readyBytes = ready.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const takesMs = this.#ackTakesMs();
    this.#readyBytes = 0;
    const edge = this.#toldEdge;
    this.#kernel.after(takesMs, () => this.#acknowledge(chunk, edge));
    for (const each of ready) this.#hand(each);
  }

  /** @returns what the receiver may have now: the chunk in its turn, with what has waited for it. */
  #inOrder(chunk: Chunk): Chunk[] {
    if (chunk.order !== this.#turn) {
      this.#early.set(chunk.order, chunk);
      return [];
    }
    const ready: Chunk[] = [];
    let next: Chunk | undefined = chunk;
    while (next !== undefined) {
      ready.push(next);
      this.#turn += 1;
      this.receivedBytes += lengthOf(next);
      next = this.#early.get(this.#turn);
      if (next === undefined) break;
      this.#early.delete(this.#turn);
    }
    return ready;
  }

  #hand({ bytes, isEnd }: Chunk): void {
    this.deliveredBytes += bytes.length;
    if (bytes.length > 0) this.#watch.handed?.(bytes);
    if (isEnd) this.#sink.finish();
    else this.#sink.arrive(bytes);
  }

  /** The receiver says what it has and takes. @returns time until the sender knows, ms. */
  #ackTakesMs(): number {
    this.#toldEdge = Math.max(this.#toldEdge, this.receivedBytes + this.#roomBytes);
    const backMs = this.#back.passMs(ACK_BYTES, 1);
    this.#watch.acknowledged?.(0, backMs);
    if (backMs < Number.POSITIVE_INFINITY) return backMs;
    // A lost acknowledgement is made up for by the next one: it counts a round trip late.
    const allMs = this.#roundTrips.smoothMs + 1;
    this.#watch.acknowledged?.(allMs / 2, allMs / 2);
    return allMs;
  }

  #acknowledge(chunk: Chunk, edge: number): void {
    if (this.#isStopped) return;
    // Karn: what was sent twice measures nothing. RFC 6298 §3
    if (!chunk.isSentAgain) this.#roundTrips.measure(this.#kernel.nowMs - chunk.sentMs);
    const { length } = chunk.bytes;
    this.#flightBytes -= length;
    const isSlowStart = this.#windowBytes < this.#thresholdBytes;
    this.#windowBytes += isSlowStart ? length : (SEGMENT_BYTES * length) / this.#windowBytes;
    this.#learn(edge);
  }

  #learn(edge: number): void {
    if (this.#isStopped) return;
    this.#edge = Math.max(this.#edge, edge);
    if (this.#edge > this.sentBytes) this.#stopProbing();
    this.#pump();
  }

  /** Says that there is room, of its own accord. */
  #tell(): void {
    this.#toldEdge = Math.max(this.#toldEdge, this.receivedBytes + this.#roomBytes);
    const edge = this.#toldEdge;
    const takesMs = this.#back.passMs(ACK_BYTES, 1);
    this.#watch.acknowledged?.(0, takesMs);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, () => this.#learn(edge));
  }

  #stopProbing(): void {
    if (this.#probe !== undefined) this.#kernel.cancel(this.#probe);
    this.#probe = undefined;
  }

  /** The window is closed: asks now and then, since news of its opening may be lost. RFC 9293 §3.8.6.1 */
  #startProbing(): void {
    if (this.#probe !== undefined || this.#flightBytes > 0) return;
    this.#askAfter(this.#roundTrips.timeoutMs, this.#kernel.nowMs);
  }

  #askAfter(timeoutMs: number, heardMs: number): void {
    this.#probe = this.#kernel.after(timeoutMs, () => {
      const { nowMs } = this.#kernel;
      this.#probe = undefined;
      const takesMs = this.#there.passMs(HEADER_BYTES, 1);
      // An old byte's number and nothing, as Linux does it: whoever gets it says what it has.
      this.#watch.sent?.(this.sentBytes - 1, NOTHING, false, takesMs);
      const hasArrived = takesMs < Number.POSITIVE_INFINITY;
      if (hasArrived) this.#kernel.after(takesMs, () => this.#tell());
      else if (nowMs - heardMs > GIVES_UP_MS) {
        this.#fail();
        return;
      }
      const nextMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
      this.#askAfter(nextMs, hasArrived ? nowMs : heardMs);
    });
  }
}
