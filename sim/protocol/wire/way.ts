/**
 * One direction of a TCP connection: a window that opens by acknowledgements (RFC 5681, first window RFC 6928),
 * packets that are sent again when they were lost, and a receiver that may be full.
 */
import { toGrid } from '../../engine/time.ts';
import type { Kernel, Pending } from '../virtual/kernel.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { type Chunk, lengthOf } from './chunk.ts';
import { Intake, RECEIVE_BYTES, SEGMENT_BYTES, type Sink } from './intake.ts';
import { RoundTrips } from './round-trips.ts';

/** One direction of the network between two ends. */
export interface Course {
  /**
   * Gives bytes that leave now their turn.
   *
   * @returns time until all of them are at the other end, ms; Infinity: they are lost.
   */
  passMs(bytes: number, packets: number): number;
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

/** Segments that travel as one: with 8 the times of transfers stay within 4 % of Linux's, measured. */
const CHUNK_BYTES = 8 * SEGMENT_BYTES;
/** RFC 6928 §2 */
const FIRST_WINDOW_BYTES = 10 * SEGMENT_BYTES;
const LEAST_WINDOW_BYTES = 2 * SEGMENT_BYTES;
const HEADER_BYTES = 52;
const ACK_BYTES = HEADER_BYTES;
const LONGEST_TIMEOUT_MS = 60_000;
/** RFC 9293 §3.8.3: R2, at least 100 s. */
const GIVES_UP_MS = 100_000;
const NOTHING = Buffer.alloc(0);

/** What waits for the window, and whoever wants to know when it has left. */
interface Written {
  bytes: Buffer;
  readonly done: (() => void) | undefined;
}

export class Way {
  readonly #kernel: Kernel;
  readonly #there: Course;
  readonly #back: Course;
  readonly #watch: WayWatch;
  /** What the receiver has, and takes. */
  readonly intake: Intake;
  readonly #waiting: Written[] = [];
  #isEnding = false;
  #hasEnded = false;
  #windowBytes = FIRST_WINDOW_BYTES;
  #thresholdBytes = Number.POSITIVE_INFINITY;
  #flightBytes = 0;
  /** The most that was in flight in this round trip, which ends with the acknowledgement of this chunk. */
  #peakBytes = 0;
  #roundEnd = 0;
  #nextOrder = 0;
  #lastSentMs = 0;
  /** Up to where the receiver takes bytes, as the sender knows. */
  #edge: number;
  readonly #acknowledgements = new Acknowledgements();
  /** The next of them is waited for. */
  #isListening = false;
  #probe: Pending | undefined;
  readonly #roundTrips = new RoundTrips();
  /** Chunks before this one were sent before the window was last halved. */
  #recoversTo = 0;
  #isStopped = false;
  /** What was sent, FIN as one. */
  sentBytes = 0;
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
    this.intake = new Intake(sink, receiveBytes, watch.handed);
    this.#edge = this.intake.toldEdge;
    this.#watch = watch;
    this.#kernel = kernel;
    this.#there = there;
    this.#back = back;
  }

  /** @param done called when the last byte has left. */
  send(bytes: Buffer, done?: () => void): void {
    this.#hear();
    if (this.#flightBytes === 0 && this.#waiting.length === 0) this.#rest();
    const room = Math.min(this.#windowBytes - this.#flightBytes, this.#edge - this.sentBytes);
    const isShort = bytes.length > 0 && bytes.length <= Math.min(room, CHUNK_BYTES);
    if (isShort && this.#waiting.length === 0 && !this.#isStopped) {
      this.#launch(bytes, false);
      done?.();
      return;
    }
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
    this.#hear();
    this.#isStopped = true;
    this.#waiting.length = 0;
    this.#acknowledgements.clear();
    this.#stopProbing();
  }

  /** Whether something was sent that nobody has acknowledged, or is to be sent. */
  get isBusy(): boolean {
    this.#hear();
    return this.#flightBytes > 0 || this.#waiting.length > 0;
  }

  /** The receiver has read: says so when its window was closed. RFC 9293 §3.8.6.2.2 */
  reading(): void {
    const { intake } = this;
    const wasOpen = intake.toldEdge - intake.receivedBytes >= SEGMENT_BYTES;
    if (!wasOpen && intake.roomBytes > 0) this.#tell();
  }

  /** Sends what it may, and listens when something is left. */
  #pump(): void {
    this.#hear();
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
        break;
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
    if (this.#waiting.length > 0) this.#listen();
    else if (this.#isEnding && !this.#hasEnded && !this.#isStopped) {
      this.#hasEnded = true;
      this.#launch(NOTHING, true);
    }
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const order = this.#nextOrder;
    this.#nextOrder += 1;
    this.#flightBytes += bytes.length;
    this.#peakBytes = Math.max(this.#peakBytes, this.#flightBytes);
    const chunk: Chunk = {
      order,
      position: this.sentBytes,
      bytes,
      isEnd,
      firstSentMs: this.#kernel.nowMs,
      sentMs: 0,
      timeoutMs: this.#roundTrips.timeoutMs,
      isSentAgain: false,
      knownMs: 0,
      edge: 0,
    };
    this.sentBytes += lengthOf(chunk);
    this.#transmit(chunk);
  }

  #transmit(chunk: Chunk): void {
    const { length } = chunk.bytes;
    const packets = length <= SEGMENT_BYTES ? 1 : Math.ceil(length / SEGMENT_BYTES);
    chunk.sentMs = this.#kernel.nowMs;
    this.#lastSentMs = chunk.sentMs;
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
    this.#hear();
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
    const { intake } = this;
    if (intake.refuses(chunk)) return;
    intake.take(chunk);
    chunk.edge = intake.tell();
    chunk.knownMs = this.#kernel.nowMs + toGrid(this.#ackTakesMs());
    if (!this.#isStopped) this.#acknowledgements.add(chunk);
    if (this.#waiting.length > 0) this.#listen();
    intake.hand();
  }

  /** The receiver says what it has and takes. @returns time until the sender knows, ms. */
  #ackTakesMs(): number {
    const backMs = this.#back.passMs(ACK_BYTES, 1);
    this.#watch.acknowledged?.(0, backMs);
    if (backMs < Number.POSITIVE_INFINITY) return backMs;
    this.#hear();
    // A lost acknowledgement is made up for by the next one: it counts a round trip late.
    const allMs = this.#roundTrips.smoothMs + 1;
    this.#watch.acknowledged?.(allMs / 2, allMs / 2);
    return allMs;
  }

  /** Waits for the next acknowledgement. */
  #listen(): void {
    const { nextMs } = this.#acknowledgements;
    if (this.#isListening || nextMs === Number.POSITIVE_INFINITY) return;
    this.#isListening = true;
    this.#kernel.after(Math.max(0, nextMs - this.#kernel.nowMs), () => {
      this.#isListening = false;
      // In real time clocks are between the steps of virtual time: it may be a little before that.
      this.#hear(nextMs);
      this.#pump();
    });
  }

  /** Takes note of the acknowledgements that have come. @param atMs that time, or now if that is later. */
  #hear(atMs = 0): void {
    const untilMs = Math.max(atMs, this.#kernel.nowMs);
    for (;;) {
      const chunk = this.#acknowledgements.arrived(untilMs);
      if (chunk === undefined) return;
      this.#acknowledge(chunk);
    }
  }

  /**
   * Who has said nothing for long does not know any more how much gets through: half the window for each timeout, as
   * Linux and the model have it. RFC 2861 §3.1; RFC 5681 §4.1 goes to the first window at once.
   */
  #rest(): void {
    const { timeoutMs } = this.#roundTrips;
    let leftMs = this.#kernel.nowMs - this.#lastSentMs;
    if (leftMs <= timeoutMs || this.#windowBytes <= FIRST_WINDOW_BYTES) return;
    this.#thresholdBytes = Math.max(this.#thresholdBytes, (3 / 4) * this.#windowBytes);
    for (; leftMs > timeoutMs && this.#windowBytes > FIRST_WINDOW_BYTES; leftMs -= timeoutMs) {
      this.#windowBytes /= 2;
    }
    this.#windowBytes = Math.max(this.#windowBytes, FIRST_WINDOW_BYTES);
  }

  #acknowledge(chunk: Chunk): void {
    // Karn: what was sent twice measures nothing. RFC 6298 §3
    if (!chunk.isSentAgain) this.#roundTrips.measure(chunk.knownMs - chunk.sentMs);
    const { length } = chunk.bytes;
    // A window that is not used does not grow beyond twice what is. RFC 7661 §4.1, as in Linux
    const isUsed = this.#waiting.length > 0 || this.#windowBytes < 2 * this.#peakBytes;
    if (chunk.order >= this.#roundEnd) {
      this.#roundEnd = this.#nextOrder;
      this.#peakBytes = this.#flightBytes;
    }
    this.#flightBytes -= length;
    if (this.#windowBytes >= this.#thresholdBytes) {
      this.#windowBytes += (SEGMENT_BYTES * length) / this.#windowBytes;
    } else if (isUsed) this.#windowBytes += length;
    this.#edge = Math.max(this.#edge, chunk.edge);
    if (this.#edge > this.sentBytes) this.#stopProbing();
  }

  #learn(edge: number): void {
    if (this.#isStopped) return;
    this.#edge = Math.max(this.#edge, edge);
    if (this.#edge > this.sentBytes) this.#stopProbing();
    this.#pump();
  }

  /** Says that there is room, of its own accord. */
  #tell(): void {
    const edge = this.intake.tell();
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
