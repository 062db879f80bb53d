/**
 * Requests that may take several attempts. A request is a call that is never sent itself: each attempt is a
 * call of its own, so that one that was given up can come back late without being taken for the answer.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { CircuitBreaker } from '../../balance/resilience/circuit-breaker.ts';
import type { Guards } from '../../balance/resilience/guards.ts';
import { Hedging } from '../../balance/resilience/hedging.ts';
import { RetryBudget } from '../../balance/resilience/retry-budget.ts';
import { BROKEN, type Calls, ERROR, NO_CALL, SHED, TIMED_OUT } from '../calls.ts';
import type { World } from '../world.ts';
import type { AttemptMeters } from './attempt-meters.ts';
import { type AttemptTable, GIVEN_UP, NO_TIMER } from './attempt-table.ts';

/** How attempts of one caller are sent, and who hears of the end. */
export interface Way {
  /**
   * Sends an attempt.
   *
   * @param number 0 for the first of a request.
   * @returns whether there was anybody to send it to.
   */
  launch(attempt: number, request: number, number: number): boolean;
  /**
   * An attempt that was launched is given up.
   *
   * @param isLate whether because it took too long.
   * @returns whether it had not been sent and will not be, so that it never comes back.
   */
  gaveUp(attempt: number, isLate: boolean): boolean;
  /** A request has its answer, or has failed for good; its slot is the caller's to release. */
  concluded(request: number): void;
}

export interface AttemptsParts {
  readonly world: World;
  readonly guards: Guards;
  readonly meters: AttemptMeters;
  readonly random: Random;
}

export class Attempts {
  readonly #parts: AttemptsParts;
  readonly #way: Way;
  readonly #table: AttemptTable;
  readonly #calls: Calls;
  readonly #budget: RetryBudget | undefined;
  readonly #hedging: Hedging | undefined;
  readonly #breaker: CircuitBreaker | undefined;
  readonly #late: HandlerId;
  readonly #expired: HandlerId;
  readonly #again: HandlerId;
  readonly #hedge: HandlerId;
  /** Requests that are not concluded. */
  readonly #open = new Set<number>();
  #underWay = 0;
  #isBreakerOpen = false;

  constructor(parts: AttemptsParts, way: Way) {
    const { guards, world } = parts;
    const { calls, simulator } = world;
    this.#parts = parts;
    this.#way = way;
    this.#calls = calls;
    this.#table = calls.attempts;
    const { retries, hedge, breaker } = guards;
    this.#budget = retries && new RetryBudget(retries.budgetRatio, retries.reservePerSecond);
    this.#hedging = hedge && new Hedging(hedge);
    this.#breaker = breaker && new CircuitBreaker(breaker);
    this.#late = simulator.handler((attempt) => this.#timeOut(attempt), 'attempt is given up');
    this.#expired = simulator.handler((request) => this.#expire(request), 'request is given up');
    this.#again = simulator.handler((request) => {
      this.#table.coming[request] = NO_TIMER;
      this.#launch(request);
    }, 'retry');
    this.#hedge = simulator.handler((request) => this.#askTwice(request), 'hedge');
  }

  /** Makes the first attempt for a request. */
  begin(request: number): void {
    const { guards, meters, world } = this.#parts;
    const { exchange, simulator } = world;
    const table = this.#table;
    const { nowMs } = simulator;
    table.reserve(request);
    table.next[request] = NO_CALL;
    table.made[request] = 0;
    table.hedges[request] = 0;
    table.coming[request] = NO_TIMER;
    table.timeout[request] = NO_TIMER;
    this.#calls.callerEpoch[request] = exchange.epoch[this.#calls.caller[request]!]!;
    this.#open.add(request);
    meters.request(this.#calls.startMs[request]!);
    this.#budget?.deposit(nowMs);
    const totalMs = guards.timeout?.totalMs ?? Number.POSITIVE_INFINITY;
    if (totalMs < Number.POSITIVE_INFINITY) {
      table.timeout[request] = simulator.timer(totalMs, this.#expired, request);
    }
    const hedgeMs = this.#hedging?.begin() ?? Number.POSITIVE_INFINITY;
    if (hedgeMs < Number.POSITIVE_INFINITY) {
      table.coming[request] = simulator.timer(hedgeMs, this.#hedge, request);
    }
    this.#launch(request);
  }

  /**
   * An attempt came back; its slot is released.
   *
   * @param call whatever came back to the caller.
   * @returns the request that is concluded by it; the call itself when it is none of the attempts; or
   * `NO_CALL` when there is nothing to be done now.
   */
  answered(call: number): number {
    const table = this.#table;
    if (!table.isAttempt(call)) return call;
    const request = table.requestOf[call]!;
    const calls = this.#calls;
    const { nowMs } = this.#parts.world.simulator;
    table.requestOf[call] = NO_CALL;
    const isFailed = calls.failed[call] === 1;
    if (!isFailed) this.#hedging?.answered(nowMs - table.sentMs[call]!);
    if (request === GIVEN_UP) {
      if (!isFailed) this.#parts.meters.wasted(calls.bytes[call]!, nowMs);
      calls.release(call);
      return NO_CALL;
    }
    this.#leave(call, request);
    this.#hear(isFailed, nowMs);
    const reason = calls.reason[call]!;
    if (!isFailed) this.#take(call, request, nowMs);
    calls.release(call);
    if (!isFailed) {
      this.#finish(request);
      return request;
    }
    // Another one may still be answered.
    if (table.next[request] !== NO_CALL) return NO_CALL;
    return this.#retry(request, reason) ? NO_CALL : request;
  }

  /** A request is not wanted any more, and concludes nothing. @returns whether it had been begun. */
  callBack(request: number): boolean {
    if (!this.#open.has(request)) return false;
    this.#finish(request);
    return true;
  }

  /** The caller forgets all that it had asked for; those requests fail. */
  crash(): void {
    for (const request of [...this.#open]) this.#end(request, ERROR);
  }

  #launch(request: number, isHedge = false): void {
    const { bulkhead } = this.#parts.guards;
    const { meters, world } = this.#parts;
    const { nowMs } = world.simulator;
    const isFull = bulkhead !== undefined && this.#underWay >= bulkhead;
    if (isFull || !this.#allows(nowMs)) {
      meters.broken(nowMs);
      if (this.#table.next[request] === NO_CALL) this.#end(request, BROKEN);
      return;
    }
    const attempt = this.#attemptFor(request, isHedge);
    const number = this.#table.made[request]! - 1;
    if (this.#way.launch(attempt, request, number)) return;
    this.#leave(attempt, request);
    this.#table.requestOf[attempt] = NO_CALL;
    this.#calls.release(attempt);
    this.#hear(true, nowMs);
    if (this.#table.next[request] !== NO_CALL || this.#retry(request, ERROR)) return;
    this.#way.concluded(request);
  }

  /** A call that asks for the same, noted as under way. */
  #attemptFor(request: number, isHedge: boolean): number {
    const { guards, meters, world } = this.#parts;
    const { nowMs } = world.simulator;
    const [calls, table] = [this.#calls, this.#table];
    const isFirst = table.made[request] === 0;
    const startMs = isFirst ? calls.startMs[request]! : nowMs;
    const attempt = calls.makeLike(request, startMs);
    table.reserve(attempt);
    table.requestOf[attempt] = request;
    table.next[attempt] = table.next[request]!;
    table.next[request] = attempt;
    table.made[request]! += 1;
    table.isHedge[attempt] = isHedge ? 1 : 0;
    if (isHedge) table.hedges[request]! += 1;
    table.sentMs[attempt] = nowMs;
    const afterMs = guards.timeout?.afterMs ?? Number.POSITIVE_INFINITY;
    const isLimited = afterMs < Number.POSITIVE_INFINITY;
    table.timeout[attempt] = isLimited
      ? world.simulator.timer(afterMs, this.#late, attempt)
      : NO_TIMER;
    this.#underWay += 1;
    meters.attempt(startMs);
    if (isHedge) meters.hedge(startMs);
    return attempt;
  }

  #askTwice(request: number): void {
    this.#table.coming[request] = NO_TIMER;
    if (!this.#hedging!.withdraw()) return;
    this.#launch(request, true);
  }

  /** The answer of an attempt is that of its request. */
  #take(attempt: number, request: number, nowMs: number): void {
    const calls = this.#calls;
    calls.failed[request] = 0;
    calls.generatedAtMs[request] = calls.generatedAtMs[attempt]!;
    calls.version[request] = calls.version[attempt]!;
    calls.notModified[request] = calls.notModified[attempt]!;
    if (this.#table.isHedge[attempt] === 1) this.#parts.meters.hedgeWon(nowMs);
  }

  #timeOut(attempt: number): void {
    const { meters, world } = this.#parts;
    const { nowMs } = world.simulator;
    const request = this.#table.requestOf[attempt]!;
    this.#table.timeout[attempt] = NO_TIMER;
    meters.timeout(nowMs);
    this.#giveUp(attempt, request, true);
    this.#hear(true, nowMs);
    if (this.#table.next[request] !== NO_CALL) return;
    if (!this.#retry(request, TIMED_OUT)) this.#way.concluded(request);
  }

  #expire(request: number): void {
    this.#table.timeout[request] = NO_TIMER;
    this.#parts.meters.timeout(this.#parts.world.simulator.nowMs);
    this.#end(request, TIMED_OUT);
  }

  /** @returns whether there will be another attempt; if not, the request has failed. */
  #retry(request: number, reason: number): boolean {
    const { guards, meters, random, world } = this.#parts;
    const { retries } = guards;
    const { nowMs } = world.simulator;
    const table = this.#table;
    const made = table.made[request]! - table.hedges[request]!;
    const isWanted = retries !== undefined && made <= retries.max && isRepeated(retries, reason);
    if (isWanted && this.#budget!.withdraw(nowMs)) {
      meters.retry(nowMs);
      this.#cancelComing(request);
      const delayMs = retries.backoff.delayMs(made, random);
      table.coming[request] = world.simulator.timer(delayMs, this.#again, request);
      return true;
    }
    if (isWanted) meters.refused(nowMs);
    this.#calls.failed[request] = 1;
    this.#calls.reason[request] = reason;
    this.#finish(request);
    return false;
  }

  /** A request fails whatever is under way for it. */
  #end(request: number, reason: number): void {
    this.#calls.failed[request] = 1;
    this.#calls.reason[request] = reason;
    this.#finish(request);
    this.#way.concluded(request);
  }

  #finish(request: number): void {
    const table = this.#table;
    this.#open.delete(request);
    this.#cancelComing(request);
    const timer = table.timeout[request]!;
    if (timer !== NO_TIMER) this.#parts.world.simulator.cancel(timer);
    table.timeout[request] = NO_TIMER;
    while (table.next[request] !== NO_CALL) this.#giveUp(table.next[request]!, request, false);
  }

  #giveUp(attempt: number, request: number, isLate: boolean): void {
    this.#leave(attempt, request);
    this.#table.requestOf[attempt] = GIVEN_UP;
    if (!isLate) this.#breaker?.forget();
    if (!this.#way.gaveUp(attempt, isLate)) return;
    this.#table.requestOf[attempt] = NO_CALL;
    this.#calls.release(attempt);
  }

  /** An attempt is not under way any more. */
  #leave(attempt: number, request: number): void {
    const table = this.#table;
    let before = request;
    while (table.next[before] !== attempt) {
      before = table.next[before]!;
      if (before === NO_CALL) throw new Error(`attempt ${attempt} is none of request ${request}`);
    }
    table.next[before] = table.next[attempt]!;
    const timer = table.timeout[attempt]!;
    if (timer !== NO_TIMER) this.#parts.world.simulator.cancel(timer);
    table.timeout[attempt] = NO_TIMER;
    this.#underWay -= 1;
  }

  #cancelComing(request: number): void {
    const timer = this.#table.coming[request]!;
    if (timer !== NO_TIMER) this.#parts.world.simulator.cancel(timer);
    this.#table.coming[request] = NO_TIMER;
  }

  #allows(nowMs: number): boolean {
    const isAllowed = this.#breaker?.allows(nowMs) ?? true;
    this.#measureBreaker(nowMs);
    return isAllowed;
  }

  #hear(isFailed: boolean, nowMs: number): void {
    if (this.#breaker === undefined) return;
    this.#breaker.heard(isFailed, nowMs);
    this.#measureBreaker(nowMs);
  }

  #measureBreaker(nowMs: number): void {
    const isOpen = this.#breaker?.isOpen ?? false;
    if (isOpen === this.#isBreakerOpen) return;
    this.#isBreakerOpen = isOpen;
    this.#parts.meters.breaker(isOpen ? 1 : -1, nowMs);
  }
}

function isRepeated(
  { onErrors, onShed, onTimeouts }: NonNullable<Guards['retries']>,
  reason: number,
): boolean {
  if (reason === TIMED_OUT) return onTimeouts;
  return reason === SHED ? onShed : reason === ERROR && onErrors;
}
