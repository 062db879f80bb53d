/** How a server comes to a stream to another one: calls it, proves its domain, and calls again later when that fails. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { FederationMeters } from './federation-meters.ts';
import type { FederationSettings } from './params.ts';
import { CLOSED, OPEN, OPENING, PAUSING, type Stream } from './stream.ts';

interface CallingParts {
  readonly world: World;
  readonly traffic: string;
  readonly settings: FederationSettings;
  readonly streams: readonly Stream[];
  readonly meters: FederationMeters;
}

interface Ends {
  /** The other server has taken a stream, and answers what it has of the last one. */
  accepted(stream: Stream): void;
  opened(stream: Stream): void;
  /** The server that sends knows that its stream is gone. */
  broken(stream: Stream): void;
}

export class Calling {
  readonly #parts: CallingParts;
  readonly #ends: Ends;
  readonly #random: Random;
  readonly #again: HandlerId;
  readonly #arrive: HandlerId;
  readonly #opened: HandlerId;
  readonly #failed: HandlerId;
  readonly #reset: HandlerId;

  constructor(parts: CallingParts, ends: Ends) {
    const { world, traffic, streams } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#ends = ends;
    this.#random = world.streams.stream(`${traffic}/federation`);
    const live = (then: (stream: Stream) => void) => (number: number, life: number) => {
      const stream = streams[number]!;
      if (stream.life === life) then(stream);
    };
    this.#again = simulator.handler(
      live((stream) => this.call(stream)),
      'server calls again',
    );
    this.#arrive = simulator.handler(
      live((stream) => this.#accept(stream)),
      'stream at the other server',
    );
    this.#opened = simulator.handler(
      live((stream) => this.#open(stream)),
      'stream is open',
    );
    this.#failed = simulator.handler(
      live((stream) => this.#fail(stream)),
      'stream not to be had',
    );
    this.#reset = simulator.handler(
      live((stream) => this.lose(stream)),
      'stream reset',
    );
    world.exchange.watch({ changed: (node) => this.#changed(node), weighed: () => {} });
  }

  /** A server calls another one now; one that is down itself does when it is back. */
  call(stream: Stream): void {
    const { world, settings, meters } = this.#parts;
    const { exchange, simulator } = world;
    stream.life += 1;
    stream.state = CLOSED;
    if (exchange.up[stream.from] === 0) return;
    stream.state = OPENING;
    const { roundTrips, upBytes, downBytes } = this.#setUp(stream);
    meters.count(stream, 'setUp');
    meters.count(stream, 'roundTrips', roundTrips);
    meters.count(stream, 'bytes', upBytes + downBytes);
    const wayMs = exchange.carry(stream.from, stream.to, upBytes, simulator.nowMs);
    const restMs = (roundTrips - 1) * exchange.roundTripMs(stream.from, stream.to);
    this.#later(stream, wayMs + restMs, this.#arrive, settings.timeoutMs);
  }

  /** The stream of a server that sends has come to its end; what is under way is in doubt. */
  lose(stream: Stream): void {
    if (stream.state === OPEN) this.#parts.meters.count(stream, 'broken');
    stream.life += 1;
    stream.state = CLOSED;
    this.#ends.broken(stream);
    if (stream.letters > 0) this.#pause(stream);
  }

  /** Something came over a stream that the other server does not know: it resets it. RFC 9293 §3.10.7.1 */
  refuse(stream: Stream, life: number): void {
    const { exchange, simulator } = this.#parts.world;
    const wayMs = exchange.wayMs(stream.to, stream.from);
    if (wayMs < Number.POSITIVE_INFINITY) {
      simulator.after(wayMs, this.#reset, stream.number, life);
    }
  }

  #pause(stream: Stream): void {
    const { settings, world } = this.#parts;
    stream.pauseMs = settings.retry.pauseMs(stream.tries, stream.pauseMs, this.#random);
    stream.state = PAUSING;
    world.simulator.after(stream.pauseMs, this.#again, stream.number, stream.life);
  }

  #accept(stream: Stream): void {
    const { world, settings } = this.#parts;
    const { exchange, simulator } = world;
    const { from, to } = stream;
    if (exchange.up[to] === 0) {
      // Nobody listens there: a reset comes back. RFC 9293 §3.10.7.1
      this.#later(stream, exchange.wayMs(to, from), this.#failed, settings.timeoutMs);
      return;
    }
    stream.accepted = stream.life;
    this.#ends.accepted(stream);
    const backMs = exchange.carry(to, from, this.#setUp(stream).downBytes, simulator.nowMs);
    this.#later(stream, backMs, this.#opened, settings.timeoutMs);
  }

  #open(stream: Stream): void {
    stream.state = OPEN;
    stream.tries = 0;
    stream.pauseMs = 0;
    stream.isKnown = true;
    this.#ends.opened(stream);
  }

  #fail(stream: Stream): void {
    this.#parts.meters.count(stream, 'failed');
    stream.tries += 1;
    stream.state = CLOSED;
    if (stream.letters > 0) this.#pause(stream);
  }

  /** @param handler not called when that takes longer than a server waits. */
  #later(stream: Stream, afterMs: number, handler: HandlerId, patienceMs: number): void {
    const { simulator } = this.#parts.world;
    const { number, life } = stream;
    if (afterMs <= patienceMs) simulator.after(afterMs, handler, number, life);
    else simulator.after(patienceMs, this.#failed, number, life);
  }

  #setUp({ isKnown }: Stream) {
    const { opening, reopening } = this.#parts.settings.protocol;
    return isKnown ? reopening : opening;
  }

  #changed(node: number): void {
    const isUp = this.#parts.world.exchange.up[node] === 1;
    for (const stream of this.#parts.streams) {
      if (stream.from === node) this.#hasOwnChanged(stream, isUp);
      else if (stream.to === node && !isUp) this.#isGone(stream);
    }
  }

  #hasOwnChanged(stream: Stream, isUp: boolean): void {
    if (isUp && stream.state === CLOSED && stream.letters > 0) this.call(stream);
    if (isUp) return;
    // What waits is on its disk; streams and attempts are gone.
    stream.life += 1;
    stream.state = CLOSED;
    stream.tries = 0;
    this.#ends.broken(stream);
  }

  /** A server was killed: its system resets its streams. RFC 9293 §3.5.2 */
  #isGone(stream: Stream): void {
    stream.accepted = 0;
    if (stream.state === OPEN) this.refuse(stream, stream.life);
  }
}
