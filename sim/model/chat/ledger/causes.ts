/**
 * What a device had been shown when it sent something, as the ledger saw it: the causes of that message. Those before its
 * message before are causes of that one already.
 */
export class Causes {
  /** By conversation and device: messages shown there since it sent the last one. */
  readonly #since = new Map<string, number[]>();
  readonly #of = new Map<number, readonly number[]>();
  readonly #isOpen: (message: number) => boolean;

  /** @param isOpen whether a message is still to be shown somewhere: what all have is before everything. */
  constructor(isOpen: (message: number) => boolean) {
    this.#isOpen = isOpen;
  }

  sent(message: number, conversation: number, device: number): void {
    const key = `${conversation} ${device}`;
    const since = this.#since.get(key);
    if (since === undefined) return;
    this.#of.set(message, since.filter(this.#isOpen));
    this.#since.delete(key);
  }

  shown(message: number, conversation: number, device: number): void {
    const key = `${conversation} ${device}`;
    const since = this.#since.get(key);
    if (since === undefined) this.#since.set(key, [message]);
    else if (since.length < LONG || !isPowerOfTwo(since.length)) since.push(message);
    else this.#since.set(key, [...since.filter(this.#isOpen), message]);
  }

  of(message: number): readonly number[] {
    return this.#of.get(message) ?? [];
  }

  /** All is known of a message. */
  end(message: number): void {
    this.#of.delete(message);
  }
}

/** Who only reads has a list that is looked through now and then. */
const LONG = 64;

const isPowerOfTwo = (number: number): boolean => (number & (number - 1)) === 0;
