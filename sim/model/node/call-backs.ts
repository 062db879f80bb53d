/** How far answers over connections have come, and which of them nobody wants any more. */
import { grown } from '../../engine/grown.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import type { Flows } from '../net/transport/flows.ts';
import { NO_STREAM } from '../net/transport/streams.ts';
import { NOT_MODIFIED_BYTES } from '../wire/http.ts';
import { NO_CONNECTION } from './calls.ts';
import type { World } from './world.ts';

const FIRST_SLOTS = 1024;

/** How far an answer has come. */
export interface Progress {
  /** At the device, and of all of it. */
  readonly bytes: number;
  readonly ofBytes: number;
  /** When the first of it came, ms. */
  readonly sinceMs: number;
}

export class CallBacks {
  readonly #world: World;
  readonly #flows: Flows;
  /** By call: the stream of its answer, and when its first byte is at the device, ms. */
  #stream = new Int32Array(0);
  #sinceMs = new Float64Array(0);
  /** Calls that were called back, each with its number; and those of which the node knows it. */
  readonly #numbers = new Map<number, number>();
  readonly #known = new Set<number>();
  #count = 0;
  #hears: HandlerId | undefined;

  constructor(world: World, flows: Flows) {
    this.#world = world;
    this.#flows = flows;
  }

  /** A call is sent. */
  asked(call: number): void {
    if (call < this.#stream.length) this.#stream[call] = NO_STREAM;
  }

  /** The answer to a call begins. */
  begins(call: number, stream: number, sinceMs: number): void {
    const before = this.#stream.length;
    if (call >= before) {
      const slots = Math.max(FIRST_SLOTS, 2 * call);
      this.#stream = grown(this.#stream, slots).fill(NO_STREAM, before);
      this.#sinceMs = grown(this.#sinceMs, slots);
    }
    this.#stream[call] = stream;
    this.#sinceMs[call] = sinceMs;
  }

  progress(call: number): Progress | undefined {
    const { bytes, connection } = this.#world.calls;
    const stream = this.#stream[call] ?? NO_STREAM;
    if (connection[call] === NO_CONNECTION || stream === NO_STREAM) return undefined;
    const arrived = this.#flows.arrivedBytes(stream);
    return { bytes: arrived, ofBytes: bytes[call]!, sinceMs: this.#sinceMs[call]! };
  }

  /** A call is called back; its node hears of it after a time, ms. */
  add(call: number, hearsMs: number): void {
    const { simulator } = this.#world;
    this.#count += 1;
    this.#numbers.set(call, this.#count);
    // Not before it is needed: what does not happen gives no event another number.
    this.#hears ??= simulator.handler((one, number) => this.#hear(one, number), 'call back');
    simulator.after(hearsMs, this.#hears, call, this.#count);
  }

  has(call: number): boolean {
    return this.#numbers.has(call);
  }

  isKnown(call: number): boolean {
    return this.#known.has(call);
  }

  delete(call: number): void {
    this.#numbers.delete(call);
    this.#known.delete(call);
  }

  /** Bytes of an answer that was called back and is over. */
  sentBytes(call: number): number {
    const { bytes, notModified } = this.#world.calls;
    if ((this.#stream[call] ?? NO_STREAM) === NO_STREAM) return 0;
    return notModified[call] === 1 ? NOT_MODIFIED_BYTES : bytes[call]!;
  }

  /** The node sends no more of it. */
  #hear(call: number, number: number): void {
    if (this.#numbers.get(call) !== number) return;
    this.#known.add(call);
    const { calls, exchange } = this.#world;
    const stream = this.#stream[call] ?? NO_STREAM;
    if (stream === NO_STREAM) return;
    const unsent = this.#flows.cut(stream);
    exchange.unsent(call, unsent);
    calls.bytes[call]! -= unsent;
  }
}
