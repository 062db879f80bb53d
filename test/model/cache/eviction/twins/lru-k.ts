import { PlainList, type Twin } from './twin.ts';

/** Fig. 2.1 of the paper; what is known of evicted objects is kept for so many bytes of them. */
export class LruKTwin implements Twin {
  readonly #capacity: number;
  readonly #k: number;
  readonly #correlated: number;
  readonly #here = new PlainList();
  readonly #known = new PlainList();
  readonly #hist = new Map<number, number[]>();
  readonly #last = new Map<number, number>();
  #t = 0;

  constructor(capacity: number, k: number, correlated: number) {
    this.#capacity = capacity;
    this.#k = k;
    this.#correlated = correlated;
  }

  request(object: number, size: number): boolean {
    this.#t += 1;
    const isHit = this.#here.has(object);
    if (isHit) this.#refer(object);
    else this.#enter(object, size);
    return isHit;
  }

  purge(object: number): void {
    if (this.#here.has(object)) this.#leave(object);
  }

  #refer(object: number): void {
    const hist = this.#hist.get(object)!;
    const last = this.#last.get(object)!;
    this.#last.set(object, this.#t);
    if (this.#t - last <= this.#correlated) return;
    const held = last - hist[0]!;
    this.#hist.set(object, [this.#t, ...hist.map((at) => at + held)]);
  }

  #enter(object: number, size: number): void {
    const hist = this.#known.has(object) ? this.#hist.get(object)! : [];
    this.#known.delete(object);
    if (size > this.#capacity) return;
    while (this.#here.bytes + size > this.#capacity) this.#leave(this.#victim());
    this.#here.set(object, size);
    this.#hist.set(object, [this.#t, ...hist]);
    this.#last.set(object, this.#t);
  }

  #victim(): number {
    const order = (object: number) => this.#hist.get(object)![this.#k - 1] ?? 0;
    const sorted = [...this.#here.keys()].sort(
      (a, b) => order(a) - order(b) || this.#hist.get(a)![0]! - this.#hist.get(b)![0]!,
    );
    const free = sorted.find((object) => this.#t - this.#last.get(object)! > this.#correlated);
    return free ?? sorted[0]!;
  }

  #leave(object: number): void {
    const size = this.#here.take(object);
    while (this.#known.bytes + size > this.#capacity) this.#known.delete(this.#known.oldest);
    this.#known.set(object, size);
  }
}
