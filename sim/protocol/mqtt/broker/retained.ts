/** The last message of each topic that was published to be kept. Source: MQTT 5.0 §3.3.1.3, MQTT 3.1.1 §3.3.1.3 */
import type { Message } from './message.ts';
import { matches } from './topics.ts';

export class Retained {
  readonly #messages = new Map<string, Message>();

  /** A message without payload takes the kept one away, and is not kept itself. */
  note(message: Message): void {
    if (!message.retain) return;
    this.#messages.delete(message.topic);
    if (message.payload.length > 0) this.#messages.set(message.topic, message);
  }

  /** What a filter takes in and has not expired. @param filter not shared. */
  match(filter: string, nowMs: number): Message[] {
    if (!filter.includes('+') && !filter.includes('#')) {
      const one = this.#messages.get(filter);
      return one === undefined || this.#isOver(one, nowMs) ? [] : [one];
    }
    const levels = filter.split('/');
    return [...this.#messages.values()].filter(
      (one) => matches(levels, one.topic.split('/')) && !this.#isOver(one, nowMs),
    );
  }

  clear(): void {
    this.#messages.clear();
  }

  #isOver(message: Message, nowMs: number): boolean {
    if (message.expiresMs > nowMs) return false;
    this.#messages.delete(message.topic);
    return true;
  }
}
