/** How much senders may have in flight: the windows of the model's congestion controls, for bytes of real connections. */
import { blankAck, type Congestion } from '../../model/net/transport/congestion/congestion.ts';
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
const ack = blankAck();

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
    const isNewRound = order >= this.#roundEnd;
    const peakBytes = this.#peakBytes;
    if (isNewRound) {
      this.#roundEnd = next;
      this.#peakBytes = this.#flightBytes;
    }
    this.#flightBytes -= bytes;
    // Half of it is not used: it does not grow (RFC 7661 §4.1), and most are so most of the time.
    if (this.#isClosed || (!this.isFull && 2 * peakBytes <= this.#bytes)) return;
    ack.nowMs = nowMs;
    ack.segments = bytes / SEGMENT_BYTES;
    // A chunk's own has the time in it which its bytes take on a line: it says nothing of queues.
    ack.roundTripMs = this.#shortestMs;
    ack.shortestMs = this.#shortestMs;
    ack.isNewRound = isNewRound;
    ack.used = this.isFull ? Number.POSITIVE_INFINITY : peakBytes / SEGMENT_BYTES;
    ack.isRecovering = isRecovering && !this.#isRestarting;
    ack.inFlight = this.#flightBytes / SEGMENT_BYTES;
    this.#congestion.acknowledged(this.#index, ack);
    this.#look();
  }

  /** Bytes are not in flight any more, and have not arrived. */
  gone(bytes: number): void {
    this.#flightBytes -= bytes;
  }

  /** A chunk was lost: once for all that was in flight with it. RFC 6582 §3.2 */
  shrink(order: number, next: number, nowMs: number): void {
    if (order < this.#recoversTo || this.#isClosed) return;
    this.#recoversTo = next;
    this.#isRestarting = false;
    this.#congestion.lost(this.#index, nowMs);
    this.#look();
  }

  /** Nothing has come back for a timeout: once until something does. */
  restart(next: number, nowMs: number): void {
    if (this.#isRestarting || this.#isClosed) return;
    this.#recoversTo = next;
    this.#isRestarting = true;
    this.#congestion.timedOut(this.#index, nowMs);
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
