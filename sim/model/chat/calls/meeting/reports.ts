/** What a receiver of a leg has to tell its sender: groups that arrived since the last report. */

/** Groups that one leg can owe: at most what a burst after an outage brings within a report's time. */
const RING = 64;
const FIELDS = 4;

export class Reports {
  /** By leg, in rings: when sent, when arrived, bytes, bytes lost. */
  #owed = new Float64Array(0);
  readonly #first: number[] = [];
  readonly #count: number[] = [];

  open(leg: number): void {
    if ((leg + 1) * RING * FIELDS > this.#owed.length) {
      const bigger = new Float64Array(2 * (leg + 1) * RING * FIELDS);
      bigger.set(this.#owed);
      this.#owed = bigger;
    }
    this.#first[leg] = 0;
    this.#count[leg] = 0;
  }

  count(leg: number): number {
    return this.#count[leg]!;
  }

  owe(leg: number, sentMs: number, arrivedMs: number, bytes: number, lostBytes: number): void {
    if (this.#count[leg] === RING) this.#drop(leg);
    const place = (this.#first[leg]! + this.#count[leg]!) % RING;
    const at = (leg * RING + place) * FIELDS;
    this.#owed[at] = sentMs;
    this.#owed[at + 1] = arrivedMs;
    this.#owed[at + 2] = bytes;
    this.#owed[at + 3] = lostBytes;
    this.#count[leg]! += 1;
  }

  /** Tells of the oldest groups, if there are still so many. */
  tell(
    leg: number,
    groups: number,
    heard: (sentMs: number, arrivedMs: number, bytes: number, lostBytes: number) => void,
  ): void {
    for (let told = 0; told < groups && this.#count[leg]! > 0; told += 1) {
      const at = (leg * RING + this.#first[leg]!) * FIELDS;
      const owed = this.#owed;
      heard(owed[at]!, owed[at + 1]!, owed[at + 2]!, owed[at + 3]!);
      this.#drop(leg);
    }
  }

  #drop(leg: number): void {
    this.#first[leg] = (this.#first[leg]! + 1) % RING;
    this.#count[leg]! -= 1;
  }
}
