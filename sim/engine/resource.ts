/** Units of something, each held by one process at a time. */
import type { Process } from './process.ts';
import type { Wait, Waiter } from './wait.ts';
import { type Spot, WaitingLine } from './waiting-line.ts';

export interface SeizeOptions {
  /** Lower is sooner; inside a priority, first come first served. Default: 0. */
  readonly priority?: number;
  /** Takes a unit from a less important holder when none is free. Default: false. */
  readonly preempt?: boolean;
}

/** Why a process that lost its unit is interrupted. */
export class Preempted {
  /** The claim that was lost. */
  readonly claim: Claim;

  constructor(claim: Claim) {
    this.claim = claim;
  }
}

/**
 * Units that processes seize and release, one at a time.
 *
 *     const turn = desk.seize();
 *     yield turn;
 *     yield hold(5);
 *     turn.release();
 */
export class Resource {
  readonly units: number;
  /** Units taken. */
  busy = 0;
  /** Of those who hold a unit, a list, the one that came last. */
  #newest: Claim | undefined;
  readonly #line = new WaitingLine<Claim>();

  constructor(units = 1) {
    this.units = units;
  }

  get waiting(): number {
    return this.#line.length;
  }

  /** Waits for a unit. */
  seize({ priority = 0, preempt = false }: SeizeOptions = {}): Claim {
    return new Claim(this, priority, preempt);
  }

  /** For claims. @returns whether there was a unit. */
  take(claim: Claim): boolean {
    if (this.busy === this.units && !(claim.preempts && this.#preemptFor(claim))) return false;
    this.#enter(claim);
    return true;
  }

  /** For claims. */
  join(claim: Claim): Spot<Claim> {
    return this.#line.join(claim, claim.priority);
  }

  leave(spot: Spot<Claim>): void {
    this.#line.leave(spot);
  }

  /** For claims: the unit passes to who is next. */
  giveBack(claim: Claim): void {
    this.#exit(claim);
    if (this.#line.length === 0 || this.busy === this.units) return;
    const next = this.#line.takeFirst();
    this.#enter(next);
    next.grant();
  }

  #enter(claim: Claim): void {
    this.busy += 1;
    claim.older = this.#newest;
    if (this.#newest !== undefined) this.#newest.newer = claim;
    this.#newest = claim;
  }

  #exit(claim: Claim): void {
    this.busy -= 1;
    const { older, newer } = claim;
    if (older !== undefined) older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    claim.older = undefined;
    claim.newer = undefined;
  }

  /** Takes the unit of the least important holder; of several, the one that came last. */
  #preemptFor(claim: Claim): boolean {
    let victim: Claim | undefined;
    for (let holder = this.#newest; holder !== undefined; holder = holder.older) {
      if (holder.priority <= claim.priority || holder.process === claim.process) continue;
      if (victim === undefined || holder.priority > victim.priority) victim = holder;
    }
    if (victim === undefined) return false;
    this.#exit(victim);
    victim.lose();
    return true;
  }
}

/** A wish for a unit, and then the unit. */
export class Claim implements Wait {
  readonly priority: number;
  readonly preempts: boolean;
  /** Whether it holds a unit: not before its turn, nor after release, preemption or withdrawal. */
  isHeld = false;
  /** For the resource: its neighbours among those who hold a unit. */
  older: Claim | undefined;
  newer: Claim | undefined;
  readonly #resource: Resource;
  #waiter: Waiter | undefined;
  #spot: Spot<Claim> | undefined;

  /** See `Resource.seize`. */
  constructor(resource: Resource, priority: number, preempts: boolean) {
    this.#resource = resource;
    this.priority = priority;
    this.preempts = preempts;
  }

  get process(): Process | undefined {
    return this.#waiter?.process;
  }

  /** Gives the unit back. Harmless when it is not held, as after preemption. */
  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.#resource.giveBack(this);
  }

  /** @throws Error the second time. */
  begin(waiter: Waiter): boolean {
    if (this.#waiter !== undefined) throw new Error('a claim serves once; seize again');
    this.#waiter = waiter;
    this.isHeld = this.#resource.take(this);
    if (!this.isHeld) this.#spot = this.#resource.join(this);
    return this.isHeld;
  }

  withdraw(): void {
    if (this.#spot !== undefined) this.#resource.leave(this.#spot);
    this.release();
  }

  /** For the resource: its turn has come. */
  grant(): void {
    this.isHeld = true;
    this.#waiter!.wake(this);
  }

  /** For the resource: the unit goes to somebody more important. */
  lose(): void {
    this.isHeld = false;
    this.process!.interrupt(new Preempted(this));
  }
}
