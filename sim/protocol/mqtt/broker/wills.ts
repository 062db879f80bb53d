/** What clients leave for the case that they vanish. Source: MQTT 5.0 §3.1.2.5, §3.1.3.2; MQTT 3.1.1 §3.1.2.5 */
import type { Clock } from './clock.ts';
import type { WillRequest } from './connect-packet.ts';
import type { Message } from './message.ts';

const MS_PER_SECOND = 1000;

export class Will {
  readonly #clock: Clock;
  readonly #request: WillRequest;
  readonly #clientId: string;
  readonly #publish: (message: Message) => void;
  #stop: (() => void) | undefined;
  #isOver = false;

  constructor(
    clock: Clock,
    clientId: string,
    request: WillRequest,
    publish: (message: Message) => void,
  ) {
    this.#clock = clock;
    this.#clientId = clientId;
    this.#request = request;
    this.#publish = publish;
  }

  /** The connection has gone: it is published after its delay, or when the session ends before. */
  connectionGone(expirySeconds: number): void {
    const { willDelay = 0 } = this.#request.properties;
    const seconds = Math.min(willDelay, expirySeconds);
    if (seconds === 0) this.say();
    else this.#stop = this.#clock.after(seconds * MS_PER_SECOND, () => this.say());
  }

  say(): void {
    if (this.#isOver) return;
    this.discard();
    const { topic, payload, qos, retain, properties } = this.#request;
    const { messageExpiry, passedOn } = properties;
    const livesMs = messageExpiry === undefined ? Infinity : messageExpiry * MS_PER_SECOND;
    const expiresMs = this.#clock.nowMs + livesMs;
    const from = this.#clientId;
    this.#publish({ topic, payload: Buffer.from(payload), qos, retain, passedOn, expiresMs, from });
  }

  /** The client said goodbye, or is back in time. */
  discard(): void {
    this.#isOver = true;
    this.#stop?.();
    this.#stop = undefined;
  }
}
