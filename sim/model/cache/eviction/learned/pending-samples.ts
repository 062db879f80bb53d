import { grown } from '../../../../engine/grown.ts';
import { log } from '../../../../engine/math/index.ts';
import type { OnlineRegression } from './online-regression.ts';

const FIRST_SAMPLES = 1024;

/**
 * Features of objects at moments in the past, waiting for what they are to predict: the next
 * request for the object. The answer, log2 of the number of requests until then, is learned from.
 * A queue in order of time, in which the samples of one object are linked; numbers of samples grow
 * from 1, and 0 stands for none.
 */
export class PendingSamples {
  readonly #features: number;
  readonly #regression: Pick<OnlineRegression, 'learn'>;
  #rows: Uint8Array;
  #at = new Float64Array(FIRST_SAMPLES);
  #older = new Float64Array(FIRST_SAMPLES);
  #isAnswered = new Uint8Array(FIRST_SAMPLES);
  #first = 1;
  #next = 1;
  /** Newest sample of each entry; those before `#first` are gone. */
  #newest = new Float64Array(0);

  constructor(features: number, regression: Pick<OnlineRegression, 'learn'>) {
    this.#features = features;
    this.#regression = regression;
    this.#rows = new Uint8Array(FIRST_SAMPLES * features);
  }

  grow(entries: number): void {
    this.#newest = grown(this.#newest, entries);
  }

  add(entry: number, row: Uint8Array, now: number): void {
    if (this.#next - this.#first === this.#at.length) this.#enlarge();
    const place = this.#next & (this.#at.length - 1);
    this.#rows.set(row, place * this.#features);
    this.#at[place] = now;
    this.#isAnswered[place] = 0;
    this.#older[place] = this.#newest[entry]!;
    this.#newest[entry] = this.#next;
    this.#next += 1;
  }

  /** The entry's object is asked for. */
  requested(entry: number, now: number): void {
    let sample = this.#newest[entry]!;
    while (sample >= this.#first) {
      const place = sample & (this.#at.length - 1);
      this.#answer(place, now - this.#at[place]!);
      sample = this.#older[place]!;
    }
    this.#newest[entry] = 0;
  }

  /** The entry will stand for another object; its samples are left to expire. */
  forget(entry: number): void {
    this.#newest[entry] = 0;
  }

  /** Answers samples older than `window` with twice that: too far away to matter how far. */
  expire(now: number, window: number): void {
    while (this.#first < this.#next) {
      const place = this.#first & (this.#at.length - 1);
      if (this.#isAnswered[place] === 0) {
        if (now - this.#at[place]! <= window) return;
        this.#answer(place, 2 * window);
      }
      this.#first += 1;
    }
  }

  #answer(place: number, distance: number): void {
    this.#isAnswered[place] = 1;
    this.#regression.learn(this.#rows, place * this.#features, log(distance) / Math.LN2);
  }

  #enlarge(): void {
    const from = { rows: this.#rows, at: this.#at, older: this.#older, done: this.#isAnswered };
    const room = 2 * from.at.length;
    this.#rows = new Uint8Array(room * this.#features);
    this.#at = new Float64Array(room);
    this.#older = new Float64Array(room);
    this.#isAnswered = new Uint8Array(room);
    for (let sample = this.#first; sample < this.#next; sample += 1) {
      const old = sample & (from.at.length - 1);
      const place = sample & (room - 1);
      const row = from.rows.subarray(old * this.#features, (old + 1) * this.#features);
      this.#rows.set(row, place * this.#features);
      this.#at[place] = from.at[old]!;
      this.#older[place] = from.older[old]!;
      this.#isAnswered[place] = from.done[old]!;
    }
  }
}
