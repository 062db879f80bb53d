/** Numbers that stand for topics in one connection. Source: MQTT 5.0 §3.3.2.3.4 */
import { BAD_ALIAS, Refusal, violation } from './reasons.ts';

/** Those of a client. */
export class AliasesIn {
  readonly #topics = new Map<number, string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns the topic that a packet means. */
  resolve(topic: string, alias: number | undefined): string {
    if (alias === undefined) return topic;
    if (alias === 0 || alias > this.#most) throw new Refusal(BAD_ALIAS, `alias ${alias}`);
    if (topic !== '') {
      this.#topics.set(alias, topic);
      return topic;
    }
    const known = this.#topics.get(alias);
    if (known === undefined) throw violation(`alias ${alias} stands for nothing`);
    return known;
  }
}

/** Those of the broker: first come, first served, and kept as long as the connection. */
export class AliasesOut {
  readonly #numbers = new Map<string, number>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns 0 for a topic without a number; negative: one that the client does not know yet. */
  of(topic: string): number {
    if (this.#most === 0) return 0;
    const known = this.#numbers.get(topic);
    if (known !== undefined) return known;
    if (this.#numbers.size === this.#most) return 0;
    const number = this.#numbers.size + 1;
    this.#numbers.set(topic, number);
    return -number;
  }

  /** The packet that would have told of it was not sent. */
  forget(topic: string): void {
    this.#numbers.delete(topic);
  }
}
