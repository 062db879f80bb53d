/**
 * Versions of objects that change at random: a Poisson process for each, looked at only when somebody
 * asks. Whether anything has changed since the last look depends on how long that is ago and on
 * nothing else, so that one draw for each look is exact.
 */
import { expm1 } from '../../engine/math/index.ts';
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

  /** @param nowMs never before the last look at the object. @returns 0 at first, then larger numbers. */
  at(object: number, nowMs: number): number {
    if (this.#meanMs === Number.POSITIVE_INFINITY) return 0;
    const sinceMs = nowMs - (this.#lookedAtMs[object] ?? nowMs);
    const version = this.#version[object] ?? 0;
    this.#lookedAtMs[object] = nowMs;
    const changed = this.#random.uniform() < -expm1(-sinceMs / this.#meanMs);
    this.#version[object] = version + (changed ? 1 : 0);
    return this.#version[object];
  }
}
