/** Ages are told apart up to here, in steps of 2^shift requests; older is the same age. */
export const MAX_AGE = 20_000;
/** Objects are told apart by the ages at their last two hits, on a scale of powers of two. */
const CLASSES = 16;
/**
 * Densities begin as if this many classes came before: the authors number classes by application
 * too, sixteen for each, and in a trace without applications all objects are of application 1.
 */
const CLASSES_BEFORE = 16;
/** Age steps begin with 1,024 requests. */
const FIRST_SHIFT = 10;
/** What was seen counts a tenth less after each reconfiguration. */
const DECAY = 0.9;
/** An age step should be at most this part of the requests in which all objects could be served. */
const COARSENING_ERROR = 0.01;
/** Reconfigurations after which the length of an age step is chosen (again). */
const COARSEN_AFTER: readonly number[] = [5, 25];
const COARSENING_INERTIA = 8;

/**
 * Learns, for each class of objects and each age, the hits to be expected for each unit of time
 * that an object of that age will still take room: its hit density.
 * All figures are those of the authors' implementation.
 */
export class HitDensity {
  /** At `class * MAX_AGE + age`. */
  /** At `class * MAX_AGE + age`; 32 bits, as the authors' ranks have, so that more of it stays near the processor. */
  readonly density = new Float32Array(CLASSES * MAX_AGE);
  /** An age is the requests since the last one for the object, shifted right by this. */
  shift = FIRST_SHIFT;
  reconfigurations = 0;
  readonly #hits = new Float64Array(CLASSES * MAX_AGE);
  readonly #evictions = new Float64Array(CLASSES * MAX_AGE);
  #weightedObjects = 0;
  #weight = 0;

  /** Begins near GDSF: worth falls with age, and grows with the class. */
  constructor() {
    for (let of = 0; of < CLASSES; of += 1) {
      for (let age = 0; age < MAX_AGE; age += 1) {
        this.density[of * MAX_AGE + age] = (CLASSES_BEFORE + of + 1) / (age + 1);
      }
    }
  }

  /** @param ages the sum of the ages at the last two hits. */
  classOf(ages: number): number {
    if (ages === 0) return CLASSES - 1;
    let of = 0;
    for (let age = ages; age < MAX_AGE && of < CLASSES - 1; age *= 2) of += 1;
    return of;
  }

  hit(at: number): void {
    this.#hits[at]! += 1;
  }

  evicted(at: number): void {
    this.#evictions[at]! += 1;
  }

  /** @param objects in the cache now. */
  reconfigure(objects: number): void {
    for (let at = 0; at < this.#hits.length; at += 1) {
      this.#hits[at]! *= DECAY;
      this.#evictions[at]! *= DECAY;
    }
    this.reconfigurations += 1;
    this.#coarsen(objects);
    for (let of = 0; of < CLASSES; of += 1) this.#learn(of * MAX_AGE);
  }

  /** Chooses how long an age step is, so that the ages of all objects fit on the scale. */
  #coarsen(objects: number): void {
    this.#weightedObjects = DECAY * this.#weightedObjects + objects;
    this.#weight = DECAY * this.#weight + 1;
    if (!COARSEN_AFTER.includes(this.reconfigurations)) return;
    const best = this.#weightedObjects / this.#weight / (COARSENING_ERROR * MAX_AGE);
    let shift = 1;
    while (1 << shift < best) shift += 1;
    const change = shift - this.shift;
    this.shift = shift;
    this.#weightedObjects *= COARSENING_INERTIA;
    this.#weight *= COARSENING_INERTIA;
    for (let of = 0; of < CLASSES; of += 1) {
      rescale(this.#hits.subarray(of * MAX_AGE, (of + 1) * MAX_AGE), change);
      rescale(this.#evictions.subarray(of * MAX_AGE, (of + 1) * MAX_AGE), change);
    }
  }

  /** Equation 8 of the paper, from the greatest age down. */
  #learn(from: number): void {
    let hits = this.#hits[from + MAX_AGE - 1]!;
    let events = hits + this.#evictions[from + MAX_AGE - 1]!;
    let lifetime = events;
    for (let at = from + MAX_AGE - 2; at >= from; at -= 1) {
      hits += this.#hits[at]!;
      events += this.#hits[at]! + this.#evictions[at]!;
      lifetime += events;
      this.density[at] = events > 1e-5 ? hits / lifetime : 0;
    }
  }
}

/** Makes age steps 2^change times as long; events stay what they are in sum. */
function rescale(events: Float64Array, change: number): void {
  const old = events.slice();
  const factor = 1 << Math.abs(change);
  events.fill(0);
  for (let age = 0; age < MAX_AGE; age += 1) {
    if (change >= 0) events[Math.floor(age / factor)]! += old[age]!;
    else events[Math.min(MAX_AGE - 1, age)]! += old[Math.floor(age / factor)]! / factor;
  }
}
