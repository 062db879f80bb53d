import { PlainList, type Twin } from './twin.ts';

/** Fig. 4 of the paper, with bytes in place of pages. */
export class ArcTwin implements Twin {
  readonly #capacity: number;
  readonly #t1 = new PlainList();
  readonly #t2 = new PlainList();
  readonly #b1 = new PlainList();
  readonly #b2 = new PlainList();
  #p = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  request(object: number, size: number): boolean {
    const [t1, t2, b1, b2, c] = [this.#t1, this.#t2, this.#b1, this.#b2, this.#capacity];
    for (const list of [t1, t2]) {
      if (!list.has(object)) continue;
      t2.set(object, list.take(object));
      return true;
    }
    const [inB1, inB2] = [b1.has(object), b2.has(object)];
    if (inB1) this.#p = Math.min(c, this.#p + Math.max(1, b2.bytes / b1.bytes));
    if (inB2) this.#p = Math.max(0, this.#p - Math.max(1, b1.bytes / b2.bytes));
    b1.delete(object);
    b2.delete(object);
    if (size > c) return false;
    while (t1.bytes + t2.bytes + size > c) {
      if (!inB1 && !inB2) {
        if (t1.bytes + b1.bytes + size > c) {
          if (b1.size === 0 && t1.size > 0) {
            t1.delete(t1.oldest);
            continue;
          }
          b1.delete(b1.oldest);
        } else if (t1.bytes + t2.bytes + b1.bytes + b2.bytes >= 2 * c) b2.delete(b2.oldest);
      }
      this.#replace(inB2);
    }
    (inB1 || inB2 ? t2 : t1).set(object, size);
    return false;
  }

  purge(object: number): void {
    this.#t1.delete(object);
    this.#t2.delete(object);
  }

  #replace(inB2: boolean): void {
    const [t1, t2] = [this.#t1, this.#t2];
    const isOver = t1.bytes > this.#p || (inB2 && t1.bytes === this.#p);
    const [from, to] = (t1.size > 0 && isOver) || t2.size === 0 ? [t1, this.#b1] : [t2, this.#b2];
    const object = from.oldest;
    to.set(object, from.take(object));
  }
}
