/**
 * Versions of objects that change at random: a Poisson process for each, looked at only when somebody
 * asks. Whether anything has changed since the last look depends on how long that is ago and on
 * nothing else, so that one draw for each look is exact: the time since the last change, which is
 * exponential at any time. A version is the time of the change that made it (Last-Modified, RFC 9110
 * §8.8.2), so that it says how old an object is as well.
 */
import { log1p } from '../../engine/math/index.ts';
import type { Random } from '../../engine/random.ts';

export class Versions {
  readonly #meanMs: number;
  readonly #random: Random;
  /** By object: when somebody looked last, ms, and the version it was then. */
  readonly #lookedAtMs: number[] = [];
  readonly #version: number[] = [];

  /** @param meanMs between two changes of one object; undefined: nothing ever changes. */
  constructor(meanMs: number | undefined, random: Random) {
    this.#meanMs = meanMs ?? Number.POSITIVE_INFINITY;
    this.#random = random;
  }

  /** Somebody changes an object, now. */
  change(object: number, nowMs: number): void {
    this.#version[object] = nowMs;
    this.#lookedAtMs[object] = nowMs;
  }

  /**
   * @param nowMs never before the last look at the object.
   * @param meanMs between two changes of this object, when it is not what it is for all.
   * @returns when it changed last, ms; before the run begins at first, and 0 when it has never changed.
   */
  at(object: number, nowMs: number, meanMs = this.#meanMs): number {
    if (meanMs === Number.POSITIVE_INFINITY) return this.#version[object] ?? 0;
    const lookedAtMs = this.#lookedAtMs[object];
    this.#lookedAtMs[object] = nowMs;
    const changedForMs = -meanMs * log1p(-this.#random.uniform());
    const isOther = lookedAtMs === undefined || changedForMs < nowMs - lookedAtMs;
    if (isOther) this.#version[object] = nowMs - changedForMs;
    return this.#version[object]!;
  }
}
