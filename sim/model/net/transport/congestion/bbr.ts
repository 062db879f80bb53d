import { grown } from '../../../../engine/grown.ts';
import { type Ack, type Congestion, congestionControl } from './congestion.ts';

/** Gain that doubles what is in flight each round trip: 2 / ln 2. Source: BBR draft §4.3.2.1. */
const STARTUP_GAIN = 2.89;

/** Startup is over when three rounds in a row have not brought a quarter more. §4.3.2.2. */
const ENOUGH_GROWTH = 1.25;
const ROUNDS_WITHOUT = 3;

/** Speeds of the eight phases that follow, each a round trip long. §4.3.4.2. */
const CYCLE = [1.25, 0.75, 1, 1, 1, 1, 1, 1];

/** In flight at most, in products of bandwidth and shortest round trip. §4.2.3.2. */
const WINDOW_GAIN = 2;

/** Segments. Source: BBR draft §4.2.3.3. */
const LEAST_WINDOW = 4;

/** The highest rate of the last ten round trips counts: five to ten here, in two halves. §4.1.1.3. */
const ROUNDS_OF_HALF = 5;

/** The shortest round trip of the last ten seconds counts. §4.1.2.3. */
const SHORTEST_FOR_MS = 10_000;

/** When it has not been met for as long, nearly nothing is in flight for this long. §4.3.5. */
const PROBE_MS = 200;

const STARTUP = 0;
const DRAIN = 1;
const CRUISE = 2;
const PROBE = 3;

/** Sends as fast as what it sends arrives; losses tell it nothing. */
class Bbr implements Congestion {
  #window = new Float64Array(0);
  #mode = new Uint8Array(0);
  /** Highest rate of this half of the filter and of the one before, segments a ms. */
  #rate = new Float64Array(0);
  #rateBefore = new Float64Array(0);
  #rounds = new Float64Array(0);
  /** What startup has reached, and rounds since without growth. */
  #reached = new Float64Array(0);
  #flat = new Uint8Array(0);
  /** The shortest round trip, and when it was last met, ms. */
  #shortestMs = new Float64Array(0);
  #metMs = new Float64Array(0);
  /** Until when the round trip is probed, ms, or NaN while more than that is in flight; window before. */
  #probeUntilMs = new Float64Array(0);
  #windowBefore = new Float64Array(0);
  /** Whether nothing was sent for a while: then the queue was empty anyway. */
  #hasRested = new Uint8Array(0);
  #phaseBeganMs = new Float64Array(0);
  #phase = new Uint8Array(0);

  reserve(connections: number): void {
    this.#window = grown(this.#window, connections);
    this.#mode = grown(this.#mode, connections);
    this.#rate = grown(this.#rate, connections);
    this.#rateBefore = grown(this.#rateBefore, connections);
    this.#rounds = grown(this.#rounds, connections);
    this.#reached = grown(this.#reached, connections);
    this.#flat = grown(this.#flat, connections);
    this.#shortestMs = grown(this.#shortestMs, connections);
    this.#metMs = grown(this.#metMs, connections);
    this.#probeUntilMs = grown(this.#probeUntilMs, connections);
    this.#windowBefore = grown(this.#windowBefore, connections);
    this.#hasRested = grown(this.#hasRested, connections);
    this.#phaseBeganMs = grown(this.#phaseBeganMs, connections);
    this.#phase = grown(this.#phase, connections);
  }

  begin(connection: number, initialWindow: number, roundTripMs: number): void {
    this.#window[connection] = initialWindow;
    this.#mode[connection] = STARTUP;
    // Until anything has arrived: the initial window in a round trip. Source: BBR draft §4.2.1.
    this.#rate[connection] = roundTripMs > 0 ? initialWindow / roundTripMs : Number.MAX_VALUE;
    this.#rateBefore[connection] = 0;
    this.#rounds[connection] = 0;
    this.#reached[connection] = 0;
    this.#flat[connection] = 0;
    this.#shortestMs[connection] = roundTripMs;
    // Known from the first acknowledgement on.
    this.#metMs[connection] = Number.NaN;
    this.#hasRested[connection] = 0;
  }

  window(connection: number): number {
    return this.#window[connection]!;
  }

  /** Segments a ms. */
  pace(connection: number): number {
    const mode = this.#mode[connection]!;
    const gain =
      mode === STARTUP ? STARTUP_GAIN : mode === DRAIN ? 1 / STARTUP_GAIN : this.#speed(connection);
    return gain * this.#bottleneck(connection);
  }

  acknowledged(connection: number, ack: Ack): void {
    if (ack.isNewRound) this.#turnFilter(connection);
    const isFull = ack.used >= this.#window[connection]!;
    const isHigher = ack.deliveryRate > this.#bottleneck(connection);
    if (isFull || isHigher || this.#mode[connection] !== STARTUP) {
      this.#rate[connection] = Math.max(this.#rate[connection]!, ack.deliveryRate);
    }
    this.#watchRoundTrip(connection, ack);
    if (ack.isNewRound && this.#mode[connection] === STARTUP) this.#judgeStartup(connection);
    this.#move(connection, ack);
    this.#setWindow(connection, ack.segments);
  }

  lost(): void {}

  timedOut(connection: number): void {
    this.#window[connection] = 1;
  }

  rested(connection: number): void {
    this.#hasRested[connection] = 1;
  }

  #bottleneck(connection: number): number {
    return Math.max(this.#rate[connection]!, this.#rateBefore[connection]!);
  }

  #speed(connection: number): number {
    return this.#mode[connection] === PROBE ? 1 : CYCLE[this.#phase[connection]!]!;
  }

  /** Bandwidth times delay, segments. */
  #product(connection: number): number {
    return this.#bottleneck(connection) * this.#shortestMs[connection]!;
  }

  #turnFilter(connection: number): void {
    this.#rounds[connection]! += 1;
    // The rate that was only assumed does not outlive the first round.
    const isFirst = this.#rounds[connection] === 1;
    if (!isFirst && this.#rounds[connection]! % ROUNDS_OF_HALF !== 0) return;
    this.#rateBefore[connection] = isFirst ? 0 : this.#rate[connection]!;
    this.#rate[connection] = 0;
  }

  #judgeStartup(connection: number): void {
    const rate = this.#bottleneck(connection);
    if (rate >= this.#reached[connection]! * ENOUGH_GROWTH) {
      this.#reached[connection] = rate;
      this.#flat[connection] = 0;
      return;
    }
    this.#flat[connection]! += 1;
    if (this.#flat[connection] === ROUNDS_WITHOUT) this.#mode[connection] = DRAIN;
  }

  /** Source: BBR draft §4.1.2.3 and §4.3.5. */
  #watchRoundTrip(connection: number, ack: Ack): void {
    const { nowMs, roundTripMs } = ack;
    const isOld = nowMs > this.#metMs[connection]! + SHORTEST_FOR_MS;
    if (Number.isNaN(this.#metMs[connection]!)) this.#metMs[connection] = nowMs;
    if (roundTripMs <= this.#shortestMs[connection]! || isOld) {
      this.#shortestMs[connection] = roundTripMs;
      this.#metMs[connection] = nowMs;
    }
    const isResting = this.#hasRested[connection] === 1;
    this.#hasRested[connection] = 0;
    if (this.#mode[connection] === PROBE) this.#probe(connection, ack);
    else if (isOld && !isResting) {
      this.#mode[connection] = PROBE;
      this.#probeUntilMs[connection] = Number.NaN;
      this.#windowBefore[connection] = this.#window[connection]!;
    }
  }

  #probe(connection: number, { nowMs, inFlight }: Ack): void {
    const untilMs = this.#probeUntilMs[connection]!;
    if (Number.isNaN(untilMs)) {
      // A round trip is part of it, or what is met is the queue's end.
      const lastsMs = Math.max(PROBE_MS, this.#shortestMs[connection]!);
      if (inFlight <= LEAST_WINDOW) this.#probeUntilMs[connection] = nowMs + lastsMs;
    } else if (nowMs >= untilMs) {
      this.#metMs[connection] = nowMs;
      this.#phaseBeganMs[connection] = nowMs;
      this.#mode[connection] = this.#flat[connection]! < ROUNDS_WITHOUT ? STARTUP : CRUISE;
      const window = Math.max(this.#window[connection]!, this.#windowBefore[connection]!);
      this.#window[connection] = window;
    }
  }

  #move(connection: number, { nowMs, inFlight }: Ack): void {
    if (this.#mode[connection] === DRAIN && inFlight <= this.#product(connection)) {
      this.#mode[connection] = CRUISE;
      // Not in the phase that drains: the queue is empty.
      this.#phase[connection] = 2;
      this.#phaseBeganMs[connection] = nowMs;
    }
    if (this.#mode[connection] !== CRUISE) return;
    if (nowMs - this.#phaseBeganMs[connection]! < this.#shortestMs[connection]!) return;
    this.#phase[connection] = (this.#phase[connection]! + 1) % CYCLE.length;
    this.#phaseBeganMs[connection] = nowMs;
  }

  /** Source: BBR draft §4.2.3.4. */
  #setWindow(connection: number, segments: number): void {
    const gain = this.#mode[connection] === CRUISE ? WINDOW_GAIN : STARTUP_GAIN;
    const target = Math.max(LEAST_WINDOW, gain * this.#product(connection));
    const window = this.#window[connection]!;
    if (this.#mode[connection] === PROBE) {
      this.#window[connection] = Math.min(window, LEAST_WINDOW);
    } else if (this.#mode[connection] === STARTUP) {
      if (window < target) this.#window[connection] = window + segments;
    } else {
      this.#window[connection] = Math.min(window + segments, target);
    }
  }
}

export const bbr = congestionControl({
  name: 'bbr',
  summary: 'sends at the rate at which it arrives, whatever is lost',
  source:
    'Cardwell et al., ACM Queue 14(5), 2016; draft-cardwell-iccrg-bbr-congestion-control-00 (version 1)',
  params: {},
  make: () => new Bbr(),
});
