/** What a gateway has for one person: a connection, and messages that are not confirmed. */
import type { Kernel, Pending } from '../virtual/kernel.ts';
import type { Custody } from './custody.ts';
import type { Said } from './envelope.ts';
import type { Link } from './link.ts';

/** Sends over a connection that is open. */
export interface Outlet {
  /** @param number of the message in its session, 1 for the first. */
  give(payload: Buffer, number: number, said: Said): void;
}

interface Kept {
  readonly said: Said;
  readonly payload: Buffer;
  readonly number: number;
}

/** Ejabberd keeps sessions for 300 s that may be resumed: `resume_timeout` of mod_stream_mgmt. */
export const SESSION_KEPT_MS = 300_000;

export interface Keeping {
  /** Whether messages are kept until they are confirmed, and sent again over the next connection. */
  readonly isKept: boolean;
  /** How many at the most; the first ones go first. */
  readonly most: number;
}

export class Session {
  readonly person: number;
  readonly #kernel: Kernel;
  readonly #custody: Custody;
  readonly #keeping: Keeping;
  readonly #expired: () => void;
  #kept: Kept[] = [];
  #link: Link | undefined;
  #outlet: Outlet | undefined;
  /** Before the first connection, what comes waits for it. */
  #isAwaited: boolean;
  #expiry: Pending | undefined;
  /** What a protocol keeps with a session. */
  state: unknown;
  /** Number of the last message, and of the last one that a connection was given. */
  #count: number;
  #given: number;

  /**
   * @param parts `first`: the number before that of its first message.
   * @param isAwaited whether what comes before the first connection waits for it.
   */
  constructor(
    person: number,
    parts: { kernel: Kernel; custody: Custody; keeping: Keeping; first: number },
    isAwaited: boolean,
    expired: () => void,
  ) {
    this.#count = parts.first;
    this.#given = parts.first;
    this.person = person;
    this.#kernel = parts.kernel;
    this.#custody = parts.custody;
    this.#keeping = parts.keeping;
    this.#isAwaited = isAwaited;
    this.#expired = expired;
  }

  /** A message for this person. Without a connection, and where nothing is kept, it goes nowhere. */
  push(said: Said, payload: Buffer): void {
    const { isKept, most } = this.#keeping;
    const outlet = this.#outlet;
    const isWaiting = isKept || (outlet === undefined && this.#isAwaited);
    if (!isWaiting && outlet === undefined) return;
    this.#count += 1;
    this.#custody.carry(said.id, this.person);
    if (isWaiting) this.#kept.push({ said, payload, number: this.#count });
    else this.#link!.down.add(said.id);
    if (this.#kept.length > most) this.#custody.drop(this.#kept.shift()!.said.id, this.person);
    if (outlet === undefined) return;
    this.#given = this.#count;
    outlet.give(payload, this.#count, said);
  }

  /** Number of the first message that a new connection will send. */
  get firstKept(): number {
    return this.#kept[0]?.number ?? this.#count + 1;
  }

  /** Number of the last message that a connection was given. */
  get lastGiven(): number {
    return this.#given;
  }

  /** There is a connection: what is not confirmed is sent over it. @param after what the device has already. */
  attach(link: Link, outlet: Outlet, after = 0): void {
    if (this.#expiry !== undefined) this.#kernel.cancel(this.#expiry);
    this.#expiry = undefined;
    this.#isAwaited = false;
    this.#link = link;
    this.#outlet = outlet;
    this.confirm(after);
    this.#given = this.#count;
    for (const { payload, number, said } of this.#kept) {
      if (!this.#keeping.isKept) link.down.add(said.id);
      outlet.give(payload, number, said);
    }
    if (!this.#keeping.isKept) this.#kept = [];
  }

  /** The connection is gone. */
  detach(outlet: Outlet): void {
    if (this.#outlet !== outlet) return;
    this.#outlet = undefined;
    if (!this.#keeping.isKept) return;
    this.#expiry = this.#kernel.after(SESSION_KEPT_MS, () => {
      this.#expiry = undefined;
      this.end();
      this.#expired();
    });
  }

  /** The device has all up to this one. */
  confirm(number: number): void {
    while (this.#kept.length > 0 && this.#kept[0]!.number <= number) {
      this.#custody.drop(this.#kept.shift()!.said.id, this.person);
    }
  }

  /** The device has this one. */
  confirmMessage(serial: number): void {
    const at = this.#kept.findIndex(({ said }) => said.id === serial);
    if (at >= 0) this.#custody.drop(this.#kept.splice(at, 1)[0]!.said.id, this.person);
  }

  /** Nothing is kept any more; what is on its way may still arrive. */
  end(): void {
    if (this.#expiry !== undefined) this.#kernel.cancel(this.#expiry);
    for (const { said } of this.#kept.splice(0)) {
      if (this.#link === undefined || this.#link.isGone) this.#custody.drop(said.id, this.person);
      else this.#link.down.add(said.id);
    }
    this.#outlet = undefined;
  }
}
