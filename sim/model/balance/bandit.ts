import { z } from 'zod';
import { grown } from '../../engine/grown.ts';
import { log } from '../../engine/math/index.ts';
import type { Random } from '../../engine/random.ts';
import { duration, ratio } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';

interface Settings {
  readonly rule: 'ucb' | 'thompson';
  readonly scale: number;
  readonly forget: number;
}

/** Standard deviation of one reward between 0 and 1, at the most. */
const WIDEST = 0.5;

/**
 * Learns which backends answer quickly. A reward of 1 is an answer at once, ½ one that takes `scale`,
 * 0 a failure; old rewards are forgotten, since backends change.
 */
class Bandit implements Balancer {
  readonly #settings: Settings;
  #rewards = new Float64Array(0);
  #answers = new Float64Array(0);
  #all = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  pick(backends: Backends, _request: Request, random: Random): number {
    this.#room(backends.count);
    const start = backends.randomUp(random);
    if (start === NO_BACKEND) return NO_BACKEND;
    let best = start;
    let highest = Number.NEGATIVE_INFINITY;
    for (let tried = 0; tried < backends.count; tried += 1) {
      const backend = (start + tried) % backends.count;
      if (backends.up[backend] === 0) continue;
      const promise = this.#promise(backend, backends.inFlight[backend]!, random);
      if (promise > highest) [best, highest] = [backend, promise];
    }
    return best;
  }

  answered(backend: number, tookMs: number, isFailed: boolean): void {
    this.#room(backend + 1);
    const { scale, forget } = this.#settings;
    const kept = 1 - forget;
    for (let each = 0; each < this.#answers.length; each += 1) {
      this.#answers[each]! *= kept;
      this.#rewards[each]! *= kept;
    }
    this.#all = this.#all * kept + 1;
    this.#answers[backend]! += 1;
    this.#rewards[backend]! += isFailed ? 0 : scale / (scale + tookMs);
  }

  /** What may be expected of it at best, or what it may turn out to be worth. */
  #promise(backend: number, inFlight: number, random: Random): number {
    const { rule } = this.#settings;
    const answers = this.#answers[backend]!;
    // Tries that have not been answered count, or all would go to one before its first answer.
    const tries = answers + inFlight;
    if (rule === 'thompson') {
      const mean = (this.#rewards[backend]! + WIDEST) / (answers + 1);
      return mean + (random.normal() * WIDEST) / Math.sqrt(tries + 1);
    }
    if (tries === 0) return Number.MAX_VALUE;
    const mean = answers === 0 ? 1 : this.#rewards[backend]! / answers;
    return mean + Math.sqrt((2 * log(Math.max(2, this.#all))) / tries);
  }

  #room(count: number): void {
    this.#rewards = grown(this.#rewards, count);
    this.#answers = grown(this.#answers, count);
  }
}

export const bandit = balancer({
  name: 'bandit',
  summary: 'learns which backends are quick, and tries the others now and then',
  source:
    'UCB1: Auer, Cesa-Bianchi & Fischer, Machine Learning 47, 2002, discounted as by Garivier & Moulines, ALT 2011; Thompson, Biometrika 25, 1933, with a normal posterior',
  params: {
    rule: z
      .enum(['ucb', 'thompson'])
      .default('ucb')
      .describe('optimism, or a draw from what may be'),
    scale: duration({ above: 0 })
      .prefault('50ms')
      .describe('an answer that takes as long has half of the reward; an assumption'),
    forget: ratio({ max: 0.5 })
      .prefault('0.1%')
      .describe('how much less each answer makes all earlier ones count; an assumption'),
  },
  main: 'rule',
  make: (params) => new Bandit(params),
});
