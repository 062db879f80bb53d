/** The invariants of a chat as a textbook states them: everything is kept, and everything is looked through. */
import type { Invariant } from '../../../../sim/result/ledger.ts';

interface Stay {
  readonly conversation: number;
  readonly person: number;
  /** What had been told before it began, and before it ended. */
  readonly from: number;
  to: number;
}

interface Told {
  readonly serial: number;
  readonly device: number;
  readonly conversation: number;
  /** What had been told before. */
  readonly sentAt: number;
  readonly parent: number;
  readonly expiresAtMs: number;
  ackedAt: number | undefined;
  isRejected: boolean;
  /** By device: the stay in which it is owed there. */
  readonly owed: Map<number, Stay>;
  readonly shown: Set<number>;
  readonly ended: Set<number>;
  readonly beside: Set<number>;
  /** What its device had been shown since it sent the last one here. */
  readonly causes: readonly number[];
  delivered: number;
  reads: number;
}

const NEVER: Stay = { conversation: -1, person: -1, from: Infinity, to: -Infinity };

export class Textbook {
  readonly counts = new Map<Invariant, number>();
  readonly #messages = new Map<number, Told>();
  readonly #stays: Stay[] = [];
  /** What each device has shown, in order, by stay and device. */
  readonly #sequences = new Map<string, number[]>();
  readonly #after = new Map<number, Set<number>>();
  readonly #cursors = new Map<string, number>();
  readonly #since = new Map<string, number[]>();
  readonly #devicesEach: number;
  readonly #knowsCauses: boolean;
  #now = 0;

  constructor(devicesEach: number, knowsCauses: boolean) {
    this.#devicesEach = devicesEach;
    this.#knowsCauses = knowsCauses;
  }

  #personOf = (device: number): number => Math.trunc(device / this.#devicesEach);

  #devices = (person: number): number[] =>
    Array.from({ length: this.#devicesEach }, (_, at) => person * this.#devicesEach + at);

  #broken(invariant: Invariant): void {
    this.counts.set(invariant, (this.counts.get(invariant) ?? 0) + 1);
  }

  #stayNow(conversation: number, person: number): Stay | undefined {
    return this.#stays.find(
      (stay) =>
        stay.conversation === conversation && stay.person === person && stay.to === Infinity,
    );
  }

  joined(conversation: number, person: number): void {
    if (this.#stayNow(conversation, person)) return;
    this.#stays.push({ conversation, person, from: this.#now++, to: Infinity });
  }

  left(conversation: number, person: number): void {
    const stay = this.#stayNow(conversation, person);
    if (stay === undefined) return;
    stay.to = this.#now++;
    for (const message of this.#messages.values()) {
      for (const [device, owed] of message.owed) {
        if (owed === stay && !message.shown.has(device) && !message.isRejected) {
          message.ended.add(device);
        }
      }
    }
  }

  sent(
    serial: number,
    sender: number,
    device: number,
    conversation: number,
    _atMs: number,
    parent: number,
    expiresAtMs: number,
  ): void {
    const owed = new Map<number, Stay>();
    for (const stay of this.#stays) {
      if (stay.conversation !== conversation || stay.to < Infinity) continue;
      for (const each of this.#devices(stay.person)) owed.set(each, stay);
    }
    if (!owed.has(device)) owed.set(device, this.#stayNow(conversation, sender) ?? NEVER);
    const here = `${conversation} ${device}`;
    const causes = this.#since.get(here) ?? [];
    this.#since.delete(here);
    this.#messages.set(serial, {
      serial,
      device,
      conversation,
      sentAt: this.#now++,
      parent,
      expiresAtMs,
      ackedAt: undefined,
      isRejected: false,
      owed,
      shown: new Set([device]),
      ended: new Set(),
      beside: new Set(),
      causes,
      delivered: 0,
      reads: 0,
    });
  }

  acked(serial: number): void {
    const message = this.#messages.get(serial);
    if (message?.ackedAt !== undefined) return;
    if (message === undefined || message.isRejected) this.#broken('conservation');
    if (message !== undefined) message.ackedAt = this.#now++;
  }

  rejected(serial: number): void {
    const message = this.#messages.get(serial);
    if (message?.isRejected) return;
    if (message === undefined || message.ackedAt !== undefined) this.#broken('conservation');
    if (message !== undefined) message.isRejected = true;
  }

  /** The last stay in which the device may be shown it. */
  #allowed(message: Told, device: number): Stay | undefined {
    const latest = message.ackedAt ?? Infinity;
    return this.#stays.findLast(
      (stay) =>
        stay.conversation === message.conversation &&
        stay.person === this.#personOf(device) &&
        stay.from <= latest &&
        stay.to >= message.sentAt,
    );
  }

  shown(serial: number, device: number, atMs: number): void {
    const message = this.#messages.get(serial);
    if (message === undefined || message.isRejected) {
      this.#broken('conservation');
      return;
    }
    const stay = this.#allowed(message, device);
    if (stay === undefined) {
      this.#broken('membership');
      return;
    }
    const isLate = atMs > message.expiresAtMs;
    if (message.owed.get(device) !== stay) {
      if (isLate) this.#broken('ttl');
      if (message.beside.has(device)) this.#broken('duplicate');
      message.beside.add(device);
      return;
    }
    if (message.shown.has(device)) {
      this.#broken('duplicate');
      return;
    }
    if (message.ended.has(device)) {
      // What was on its way to somebody who left meanwhile may come.
      if (isLate) this.#broken('ttl');
      else if (stay.to === Infinity) this.#broken('conservation');
      else {
        message.delivered += 1;
        message.shown.add(device);
      }
      return;
    }
    if (isLate) this.#broken('ttl');
    this.#checkFifo(message, device, stay);
    this.#checkCause(message, device, stay);
    this.#checkOrder(message, device, stay);
    if (this.#knowsCauses && message.causes.some((cause) => this.#lacks(cause, device, stay))) {
      this.#broken('causality');
    }
    const here = `${message.conversation} ${device}`;
    this.#since.set(here, [...(this.#since.get(here) ?? []), serial]);
    message.delivered += 1;
    message.shown.add(device);
  }

  #checkFifo({ serial, device: from, conversation }: Told, device: number, stay: Stay): void {
    const isOvertaken = [...this.#messages.values()].some(
      (other) =>
        other.serial > serial &&
        other.device === from &&
        other.conversation === conversation &&
        other.owed.get(device) === stay &&
        other.shown.has(device),
    );
    if (isOvertaken) this.#broken('fifo');
  }

  #checkCause({ parent, conversation }: Told, device: number, stay: Stay): void {
    if (this.#messages.get(parent)?.conversation !== conversation) return;
    if (this.#lacks(parent, device, stay)) this.#broken('causality');
  }

  #lacks(serial: number, device: number, stay: Stay): boolean {
    const cause = this.#messages.get(serial)!;
    if (cause.isRejected || cause.owed.get(device) !== stay) return false;
    return !cause.shown.has(device) && !cause.ended.has(device);
  }

  #checkOrder({ serial, conversation }: Told, device: number, stay: Stay): void {
    const key = `${conversation} ${device} ${this.#stays.indexOf(stay)}`;
    const sequence = this.#sequences.get(key) ?? [];
    this.#sequences.set(key, sequence);
    const last = sequence.at(-1);
    if (last !== undefined && this.#reaches(serial, last)) {
      this.#broken('order');
      return;
    }
    sequence.push(serial);
    if (last === undefined) return;
    const after = this.#after.get(last) ?? new Set();
    this.#after.set(last, after.add(serial));
  }

  #reaches(from: number, to: number): boolean {
    const found = new Set([from]);
    for (const one of found) for (const next of this.#after.get(one) ?? []) found.add(next);
    return found.has(to);
  }

  read(serial: number, person: number): void {
    const message = this.#messages.get(serial);
    const isHere = this.#devices(person).some(
      (each) => message?.shown.has(each) || message?.beside.has(each),
    );
    if (isHere) message!.reads += 1;
    else this.#broken('receipt');
  }

  receipt(serial: number, kind: 'delivered' | 'read', device: number): void {
    const message = this.#messages.get(serial);
    if (kind === 'read') {
      if (message === undefined || message.reads === 0) this.#broken('receipt');
      return;
    }
    const stay = message && this.#allowed(message, device);
    const isBeside = stay !== undefined && message?.owed.get(device) !== stay;
    const isHere = device < 0 ? message!.delivered > 0 : message?.shown.has(device);
    if (!isBeside && (stay === undefined || !isHere) && device >= 0) this.#broken('receipt');
    else if (device < 0 && !isHere) this.#broken('receipt');
  }

  cursor(device: number, conversation: number, value: number): void {
    const stay = this.#stays.findLastIndex(
      (each) => each.conversation === conversation && each.person === this.#personOf(device),
    );
    // Who comes back begins anew.
    const key = `${device} ${stay}`;
    const before = this.#cursors.get(key) ?? Number.NEGATIVE_INFINITY;
    if (before > value) this.#broken('cursor');
    this.#cursors.set(key, Math.max(before, value));
  }

  expired(serial: number, device: number, atMs: number): void {
    const message = this.#messages.get(serial);
    if (message === undefined) {
      this.#broken('conservation');
      return;
    }
    const stay = this.#allowed(message, device);
    if (stay === undefined || message.owed.get(device) !== stay) return;
    if (message.shown.has(device) || message.ended.has(device)) {
      this.#broken('conservation');
      return;
    }
    if (message.isRejected) return;
    if (atMs < message.expiresAtMs) this.#broken('loss');
    message.ended.add(device);
  }

  finish(holds: (serial: number, device: number) => boolean): void {
    for (const message of this.#messages.values()) {
      const { serial, device: from, owed, shown, ended, isRejected, ackedAt } = message;
      for (const [device, stay] of owed) {
        if (isRejected || stay.to < Infinity || holds(serial, device)) continue;
        if (shown.has(device) || ended.has(device)) continue;
        const person = this.#personOf(device);
        const others = this.#devices(person);
        // What is still on its sender's device only need not be on the sender's others.
        if (ackedAt === undefined && person === this.#personOf(from)) continue;
        if (others.some((each) => shown.has(each))) this.#broken('convergence');
        else if (ackedAt !== undefined) this.#broken('loss');
      }
    }
  }
}
