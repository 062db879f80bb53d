/** How much senders may have in flight: the windows of the model's congestion controls, for bytes of real connections. */
import type { Ack, Congestion } from '../../model/net/transport/congestion/congestion.ts';
import { congestionControls } from '../../model/net/transport/congestion/index.ts';
import { INITIAL_WINDOW } from '../../model/net/transport/slow-start.ts';
import type { Flow } from '../../model/net/transport/transport.ts';
import { choiceOf } from '../../part/choice.ts';
import { SEGMENT_BYTES } from './intake.ts';

/** What a scenario says of senders. */
export type SenderSettings = Pick<Flow, 'congestion' | 'initialWindow'>;

/** Of whatever names no transport: as the model's transports have it by default. */
const USUAL: SenderSettings = {
  congestion: choiceOf(congestionControls).parse('cubic'),
  initialWindow: INITIAL_WINDOW,
};

/** What an acknowledgement says; one object, written anew each time. */
const ack: Ack = {
  nowMs: 0,
  segments: 0,
  roundTripMs: 0,
  shortestMs: 0,
  isNewRound: false,
  used: 0,
  inFlight: 0,
  deliveryRate: 0,
  isRecovering: false,
};

/** How what was sent turned out to be lost: a later acknowledgement tells, a probe, or that there is none. */
export type LossSign = 'acknowledgement' | 'probe' | 'timeout';

/** That of one direction of a connection, and what is in flight there. Chunks have the numbers in which they were first sent. */
export class SendWindow {
  readonly #congestion: Congestion;
  readonly #index: number;
  readonly #initialWindow: number;
  readonly #closed: (index: number) => void;
  #isClosed = false;
  #bytes: number;
  #flightBytes = 0;
  /** The most that was in flight in this round trip, which ends with the acknowledgement of this chunk. */
  #peakBytes = 0;
  #roundEnd = 0;
  /** Chunks before this one were sent before the window last shrank; whether that was since nothing came back. */
  #recoversTo = 0;
  #isRestarting = false;
  #shortestMs = Number.POSITIVE_INFINITY;
  /** Whether more would leave if there were more room. */
  isFull = false;

  constructor(
    congestion: Congestion,
    index: number,
    initialWindow: number,
    closed: (index: number) => void,
  ) {
    this.#congestion = congestion;
    this.#index = index;
    this.#initialWindow = initialWindow;
    this.#closed = closed;
    congestion.begin(index, initialWindow, 0);
    this.#bytes = initialWindow * SEGMENT_BYTES;
  }

  /** What may leave, bytes. */
  get roomBytes(): number {
    return this.#bytes - this.#flightBytes;
  }

  get isUnused(): boolean {
    return this.#flightBytes === 0;
  }

  left(bytes: number): void {
    this.#flightBytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#flightBytes);
  }

  measured(roundTripMs: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, roundTripMs);
  }

  /** @param next the number of the chunk that would be sent now. */
  acknowledged(order: number, bytes: number, next: number, nowMs: number): void {
    const isRecovering = order < this.#recoversTo;
    if (!isRecovering) this.#isRestarting = false;
    ack.nowMs = nowMs;
    ack.segments = bytes / SEGMENT_BYTES;
    // A chunk's own has the time in it which its bytes take on a line: it says nothing of queues.
    ack.roundTripMs = this.#shortestMs;
    ack.shortestMs = this.#shortestMs;
    ack.isNewRound = order >= this.#roundEnd;
    ack.used = this.isFull ? Number.POSITIVE_INFINITY : this.#peakBytes / SEGMENT_BYTES;
    ack.isRecovering = isRecovering && !this.#isRestarting;
    if (ack.isNewRound) {
      this.#roundEnd = next;
      this.#peakBytes = this.#flightBytes;
    }
    this.#flightBytes -= bytes;
    ack.inFlight = this.#flightBytes / SEGMENT_BYTES;
    if (this.#isClosed) return;
    this.#congestion.acknowledged(this.#index, ack);
    this.#look();
  }

  /** A chunk is not in flight any more. */
  missed(order: number, bytes: number, next: number, sign: LossSign): void {
    this.#flightBytes -= bytes;
    // Whether a probe has found a loss shows by its acknowledgement. RFC 8985 §7.4
    if (sign === 'acknowledgement') this.shrink(order, next);
    else if (sign === 'timeout' && !this.#isRestarting && !this.#isClosed) {
      this.#recoversTo = next;
      this.#isRestarting = true;
      this.#congestion.timedOut(this.#index, 0);
      this.#look();
    }
  }

  /** A chunk was lost: once for all that was in flight with it. RFC 6582 §3.2 */
  shrink(order: number, next: number): void {
    if (order < this.#recoversTo || this.#isClosed) return;
    this.#recoversTo = next;
    this.#isRestarting = false;
    this.#congestion.lost(this.#index, 0);
    this.#look();
  }

  /** Nothing was sent for so long. */
  rested(idleMs: number, timeoutMs: number): void {
    if (this.#isClosed || idleMs <= timeoutMs) return;
    this.#congestion.rested(this.#index, idleMs, timeoutMs, this.#initialWindow);
    this.#look();
  }

  /** Its direction is over; stays as it is. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closed(this.#index);
  }

  #look(): void {
    this.#bytes = this.#congestion.window(this.#index) * SEGMENT_BYTES;
  }
}

/** Those of all connections with the same settings. */
class Senders {
  readonly #congestion: Congestion;
  readonly #initialWindow: number;
  /** Numbers that are free again, and the first that nobody has had. */
  readonly #free: number[] = [];
  #next = 0;
  #room = 16;

  constructor({ congestion, initialWindow }: SenderSettings) {
    this.#congestion = congestion.make();
    this.#initialWindow = initialWindow;
    this.#congestion.reserve(this.#room);
  }

  open(): SendWindow {
    const index = this.#free.pop() ?? this.#next++;
    if (index >= this.#room) {
      this.#room *= 2;
      this.#congestion.reserve(this.#room);
    }
    return new SendWindow(this.#congestion, index, this.#initialWindow, (one) =>
      this.#free.push(one),
    );
  }
}

export class SendWindows {
  readonly #senders = new Map<SenderSettings, Senders>();

  /** @param settings the same object for all connections that have them. */
  open(settings: SenderSettings = USUAL): SendWindow {
    let senders = this.#senders.get(settings);
    if (senders === undefined) {
      senders = new Senders(settings);
      this.#senders.set(settings, senders);
    }
    return senders.open();
  }
}
