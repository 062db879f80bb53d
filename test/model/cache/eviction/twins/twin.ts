/** A policy with its cache, written again in the plainest way: slow, and easy to hold against its paper. */
export interface Twin {
  /** @returns whether the object was here. */
  request(object: number, sizeBytes: number): boolean;
  /** The object leaves, if it is here. */
  purge(object: number): void;
}

/** Objects with their bytes, oldest first. */
export class PlainList extends Map<number, number> {
  get bytes(): number {
    return [...this.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  get oldest(): number {
    return this.keys().next().value!;
  }

  /** @returns the bytes of the object that was taken out. */
  take(object: number): number {
    const bytes = this.get(object)!;
    this.delete(object);
    return bytes;
  }
}
