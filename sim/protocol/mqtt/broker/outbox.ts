/**
 * What a broker has for one session: messages that wait, and those of QoS 1 and 2 that are sent and not
 * acknowledged. Source: MQTT 5.0 §4.3, §4.4, §4.9; MQTT 3.1.1 §4.3, §4.4
 */
import type { Copy } from './message.ts';
import { SUCCESS } from './reasons.ts';

interface Delivery {
  readonly copy: Copy;
  /** PUBREC has come: PUBREL stands in the place of the message. */
  isReleased: boolean;
}

/** Who sends for it while there is a connection. */
export interface Wire {
  /** @returns false when it is too large for the receiver, and counts as delivered. §3.1.2.11.4 */
  publish(copy: Copy, id: number, isAgain: boolean): boolean;
  release(id: number, reason: number): void;
}

const LARGEST_ID = 65_535;
const FAILURE = 0x80;

export class Outbox {
  #waiting: Copy[] = [];
  #first = 0;
  /** By packet identifier, in the order in which they were sent. */
  readonly #underWay = new Map<number, Delivery>();
  #lastId = 0;
  #quota = 0;
  #wire: Wire | undefined;
  readonly #nowMs: () => number;
  readonly #dropped: (copy: Copy) => void;

  /** @param dropped told of what nobody will get. */
  constructor(nowMs: () => number, dropped: (copy: Copy) => void) {
    this.#nowMs = nowMs;
    this.#dropped = dropped;
  }

  /** Messages in it, under way or not. */
  get length(): number {
    return this.#waiting.length - this.#first + this.#underWay.size;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** A message of QoS 1 or 2. */
  add(copy: Copy): void {
    this.#waiting.push(copy);
    if (this.#wire !== undefined) this.#pump();
  }

  /** The session has a connection: what is unacknowledged is sent again, the oldest first. §4.4, §4.6 */
  attach(wire: Wire, receiveMaximum: number): void {
    this.#wire = wire;
    this.#quota = receiveMaximum - this.#underWay.size;
    for (const [id, { copy, isReleased }] of [...this.#underWay]) {
      if (isReleased) wire.release(id, SUCCESS);
      else if (!wire.publish(copy, id, true)) this.#finish(id);
    }
    this.#pump();
  }

  detach(): void {
    this.#wire = undefined;
  }

  /** PUBACK or PUBCOMP. @returns whether anything was under way with this identifier. */
  done(id: number, isCompleted: boolean): boolean {
    const delivery = this.#underWay.get(id);
    if (delivery === undefined) return false;
    const { copy, isReleased } = delivery;
    if (isCompleted ? !isReleased : copy.qos !== 1) return false;
    this.#finish(id);
    this.#pump();
    return true;
  }

  /** PUBREC. @returns whether the message was under way. §4.3.3 */
  received(id: number, reason: number): boolean {
    const delivery = this.#underWay.get(id);
    if (delivery === undefined || delivery.copy.qos !== 2) return false;
    if (reason >= FAILURE) {
      this.#finish(id);
      this.#pump();
      return true;
    }
    delivery.isReleased = true;
    this.#wire?.release(id, SUCCESS);
    return true;
  }

  /** The session is over. */
  clear(): void {
    for (const { copy, isReleased } of this.#underWay.values()) {
      if (!isReleased) this.#dropped(copy);
    }
    for (let at = this.#first; at < this.#waiting.length; at += 1)
      this.#dropped(this.#waiting[at]!);
    this.#underWay.clear();
    this.#waiting = [];
    this.#first = 0;
  }

  #finish(id: number): void {
    this.#underWay.delete(id);
    this.#quota += 1;
  }

  #pump(): void {
    while (this.#quota > 0 && this.#first < this.#waiting.length && this.#wire !== undefined) {
      const copy = this.#waiting[this.#first]!;
      this.#first += 1;
      this.#send(copy);
    }
    if (this.#first > 64 && 2 * this.#first > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
  }

  #send(copy: Copy): void {
    // §3.3.2.3.3: what has not been sent in its time is nobody's any more.
    if (copy.message.expiresMs <= this.#nowMs()) {
      this.#dropped(copy);
      return;
    }
    const id = this.#freeId();
    this.#underWay.set(id, { copy, isReleased: false });
    this.#quota -= 1;
    if (!this.#wire!.publish(copy, id, false)) {
      this.#finish(id);
      this.#dropped(copy);
    }
  }

  /** §2.2.1: one that is not in use. */
  #freeId(): number {
    do this.#lastId = this.#lastId === LARGEST_ID ? 1 : this.#lastId + 1;
    while (this.#underWay.has(this.#lastId));
    return this.#lastId;
  }
}
