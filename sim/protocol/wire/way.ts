/**
 * One direction of a TCP connection: a window that opens by acknowledgements as the congestion control of the scenario has it,
 * packets that are sent again when they were lost, and a receiver that may be full.
 */
import { toGrid } from '../../engine/time.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { type Chunk, lengthOf } from './chunk.ts';
import { Intake, RECEIVE_BYTES, SEGMENT_BYTES, type Sink } from './intake.ts';
import { Losses } from './losses.ts';
import { RoundTrips } from './round-trips.ts';
import type { SendWindow } from './send-windows.ts';
import { GIVES_UP_MS, LONGEST_TIMEOUT_MS } from './timeouts.ts';
import { WindowProbe } from './window-probe.ts';

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
const HEADER_BYTES = 52;
const ACK_BYTES = HEADER_BYTES;
const NOTHING = Buffer.alloc(0);

/** How a loss shows: a later acknowledgement tells, a probe asks, or there is none. */
type LossSign = 'acknowledgement' | 'probe' | 'timeout';

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
  readonly #window: SendWindow;
  #nextOrder = 0;
  #arrivals = 0;
  #lastSentMs = 0;
  /** Up to where the receiver takes bytes, as the sender knows. */
  #edge: number;
  readonly #acknowledgements = new Acknowledgements();
  /** The next of them is waited for. */
  #isListening = false;
  readonly #losses: Losses;
  readonly #probe: WindowProbe;
  readonly #roundTrips = new RoundTrips();
  #isStopped = false;
  /** What was sent, FIN as one. */
  sentBytes = 0;
  segmentsSentAgain = 0;

  /** @param receiveBytes what the receiver takes in before it is read. */
  constructor(
    kernel: Kernel,
    there: Course,
    back: Course,
    window: SendWindow,
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
    this.#window = window;
    this.#losses = new Losses(kernel, {
      isLast: ({ order }) => order === this.#nextOrder - 1,
      probeMs: () => this.#roundTrips.probeMs,
      timedOut: (chunk, isProbe) => {
        this.#hear();
        if (!this.#isStopped) this.#missed(chunk, isProbe ? 'probe' : 'timeout');
        this.#pump();
      },
    });
    this.#probe = new WindowProbe({
      kernel,
      ask: () => this.#ask(),
      failed: () => this.#fail(),
    });
  }

  /** A round trip has been measured: of the handshake first. RFC 6298 §2.2 */
  measured(roundTripMs: number): void {
    this.#roundTrips.measure(roundTripMs);
    this.#window.measured(roundTripMs);
  }

  /** @param done called when the last byte has left. */
  send(bytes: Buffer, done?: () => void): void {
    this.#hear();
    if (this.#window.isUnused && !this.#isWaiting && this.sentBytes > 0) {
      this.#window.rested(this.#kernel.nowMs - this.#lastSentMs, this.#roundTrips.timeoutMs);
    }
    const room = Math.min(this.#window.roomBytes, this.#edge - this.sentBytes);
    const isShort = bytes.length > 0 && bytes.length <= Math.min(room, CHUNK_BYTES);
    if (isShort && !this.#isWaiting && !this.#isStopped) {
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
    this.#probe.stop();
    this.end();
  }

  /** The sender is gone: what is on its way arrives, and is not sent again. */
  stop(): void {
    this.#hear();
    this.#isStopped = true;
    this.#waiting.length = 0;
    this.#acknowledgements.clear();
    this.#losses.clear();
    this.#probe.stop();
  }

  /** Whether something was sent that nobody has acknowledged, or is to be sent. */
  get isBusy(): boolean {
    this.#hear();
    return !this.#window.isUnused || this.#isWaiting;
  }

  /** Whether something is to be sent, or sent again. */
  get #isWaiting(): boolean {
    return this.#waiting.length > 0 || this.#losses.hasRepairs;
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
    if (this.#isStopped) return;
    while (this.#losses.hasRepairs && this.#hasRoom) this.#sendAgain(this.#losses.nextRepair());
    while (this.#waiting.length > 0 && this.#hasRoom) {
      const takes = this.#edge - this.sentBytes;
      if (takes <= 0 && this.#waiting[0]!.bytes.length > 0) {
        if (this.#window.isUnused) this.#probe.start(this.#roundTrips.timeoutMs);
        break;
      }
      this.#sendNext(takes);
    }
    this.#window.isFull = this.#isWaiting && !this.#hasRoom;
    if (this.#isWaiting) this.#listen();
    else if (this.#isEnding && !this.#hasEnded) {
      this.#hasEnded = true;
      this.#launch(NOTHING, true);
    }
  }

  get #hasRoom(): boolean {
    return this.#window.roomBytes > 0;
  }

  /** What has waited longest, or a chunk of it. @param takes bytes that the receiver takes. */
  #sendNext(takes: number): void {
    const first = this.#waiting[0]!;
    const { bytes } = first;
    const room = Math.max(SEGMENT_BYTES, this.#window.roomBytes);
    const size = Math.min(bytes.length, CHUNK_BYTES, room, takes);
    const isWhole = size === bytes.length;
    if (isWhole) this.#waiting.shift();
    else first.bytes = bytes.subarray(size);
    if (size > 0) this.#launch(isWhole ? bytes : bytes.subarray(0, size), false);
    if (isWhole) first.done?.();
  }

  #launch(bytes: Buffer, isEnd: boolean): void {
    const chunk: Chunk = {
      order: this.#nextOrder,
      position: this.sentBytes,
      bytes,
      isEnd,
      firstSentMs: this.#kernel.nowMs,
      sentMs: 0,
      timeoutMs: this.#roundTrips.timeoutMs,
      isSentAgain: false,
      isProbe: false,
      arrival: 0,
      knownMs: 0,
      edge: 0,
    };
    this.#nextOrder += 1;
    this.sentBytes += lengthOf(chunk);
    this.#transmit(chunk);
  }

  #transmit(chunk: Chunk): void {
    const { length } = chunk.bytes;
    this.#window.left(length);
    const packets = packetsOf(chunk);
    chunk.sentMs = this.#kernel.nowMs;
    this.#lastSentMs = chunk.sentMs;
    const takesMs = this.#there.passMs(length + packets * HEADER_BYTES, packets);
    this.#watch.sent?.(chunk.position, chunk.bytes, chunk.isEnd, takesMs);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, () => this.#arrive(chunk));
    else this.#miss(chunk);
  }

  #miss(chunk: Chunk): void {
    this.#losses.miss(chunk);
    this.#listen();
  }

  /** Its sender knows, or thinks, that a chunk is lost. */
  #missed(chunk: Chunk, sign: LossSign): void {
    const { nowMs } = this.#kernel;
    if (nowMs - chunk.firstSentMs > GIVES_UP_MS) {
      this.#fail();
      return;
    }
    chunk.isProbe = sign === 'probe' && chunk.arrival === 0;
    this.#window.gone(chunk.bytes.length);
    // Whether a probe has found a loss shows by its acknowledgement. RFC 8985 §7.4
    if (sign === 'acknowledgement') this.#window.shrink(chunk.order, this.#nextOrder, nowMs);
    else if (sign === 'timeout') this.#window.restart(this.#nextOrder, nowMs);
    if (sign === 'timeout') chunk.timeoutMs = Math.min(2 * chunk.timeoutMs, LONGEST_TIMEOUT_MS);
    this.#losses.repair(chunk);
  }

  #sendAgain(chunk: Chunk): void {
    this.segmentsSentAgain += packetsOf(chunk);
    chunk.isSentAgain = true;
    this.#transmit(chunk);
  }

  #fail(): void {
    this.stop();
    this.#watch.failed?.();
  }

  #arrive(chunk: Chunk): void {
    const { intake } = this;
    if (chunk.arrival === 0) {
      if (intake.refuses(chunk)) return;
      this.#arrivals += 1;
      chunk.arrival = this.#arrivals;
      intake.take(chunk);
    }
    chunk.edge = intake.tell();
    const backMs = this.#back.passMs(ACK_BYTES, 1);
    this.#watch.acknowledged?.(0, backMs);
    if (!this.#isStopped) {
      if (backMs === Number.POSITIVE_INFINITY) this.#miss(chunk);
      else {
        chunk.knownMs = this.#kernel.nowMs + toGrid(backMs);
        this.#acknowledgements.add(chunk);
      }
      if (this.#isWaiting || this.#losses.areOpen) this.#listen();
    }
    intake.hand();
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
      if (this.#losses.areOpen) this.#reveal(chunk);
    }
  }

  #reveal(heard: Chunk): void {
    this.#losses.reveal(
      heard,
      (chunk) => {
        // It has been there for longer: nothing is measured.
        chunk.isSentAgain = true;
        chunk.knownMs = heard.knownMs;
        this.#acknowledge(chunk);
      },
      (chunk) => this.#missed(chunk, 'acknowledgement'),
    );
  }

  #acknowledge(chunk: Chunk): void {
    if (chunk.isProbe) this.#window.shrink(chunk.order, this.#nextOrder, chunk.knownMs);
    // Karn: what was sent twice measures nothing. RFC 6298 §3
    if (!chunk.isSentAgain) this.measured(chunk.knownMs - chunk.sentMs);
    this.#window.acknowledged(chunk.order, chunk.bytes.length, this.#nextOrder, chunk.knownMs);
    this.#edge = Math.max(this.#edge, chunk.edge);
    if (this.#edge > this.sentBytes) this.#probe.stop();
  }

  #learn(edge: number): void {
    if (this.#isStopped) return;
    this.#edge = Math.max(this.#edge, edge);
    if (this.#edge > this.sentBytes) this.#probe.stop();
    this.#pump();
  }

  /** Says that there is room, of its own accord. */
  #tell(): void {
    const edge = this.intake.tell();
    const takesMs = this.#back.passMs(ACK_BYTES, 1);
    this.#watch.acknowledged?.(0, takesMs);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, () => this.#learn(edge));
  }

  /** An old byte's number and nothing, as Linux does it: whoever gets it says what it has. */
  #ask(): boolean {
    const takesMs = this.#there.passMs(HEADER_BYTES, 1);
    this.#watch.sent?.(this.sentBytes - 1, NOTHING, false, takesMs);
    const hasArrived = takesMs < Number.POSITIVE_INFINITY;
    if (hasArrived) this.#kernel.after(takesMs, () => this.#tell());
    return hasArrived;
  }
}

const packetsOf = ({ bytes: { length } }: Chunk): number =>
  length <= SEGMENT_BYTES ? 1 : Math.ceil(length / SEGMENT_BYTES);
