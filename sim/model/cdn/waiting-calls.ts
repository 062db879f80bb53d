/** Calls that wait for one fetch: a list that hangs on it, kept last come first. */
import { type Calls, ERROR, NO_CALL } from '../node/calls.ts';
import type { Exchanging } from '../node/exchange.ts';

/** What those who waited are told. */
export interface Answer {
  readonly generatedAtMs: number;
  readonly failed: boolean;
  readonly version: number;
  /** Why it failed. */
  readonly reason: number;
}

export const FAILED: Answer = { generatedAtMs: 0, failed: true, version: 0, reason: ERROR };

export const failedFor = (reason: number): Answer =>
  reason === ERROR ? FAILED : { ...FAILED, reason };

/** @param nowMs since when the call waits. */
export function join(calls: Calls, fetch: number, call: number, nowMs: number): void {
  calls.next[call] = calls.parent[fetch]!;
  calls.parent[fetch] = call;
  calls.waiters[fetch]! += 1;
  calls.waitersSinceMs[fetch]! += nowMs;
}

/** How long all have waited for a fetch, added up, ms. */
export const totalWaitMs = (calls: Calls, fetch: number, nowMs: number): number =>
  calls.waiters[fetch]! * nowMs - calls.waitersSinceMs[fetch]!;

/** Turns a list round. @returns the call that came first; `next` leads to those after it. */
export function inOrder(calls: Calls, newest: number): number {
  let first = NO_CALL;
  for (let call = newest; call !== NO_CALL; ) {
    const older = calls.next[call]!;
    calls.next[call] = first;
    first = call;
    call = older;
  }
  return first;
}

/** Answers a list in the order in which its calls came. */
export function answerAll(
  calls: Calls,
  exchange: Exchanging,
  newest: number,
  { generatedAtMs, failed, version, reason }: Answer,
): void {
  let first = inOrder(calls, newest);
  while (first !== NO_CALL) {
    const next = calls.next[first]!;
    exchange.reply(first, generatedAtMs, failed, version, reason);
    first = next;
  }
}
