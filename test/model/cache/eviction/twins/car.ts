import { PlainList, type Twin } from './twin.ts';

/** Fig. 2 of the paper, with bytes in place of pages. */
export class CarTwin implements Twin {
  readonly #capacity: number;
  readonly #t1 = new PlainList();
  readonly #t2 = new PlainList();
  readonly #b1 = new PlainList();
  readonly #b2 = new PlainList();
  readonly #referenced = new Set<number>();
  #p = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  request(object: number, size: number): boolean {
    const [t1, t2, b1, b2, c] = [this.#t1, this.#t2, this.#b1, this.#b2, this.#capacity];
    if (t1.has(object) || t2.has(object)) {
      this.#referenced.add(object);
      return true;
    }
    if (size > c) return false;
    while (t1.bytes + t2.bytes + size > c) this.#replace();
    this.#referenced.delete(object);
    if (b1.has(object)) {
      this.#p = Math.min(c, this.#p + Math.max(1, b2.bytes / b1.bytes));
      b1.delete(object);
      t2.set(object, size);
    } else if (b2.has(object)) {
      this.#p = Math.max(0, this.#p - Math.max(1, b1.bytes / b2.bytes));
      b2.delete(object);
      t2.set(object, size);
    } else {
      while (b1.size > 0 && t1.bytes + b1.bytes + size > c) b1.delete(b1.oldest);
      const most = 2 * c - size;
      while (b2.size > 0 && t1.bytes + t2.bytes + b1.bytes + b2.bytes > most) b2.delete(b2.oldest);
      t1.set(object, size);
    }
    return false;
  }

  purge(object: number): void {
    this.#t1.delete(object);
    this.#t2.delete(object);
  }

  #replace(): void {
    const [t1, t2] = [this.#t1, this.#t2];
    for (;;) {
      const isFirst = t2.size === 0 || (t1.size > 0 && t1.bytes >= Math.max(1, this.#p));
      const from = isFirst ? t1 : t2;
      const object = from.oldest;
      const size = from.take(object);
      if (!this.#referenced.delete(object)) {
        (isFirst ? this.#b1 : this.#b2).set(object, size);
        return;
      }
      t2.set(object, size);
    }
  }
}
