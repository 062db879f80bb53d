/**
 * Calls between nodes that are under way, as slots in a pool of typed arrays: a hop allocates
 * nothing. A call made to answer another one knows it as its parent.
 */
import { grown } from '../../engine/grown.ts';
import { AttemptTable } from './resilience/attempt-table.ts';

export const NO_CALL = -1;
export const NO_CONNECTION = -1;

/** What a call is for. */
export const FETCH = 0;
/** As `FETCH`, by an asker that takes the object over: a cache that is asked keeps it no longer. */
export const TAKE = 1;
/** As `FETCH`, among siblings: who is asked answers from what it has, and asks nobody. */
export const SIBLING = 2;
/** Brings an object, as large as the call's bytes, that its caller no longer has room for. */
export const DEMOTE = 3;
/** Asks whether there is a fresh copy; question and answer are as large as the call's bytes. */
export const QUERY = 4;

/** Why a call failed. `ERROR`: it broke, or was never answered. */
export const ERROR = 0;
/** Who asked has given it up. */
export const TIMED_OUT = 1;
/** Who was asked refused it on purpose: 429 or 503. */
export const SHED = 2;
/** Who would have asked refused to: its circuit breaker is open. */
export const BROKEN = 3;

const FIRST_SLOTS = 1024;

export class Calls {
  caller = new Int32Array(0);
  callee = new Int32Array(0);
  parent = new Int32Array(0);
  /** Next call of a list that a node keeps, such as those waiting for one fetch. */
  next = new Int32Array(0);
  /** Index of the content (one for each traffic), and the object in the world's numbering. */
  content = new Int32Array(0);
  object = new Int32Array(0);
  /** Device that asked, for calls by clients; for others free for the caller's use. */
  device = new Int32Array(0);
  /** Connection whose windows and losses carry the answer, if the caller has such ones. */
  connection = new Int32Array(0);
  /** How often the callee and the caller had crashed when the call reached or left them. */
  calleeEpoch = new Int32Array(0);
  callerEpoch = new Int32Array(0);
  /** Purges that had met the object when the call was made. */
  purge = new Uint32Array(0);
  /** What it is for: `FETCH` and the others. */
  intent = new Uint8Array(0);
  /** 1 when the answer is an error. */
  failed = new Uint8Array(0);
  /** Why: `ERROR` and the others. */
  reason = new Uint8Array(0);
  /** Bytes that the answer has: of the object, or of a part of it. */
  bytes = new Float64Array(0);
  /** Bytes that the question carries beside its headers: what is uploaded. */
  bodyBytes = new Float64Array(0);
  /** Where in the object they begin; for a part, the bytes of all of the object, else 0. RFC 9110 §14. */
  fromByte = new Float64Array(0);
  partOf = new Float64Array(0);
  /** When the client wanted to ask, ms: what latency and windows are counted from. */
  startMs = new Float64Array(0);
  /** When a balancing node made the call, ms. */
  askedMs = new Float64Array(0);
  /** Delay before the call is on its path, ms, while a link carries it. */
  extraMs = new Float64Array(0);
  /** When the origin gave the object that the answer carries, ms. */
  generatedAtMs = new Float64Array(0);
  /** Version of the object that the answer carries, and the one that the asker has; NaN: none. */
  version = new Float64Array(0);
  known = new Float64Array(0);
  /** 1 when the answer carries no bytes because the asker has them: 304, RFC 9110 §15.4.5. */
  notModified = new Uint8Array(0);
  /** Calls that wait for this one, and the times at which they began to, added up. */
  waiters = new Int32Array(0);
  waitersSinceMs = new Float64Array(0);
  #free = NO_CALL;
  #slots = 0;
  /** Calls under way now. */
  open = 0;
  /** Which of them are attempts for others. */
  readonly attempts = new AttemptTable();

  /** Takes a slot for a call; the caller fills `bytes` and, for clients, `device`. */
  make(caller: number, callee: number, content: number, object: number, startMs: number): number {
    let call = this.#free;
    if (call === NO_CALL) call = this.#newSlot();
    else this.#free = this.next[call]!;
    this.caller[call] = caller;
    this.callee[call] = callee;
    this.parent[call] = NO_CALL;
    this.next[call] = NO_CALL;
    this.content[call] = content;
    this.object[call] = object;
    this.intent[call] = FETCH;
    this.failed[call] = 0;
    this.reason[call] = ERROR;
    this.bodyBytes[call] = 0;
    this.fromByte[call] = 0;
    this.partOf[call] = 0;
    this.connection[call] = NO_CONNECTION;
    this.known[call] = Number.NaN;
    this.notModified[call] = 0;
    this.waiters[call] = 0;
    this.waitersSinceMs[call] = 0;
    this.startMs[call] = startMs;
    this.open += 1;
    return call;
  }

  /** A call that asks for the same as another one, of the same caller. */
  makeLike(call: number, startMs: number): number {
    const caller = this.caller[call]!;
    const like = this.make(
      caller,
      this.callee[call]!,
      this.content[call]!,
      this.object[call]!,
      startMs,
    );
    this.device[like] = this.device[call]!;
    this.purge[like] = this.purge[call]!;
    this.intent[like] = this.intent[call]!;
    this.bytes[like] = this.bytes[call]!;
    this.bodyBytes[like] = this.bodyBytes[call]!;
    this.fromByte[like] = this.fromByte[call]!;
    this.partOf[like] = this.partOf[call]!;
    this.known[like] = this.known[call]!;
    return like;
  }

  /** Bytes of the object of which the call asks for all or a part. */
  wholeBytes(call: number): number {
    return this.partOf[call]! > 0 ? this.partOf[call]! : this.bytes[call]!;
  }

  release(call: number): void {
    this.next[call] = this.#free;
    this.#free = call;
    this.open -= 1;
  }

  /** By slot: 1 for one that no call has. @throws Error when a slot has been released twice. */
  freeSlots(): Uint8Array {
    const isFree = new Uint8Array(this.#slots);
    for (let slot = this.#free; slot !== NO_CALL; slot = this.next[slot]!) {
      if (isFree[slot] === 1) throw new Error(`call ${slot} has been released twice`);
      isFree[slot] = 1;
    }
    return isFree;
  }

  #newSlot(): number {
    if (this.#slots === this.caller.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.caller = grown(this.caller, slots);
    this.callee = grown(this.callee, slots);
    this.parent = grown(this.parent, slots);
    this.next = grown(this.next, slots);
    this.content = grown(this.content, slots);
    this.object = grown(this.object, slots);
    this.device = grown(this.device, slots);
    this.connection = grown(this.connection, slots);
    this.calleeEpoch = grown(this.calleeEpoch, slots);
    this.callerEpoch = grown(this.callerEpoch, slots);
    this.purge = grown(this.purge, slots);
    this.intent = grown(this.intent, slots);
    this.failed = grown(this.failed, slots);
    this.reason = grown(this.reason, slots);
    this.bytes = grown(this.bytes, slots);
    this.bodyBytes = grown(this.bodyBytes, slots);
    this.fromByte = grown(this.fromByte, slots);
    this.partOf = grown(this.partOf, slots);
    this.startMs = grown(this.startMs, slots);
    this.askedMs = grown(this.askedMs, slots);
    this.extraMs = grown(this.extraMs, slots);
    this.generatedAtMs = grown(this.generatedAtMs, slots);
    this.version = grown(this.version, slots);
    this.known = grown(this.known, slots);
    this.notModified = grown(this.notModified, slots);
    this.waiters = grown(this.waiters, slots);
    this.waitersSinceMs = grown(this.waitersSinceMs, slots);
  }
}
