/** Timers of Node in virtual time. Source: Node.js, `timers`. */
import type { Kernel, Pending } from './kernel.ts';

type Callback = (...given: unknown[]) => void;

/** What Node makes of a delay that is none. */
const LEAST_MS = 1;
const MOST_MS = 0x7fffffff;

let serial = 0;

/** A `Timeout` of Node. */
export class VirtualTimeout {
  readonly #kernel: Kernel;
  readonly #delayMs: number;
  readonly #isRepeated: boolean;
  readonly #fire: () => void;
  #timer: Pending | undefined;
  #isRef = true;
  readonly #id = ++serial;

  constructor(
    kernel: Kernel,
    callback: Callback,
    delay: unknown,
    repeat: boolean,
    given: unknown[],
  ) {
    this.#kernel = kernel;
    const ms = Number(delay);
    this.#delayMs = ms >= LEAST_MS && ms <= MOST_MS ? Math.trunc(ms) : LEAST_MS;
    this.#isRepeated = repeat;
    this.#fire = () => {
      this.#timer = undefined;
      if (this.#isRepeated) this.#start();
      callback(...given);
    };
    byId.set(this.#id, this);
    this.#start();
  }

  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  refresh(): this {
    this.#stop();
    this.#start();
    return this;
  }

  close(): this {
    this.#stop();
    byId.delete(this.#id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #start(): void {
    byId.set(this.#id, this);
    this.#timer = this.#kernel.after(this.#delayMs, () => {
      if (!this.#isRepeated) byId.delete(this.#id);
      this.#fire();
    });
  }

  #stop(): void {
    if (this.#timer !== undefined) this.#kernel.cancel(this.#timer);
    this.#timer = undefined;
  }
}

/** Timers may be cleared by their number. */
const byId = new Map<number, VirtualTimeout>();

export function clear(timer: unknown): void {
  if (timer instanceof VirtualTimeout) timer.close();
  else if (typeof timer === 'number' || typeof timer === 'string') byId.get(Number(timer))?.close();
}

/** An `Immediate` of Node. */
export class VirtualImmediate {
  readonly #cancel: () => void;

  constructor(kernel: Kernel, callback: Callback, given: unknown[]) {
    this.#cancel = kernel.immediate(() => callback(...given));
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  close(): void {
    this.#cancel();
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }
}
