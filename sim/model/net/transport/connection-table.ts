/** What both ends of each connection know, as slots in typed arrays. */
import { grown } from '../../../engine/grown.ts';
import { NO_CHUNK } from './chunks.ts';
import type { Course } from './course.ts';
import { RoundTripEstimates } from './retransmission.ts';
import { NO_STREAM } from './streams.ts';

const FIRST_SLOTS = 64;
const NO_SLOT = -1;

export class ConnectionTable {
  readonly course: Course[] = [];
  readonly estimates = new RoundTripEstimates();
  /** Line of the device on the course. */
  line = new Int32Array(0);
  /** Delay between device and backbone, ms. */
  accessDownMs = new Float64Array(0);
  accessUpMs = new Float64Array(0);
  /** How often the slot has been given back. */
  generation = new Int32Array(0);
  /** Streams with something to send, as a ring; the one that was last in turn. */
  turn = new Int32Array(0);
  /** Streams whose segments are all there, while segments before them are not. */
  blocked = new Int32Array(0);
  /** Chunks with segments lost, the latest first; and how many of them the sender knows of. */
  holes = new Int32Array(0);
  known = new Int32Array(0);
  /** Chunks on their way. */
  flying = new Int32Array(0);
  /** Segments that the sender takes to be on their way, and the most of late. */
  inFlight = new Float64Array(0);
  peak = new Float64Array(0);
  isFull = new Uint8Array(0);
  /** Segments of data sent; segments sent, repairs too; segments acknowledged. */
  data = new Float64Array(0);
  sent = new Float64Array(0);
  delivered = new Float64Array(0);
  /** Segments sent when the round began, and when the sender last learned of a loss. */
  roundEnd = new Float64Array(0);
  recoverAt = new Float64Array(0);
  /** Whether losses are repaired after a timeout: 1, or by acknowledgements: 0. */
  isRestarting = new Uint8Array(0);
  shortestMs = new Float64Array(0);
  lastSentMs = new Float64Array(0);
  lastAckMs = new Float64Array(0);
  /** When the last chunk came to the device's line, and was at the device, ms. */
  atLineMs = new Float64Array(0);
  arrivedMs = new Float64Array(0);
  /** The timer and what it is for, timeouts in a row, and whether a probe is out. */
  timer = new Float64Array(0);
  waitsFor = new Uint8Array(0);
  backoff = new Uint8Array(0);
  isProbing = new Uint8Array(0);
  /** Until when the sender does not know whether the device is where it says, ms. */
  validAtMs = new Float64Array(0);
  #next = new Int32Array(0);
  #free = NO_SLOT;
  /** Slots ever used. */
  slots = 0;

  take(course: Course, line: number, roundTripMs: number, nowMs: number): number {
    let connection = this.#free;
    if (connection === NO_SLOT) connection = this.#newSlot();
    else this.#free = this.#next[connection]!;
    this.course[connection] = course;
    this.line[connection] = line;
    this.turn[connection] = NO_STREAM;
    this.blocked[connection] = NO_STREAM;
    this.holes[connection] = NO_CHUNK;
    for (const column of this.#counts()) column[connection] = 0;
    this.recoverAt[connection] = -1;
    this.shortestMs[connection] = roundTripMs;
    this.lastSentMs[connection] = nowMs;
    this.lastAckMs[connection] = nowMs;
    this.estimates.begin(connection, roundTripMs);
    return connection;
  }

  /** What is on its way meets nobody, and nothing is to be sent; the slot stays taken. */
  forgetAll(connection: number): void {
    this.generation[connection]! += 1;
    this.turn[connection] = NO_STREAM;
    this.blocked[connection] = NO_STREAM;
    this.holes[connection] = NO_CHUNK;
    this.known[connection] = 0;
  }

  release(connection: number): void {
    this.generation[connection]! += 1;
    this.#next[connection] = this.#free;
    this.#free = connection;
  }

  #newSlot(): number {
    const slots = this.line.length;
    if (this.slots === slots) this.#grow(Math.max(FIRST_SLOTS, slots * 2));
    this.slots += 1;
    return this.slots - 1;
  }

  /** What is 0 in a new connection. */
  #counts(): (Float64Array | Int32Array | Uint8Array)[] {
    return [
      this.known,
      this.flying,
      this.inFlight,
      this.peak,
      this.isFull,
      this.data,
      this.sent,
      this.delivered,
      this.roundEnd,
      this.isRestarting,
      this.atLineMs,
      this.arrivedMs,
      this.waitsFor,
      this.backoff,
      this.isProbing,
      this.validAtMs,
    ];
  }

  #grow(slots: number): void {
    this.estimates.reserve(slots);
    this.line = grown(this.line, slots);
    this.accessDownMs = grown(this.accessDownMs, slots);
    this.accessUpMs = grown(this.accessUpMs, slots);
    this.generation = grown(this.generation, slots);
    this.turn = grown(this.turn, slots);
    this.blocked = grown(this.blocked, slots);
    this.holes = grown(this.holes, slots);
    this.known = grown(this.known, slots);
    this.flying = grown(this.flying, slots);
    this.inFlight = grown(this.inFlight, slots);
    this.peak = grown(this.peak, slots);
    this.isFull = grown(this.isFull, slots);
    this.data = grown(this.data, slots);
    this.sent = grown(this.sent, slots);
    this.delivered = grown(this.delivered, slots);
    this.roundEnd = grown(this.roundEnd, slots);
    this.recoverAt = grown(this.recoverAt, slots);
    this.isRestarting = grown(this.isRestarting, slots);
    this.shortestMs = grown(this.shortestMs, slots);
    this.lastSentMs = grown(this.lastSentMs, slots);
    this.lastAckMs = grown(this.lastAckMs, slots);
    this.atLineMs = grown(this.atLineMs, slots);
    this.arrivedMs = grown(this.arrivedMs, slots);
    this.timer = grown(this.timer, slots);
    this.waitsFor = grown(this.waitsFor, slots);
    this.backoff = grown(this.backoff, slots);
    this.isProbing = grown(this.isProbing, slots);
    this.validAtMs = grown(this.validAtMs, slots);
    this.#next = grown(this.#next, slots);
  }
}
