/**
 * Answers on their way from nodes to devices over TCP or QUIC: windows that open and close, queues
 * that fill, segments that are lost and sent again. Chunks of a few segments travel together, with two
 * events each: one where the device's line begins, one where the acknowledgement is back.
 *
 * The sender's timers are not set before they are needed: while anything is on its way, what comes
 * back for it tells as much. Only when nothing is, and something is missing, there is a timer.
 */
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import { toGrid } from '../../../engine/time.ts';
import { Chunks, FLYING, KNOWN, MISSING, NO_CHUNK, segmentsTogether } from './chunks.ts';
import type { Congestion } from './congestion/congestion.ts';
import { ConnectionTable } from './connection-table.ts';
import type { Course } from './course.ts';
import { LossDetection, NOTHING, PROBE, REORDERED } from './loss-detection.ts';
import { News } from './news.ts';
import { Pacing } from './pacing.ts';
import { Passage } from './passage.ts';
import { Receiver } from './receiver.ts';
import { segmentsOf } from './slow-start.ts';
import { NO_STREAM, Streams } from './streams.ts';

/**
 * A chunk has one acknowledgement where a device sends one for each or two segments: it stands for
 * the middle one. With it, chunks of 8 give the times of chunks of 2 within 1 %.
 */
const MIDDLE = 1 / 2;

export interface FlowSettings {
  readonly congestion: Congestion;
  /** Segments that a new connection may have in flight. */
  readonly initialWindow: number;
  /** Segments that the device takes at most before the application has read them. */
  readonly receiveWindow: number;
  /** Whether answers wait for all that was sent before them, as on TCP. */
  readonly isOrdered: boolean;
}

export class Flows {
  readonly #simulator: Simulator;
  readonly #settings: FlowSettings;
  readonly #congestion: Congestion;
  readonly #done: (tag: number) => void;
  readonly #table = new ConnectionTable();
  readonly #chunks = new Chunks();
  readonly #streams = new Streams();
  readonly #passage: Passage;
  readonly #pacing: Pacing | undefined;
  readonly #receiver: Receiver;
  readonly #detection: LossDetection;
  readonly #news: News;
  readonly #atLine: HandlerId;
  readonly #back: HandlerId;
  readonly #whole: HandlerId;
  readonly #timer: HandlerId;
  #validated: HandlerId | undefined;

  /** @param done told of each answer when its last byte is at the device. */
  constructor(simulator: Simulator, settings: FlowSettings, done: (tag: number) => void) {
    this.#simulator = simulator;
    this.#settings = settings;
    this.#congestion = settings.congestion;
    this.#done = done;
    const { isOrdered } = settings;
    this.#passage = new Passage(simulator, this.#table, this.#chunks);
    this.#receiver = new Receiver(
      this.#table,
      this.#chunks,
      this.#streams,
      isOrdered,
      (stream, atMs) => {
        simulator.at(atMs, this.#whole, stream, this.#streams.generation[stream]);
      },
    );
    const { congestion } = settings;
    if (congestion.pace !== undefined) {
      const pace = (connection: number) => congestion.pace!(connection);
      this.#pacing = new Pacing(simulator, pace, (connection) => this.#pump(connection));
    }
    this.#news = new News(this.#table, this.#chunks, congestion, MIDDLE);
    this.#detection = new LossDetection(this.#table, this.#chunks, settings.congestion);
    this.#atLine = simulator.handler((chunk) => this.#reachLine(chunk), 'segments at the line');
    this.#back = simulator.handler((chunk) => this.#acknowledge(chunk), 'acknowledgement');
    this.#timer = simulator.handler((one, its) => this.#expire(one, its), 'no answer');
    this.#whole = simulator.handler((one, its) => this.#finish(one, its), 'answer is whole');
  }

  /** @param roundTripMs as its handshake has measured it. */
  open(course: Course, line: number, roundTripMs: number): number {
    const { nowMs } = this.#simulator;
    const before = this.#table.line.length;
    const connection = this.#table.take(course, line, roundTripMs, nowMs);
    if (this.#table.line.length > before) {
      this.#congestion.reserve(this.#table.line.length);
      this.#pacing?.reserve(this.#table.line.length);
    }
    this.#congestion.begin(connection, this.#settings.initialWindow, roundTripMs);
    return connection;
  }

  /** Gives up a connection on which no answer is under way. */
  close(connection: number): void {
    this.#stopTimer(connection);
    this.#table.release(connection);
  }

  /**
   * Breaks off all answers on connections that will be closed.
   *
   * @param dropped told of each.
   */
  abort(connections: readonly number[], dropped: (tag: number) => void): void {
    const aborted = new Uint8Array(this.#table.slots);
    for (const connection of connections) {
      aborted[connection] = 1;
      this.#stopTimer(connection);
      this.#chunks.releaseList(this.#table.holes[connection]!);
      this.#table.forgetAll(connection);
    }
    for (const tag of this.#streams.drop(aborted)) dropped(tag);
  }

  /**
   * The device has another address: nothing is sent until a round trip has shown that it is there, and
   * then as on a new connection; what is on its way comes. Source: RFC 9000 §8.2, §9.3, §9.4.
   */
  move(connection: number, roundTripMs: number): void {
    const table = this.#table;
    this.#congestion.begin(connection, this.#settings.initialWindow, roundTripMs);
    table.estimates.begin(connection, roundTripMs);
    table.shortestMs[connection] = roundTripMs;
    // What was sent on the old path says nothing of the new one.
    table.recoverAt[connection] = table.sent[connection]!;
    table.isRestarting[connection] = 0;
    table.validAtMs[connection] = toGrid(this.#simulator.nowMs + roundTripMs);
    this.#validated ??= this.#simulator.handler((one, generation) => {
      if (table.generation[one] === generation) this.#pump(one);
    }, 'path is validated');
    const { [connection]: generation } = table.generation;
    this.#simulator.after(roundTripMs, this.#validated, connection, generation);
  }

  /** Delay between the device and the backbone from now on, ms. */
  setAccess(connection: number, upMs: number, downMs: number): void {
    this.#table.accessUpMs[connection] = upMs;
    this.#table.accessDownMs[connection] = downMs;
  }

  /** Segments of a connection that have arrived and been acknowledged. */
  deliveredSegments(connection: number): number {
    return this.#table.delivered[connection]!;
  }

  /** When something small is sent again that nobody has acknowledged, ms. */
  timeoutMs(connection: number): number {
    return this.#table.estimates.timeoutMs(connection);
  }

  /** Bytes of an answer whose segments have come to the device's line. */
  arrivedBytes(stream: number): number {
    return this.#streams.arrivedBytes(stream);
  }

  /** Sends no more of an answer: it ends with what is under way. @returns bytes that are not sent. */
  cut(stream: number): number {
    const { connection, toArrive, toSend } = this.#streams;
    const { turn, data } = this.#table;
    if (toSend[stream] === 0) return 0;
    const its = connection[stream]!;
    turn[its] = this.#streams.quit(turn[its]!, stream);
    const unsent = this.#streams.truncate(stream, data[its]!);
    if (toArrive[stream] === 0) this.#receiver.whole(its, stream, this.#simulator.nowMs);
    return unsent;
  }

  /**
   * Sends an answer, after those that are being sent or in turn with them.
   *
   * @param bytes above 0. @returns its stream.
   */
  answer(connection: number, tag: number, bytes: number): number {
    const { turn, lastSentMs, estimates, inFlight } = this.#table;
    const { nowMs } = this.#simulator;
    const idleMs = nowMs - lastSentMs[connection]!;
    const timeoutMs = estimates.timeoutMs(connection);
    if (inFlight[connection] === 0 && idleMs > timeoutMs) {
      this.#congestion.rested(connection, idleMs, timeoutMs, this.#settings.initialWindow);
    }
    const stream = this.#streams.open(connection, tag, bytes, segmentsOf(bytes));
    this.#streams.join(turn[connection]!, stream);
    turn[connection] = stream;
    this.#pump(connection);
    return stream;
  }

  #room(connection: number): number {
    const window = Math.min(this.#congestion.window(connection), this.#settings.receiveWindow);
    return Math.floor(window - this.#table.inFlight[connection]! + ROUNDING);
  }

  /** Sends what the window allows. */
  #pump(connection: number): void {
    const { known, isRestarting, turn, isFull, inFlight, peak, validAtMs } = this.#table;
    if (validAtMs[connection]! > this.#simulator.nowMs) return;
    if (known[connection]! > 0) this.#repair(connection, isRestarting[connection] === 1);
    isFull[connection] = 0;
    while (turn[connection] !== NO_STREAM) {
      const room = this.#room(connection);
      if (room < 1) {
        isFull[connection] = 1;
        break;
      }
      if (this.#pacing?.holds(connection) === true) break;
      this.#sendNext(connection, room);
    }
    peak[connection] = Math.max(peak[connection]!, inFlight[connection]!);
  }

  /** The next stream in turn sends a chunk. */
  #sendNext(connection: number, room: number): void {
    const { turn, data } = this.#table;
    const { toSend, next, end } = this.#streams;
    const last = turn[connection]!;
    const stream = next[last]!;
    const together = segmentsTogether(this.#congestion.window(connection));
    const segments = Math.min(room, together, toSend[stream]!);
    const bytes = this.#streams.take(stream, segments);
    const chunk = this.#newChunk(connection, stream, segments, bytes);
    data[connection]! += segments;
    turn[connection] = stream;
    if (toSend[stream] === 0) {
      end[stream] = data[connection]!;
      turn[connection] = this.#streams.leave(last, stream);
    }
    this.#send(connection, chunk);
  }

  #newChunk(connection: number, stream: number, segments: number, bytes: number): number {
    const { data, generation } = this.#table;
    const position = data[connection]!;
    const before = generation[connection]!;
    return this.#chunks.make(connection, before, stream, segments, bytes, position);
  }

  /** Sends again what is known to be lost. @param isSlow only as far as the window allows. */
  #repair(connection: number, isSlow: boolean): void {
    const { holes, known } = this.#table;
    const { next, state } = this.#chunks;
    for (let hole = holes[connection]!; hole !== NO_CHUNK; hole = next[hole]!) {
      if (state[hole] !== KNOWN) continue;
      if (isSlow && this.#room(connection) < 1) return;
      known[connection]! -= 1;
      this.#sendAgain(connection, hole);
    }
  }

  #sendAgain(connection: number, hole: number): void {
    const { segments, bytes, lost, isRepair } = this.#chunks;
    bytes[hole]! *= lost[hole]! / segments[hole]!;
    segments[hole] = lost[hole]!;
    isRepair[hole] = 1;
    this.#send(connection, hole);
  }

  #send(connection: number, chunk: number): void {
    const { sent, inFlight, lastSentMs, delivered, lastAckMs } = this.#table;
    const chunks = this.#chunks;
    const { nowMs } = this.#simulator;
    const segments = chunks.segments[chunk]!;
    chunks.state[chunk] = FLYING;
    chunks.order[chunk] = sent[connection]!;
    chunks.sentMs[chunk] = nowMs;
    chunks.deliveredBefore[chunk] = delivered[connection]!;
    chunks.deliveredMs[chunk] = inFlight[connection] === 0 ? nowMs : lastAckMs[connection]!;
    chunks.later[chunk] = 0;
    sent[connection]! += segments;
    inFlight[connection]! += segments;
    this.#pacing?.sent(connection, segments);
    this.#table.flying[connection]! += 1;
    lastSentMs[connection] = nowMs;
    // What comes back for this tells more than a timer.
    this.#stopTimer(connection);
    this.#simulator.at(this.#passage.passLink(connection, chunk), this.#atLine, chunk);
  }

  #stopTimer(connection: number): void {
    const { waitsFor, timer } = this.#table;
    if (waitsFor[connection] === NOTHING) return;
    waitsFor[connection] = NOTHING;
    this.#simulator.cancel(timer[connection]!);
  }

  /** A chunk comes to where the device's own line begins. */
  #reachLine(chunk: number): void {
    const chunks = this.#chunks;
    const connection = chunks.connection[chunk]!;
    if (this.#dropsStale(chunk)) return;
    const arrivedMs = this.#passage.passLine(connection, chunk);
    const arriving = chunks.segments[chunk]! - chunks.lost[chunk]!;
    this.#receiver.take(connection, chunk, arriving, arrivedMs);
    const { course, accessUpMs } = this.#table;
    const backMs = accessUpMs[connection]! + course[connection]!.there.delayMs();
    const middleMs = arrivedMs - chunks.tailMs[chunk]! * MIDDLE;
    this.#simulator.at(Math.max(this.#simulator.nowMs, middleMs + backMs), this.#back, chunk);
  }

  /** What comes back for a connection that is no more. */
  #dropsStale(chunk: number): boolean {
    const { connection, generation } = this.#chunks;
    if (this.#table.generation[connection[chunk]!] === generation[chunk]) return false;
    this.#chunks.release(chunk);
    return true;
  }

  /** What has arrived of a chunk is acknowledged; when all of it was lost, nothing is. */
  #acknowledge(chunk: number): void {
    const chunks = this.#chunks;
    const connection = chunks.connection[chunk]!;
    if (this.#dropsStale(chunk)) return;
    const { flying, isProbing } = this.#table;
    const { nowMs } = this.#simulator;
    const order = chunks.order[chunk]!;
    const arrived = chunks.segments[chunk]! - chunks.lost[chunk]!;
    flying[connection]! -= 1;
    if (arrived > 0) {
      this.#news.hear(connection, chunk, arrived, nowMs);
      isProbing[connection] = 0;
    }
    if (chunks.lost[chunk] === 0) {
      chunks.release(chunk);
    } else {
      chunks.state[chunk] = MISSING;
      // The detection adds what arrived of this chunk; of it, only what came after the loss counts.
      chunks.later[chunk] = -Math.min(arrived, chunks.before[chunk]!);
    }
    if (arrived > 0) this.#detection.acknowledged(connection, order, arrived, nowMs);
    this.#pump(connection);
    if (flying[connection] === 0) this.#waitForNews(connection);
  }

  #waitForNews(connection: number): void {
    const { waitsFor, generation, timer } = this.#table;
    const { nowMs } = this.#simulator;
    const what = this.#detection.wait(connection, nowMs);
    waitsFor[connection] = what;
    if (what === NOTHING) return;
    const delayMs = Math.max(0, this.#detection.dueMs - nowMs);
    timer[connection] = this.#simulator.timer(
      delayMs,
      this.#timer,
      connection,
      generation[connection],
    );
  }

  #expire(connection: number, generation: number): void {
    const { generation: generations, waitsFor, flying } = this.#table;
    if (generations[connection] !== generation) return;
    const what = waitsFor[connection]!;
    waitsFor[connection] = NOTHING;
    const { nowMs } = this.#simulator;
    if (what === REORDERED) this.#detection.giveUpReordered(connection, nowMs);
    else if (what === PROBE) this.#probe(connection);
    else this.#detection.giveUpAll(connection, nowMs);
    this.#pump(connection);
    if (flying[connection] === 0) this.#waitForNews(connection);
  }

  /** Sends the last segment again: if it was the only one lost, all is well. RFC 8985 §7.3. */
  #probe(connection: number): void {
    this.#table.isProbing[connection] = 1;
    const hole = this.#detection.last(connection);
    const { lost, segments, bytes, position, stream, next } = this.#chunks;
    let probe = hole;
    if (lost[hole]! > 1) {
      // The others of the chunk stay missing.
      const one = bytes[hole]! / segments[hole]!;
      probe = this.#newChunk(connection, stream[hole]!, 1, one);
      position[probe] = position[hole]!;
      lost[probe] = 1;
      lost[hole]! -= 1;
      next[probe] = this.#table.holes[connection]!;
      this.#table.holes[connection] = probe;
      this.#chunks.order[probe] = this.#chunks.order[hole]!;
      this.#chunks.state[probe] = MISSING;
    }
    this.#detection.learn(connection, probe, this.#simulator.nowMs);
  }

  #finish(stream: number, generation: number): void {
    if (this.#streams.generation[stream] !== generation) return;
    const tag = this.#streams.tag[stream]!;
    this.#streams.release(stream);
    this.#done(tag);
  }
}

/** Windows are sums of fractions: a hair below a whole number is that number. */
const ROUNDING = 1e-9;
