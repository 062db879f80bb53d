/**
 * A running hash of the event sequence: time, handler and arguments of each event, in order. It
 * costs a few multiplications an event. What an event does without another event is not in it.
 */
/** Odd multipliers (golden ratio; MurmurHash3): multiplication is then a bijection of 32 bits. */
const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;

export class Fingerprint {
  /** The hash, and the two words of the time that is being added. */
  readonly #state = Int32Array.of(0x243f6a88, 0x13198a2e, 0, 0);
  readonly #time = new Float64Array(this.#state.buffer, 8, 1);

  add(time: number, kind: number, a: number, b: number): void {
    this.#time[0] = time;
    const state = this.#state;
    const one = Math.imul(state[0]! ^ state[2]! ^ a, FIRST);
    const other = Math.imul((state[1]! ^ state[3]! ^ kind ^ one) + b, SECOND);
    state[0] = ((one << 13) | (one >>> 19)) ^ other;
    state[1] = (other << 17) | (other >>> 15);
  }

  /** 16 hex digits. */
  toString(): string {
    const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
    return hex(this.#state[0]!) + hex(this.#state[1]!);
  }
}
