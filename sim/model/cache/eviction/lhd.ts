import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { count } from '../../../part/units.ts';
import { HitDensity, MAX_AGE } from './hit-density.ts';
import { type EvictionPolicy, evictionPolicy } from './policy.ts';
import { firstWord, nextWord, SampledSlots } from './sampled-slots.ts';

interface Settings {
  readonly capacityBytes: number;
  readonly random: Random;
  readonly samples: number;
  /** Objects drawn while it has learned little. */
  readonly firstSamples: number;
  /** How many of the objects that came last are looked at too. */
  readonly recent: number;
  readonly relearnRequests: number;
}

/** One object in so many is an explorer: it stays long, so that hits at great ages are seen. */
const EXPLORER_CHANCE = 1 / 32;
/** Explorers may take this part of the capacity. */
const EXPLORER_BUDGET = 0.01;
/** After so many lessons nothing explores any more, and the sample has its full size. */
const EARLY_LESSONS = 50;
/** The density of what was evicted lately: what was, and what weighs the new one. */
const VICTIM_DECAY = 0.9;
/** What an object is worth that is older than any age that is told apart. */
const WORTHLESS = -3.4e38;
/** What an explorer is worth beside its density: more than any density. */
const EXPLORER_WORTH = 1;
/** Words of what is known at each place. */
const FIELDS = 4;
const LAST_USE = 0;
const FIRST_DENSITY = 1;
const SIZE = 2;
const WORTH = 3;
const NO_PLACE = -1;

/**
 * Evicts the object of a sample with the least hit density: hits to be expected for each byte and
 * request of time. Densities are learned while it runs.
 */
class Lhd implements EvictionPolicy {
  readonly #random: Random;
  readonly #samples: number;
  readonly #firstSamples: number;
  readonly #relearnRequests: number;
  readonly #density = new HitDensity();
  readonly #slots = new SampledSlots();
  /** Slots of the last objects that came and looked like victims, in a ring; -1: it has left. */
  readonly #recent: Int32Array;
  #nextRecent = 0;
  #explorerBytes: number;
  /** By place: last use, where the densities of its class begin, bytes, worth of an explorer. */
  #known = new Float64Array(0);
  /** By slot: ages at the last two hits. */
  #lastAge = new Int32Array(0);
  #ageBefore = new Int32Array(0);
  #now = 0;
  #victimDensity = 0;
  #untilLesson: number;

  constructor(settings: Settings) {
    this.#random = settings.random;
    this.#samples = settings.samples;
    this.#firstSamples = settings.firstSamples;
    this.#recent = new Int32Array(settings.recent).fill(NO_PLACE);
    this.#relearnRequests = settings.relearnRequests;
    this.#untilLesson = settings.relearnRequests;
    this.#explorerBytes = Math.floor(settings.capacityBytes * EXPLORER_BUDGET);
  }

  grow(slots: number): void {
    this.#slots.grow(slots);
    this.#known = grown(this.#known, FIELDS * slots);
    this.#lastAge = grown(this.#lastAge, slots);
    this.#ageBefore = grown(this.#ageBefore, slots);
  }

  admit(): boolean {
    return true;
  }

  added(slot: number, _object: number, sizeBytes: number): void {
    const base = FIELDS * this.#slots.add(slot);
    this.#known[base + SIZE] = sizeBytes;
    this.#lastAge[slot] = 0;
    this.#ageBefore[slot] = MAX_AGE;
    const mayStay = this.#used(slot, base);
    if (mayStay || this.#worthAt(base) >= this.#victimDensity) return;
    if (this.#recent.length === 0) return;
    this.#recent[this.#nextRecent] = slot;
    this.#nextRecent = (this.#nextRecent + 1) % this.#recent.length;
  }

  touched(slot: number): void {
    const base = FIELDS * this.#slots.placeOf[slot]!;
    const age = this.#ageAt(base);
    this.#density.hit(this.#known[base + FIRST_DENSITY]! + age);
    this.#releaseExplorer(base);
    this.#ageBefore[slot] = this.#lastAge[slot]!;
    this.#lastAge[slot] = age;
    this.#used(slot, base);
  }

  evict(): number {
    let least = Number.POSITIVE_INFINITY;
    let victim = 0;
    const isEarly = this.#density.reconfigurations <= EARLY_LESSONS;
    const samples = isEarly ? this.#firstSamples : this.#samples;
    let word = firstWord(this.#random);
    for (let draw = 0; draw < samples; draw += 1) {
      const place = this.#slots.placeFor(word);
      word = nextWord(word);
      const worth = this.#worthAt(FIELDS * place);
      if (worth >= least) continue;
      least = worth;
      victim = place;
    }
    for (let index = 0; index < this.#recent.length; index += 1) {
      const slot = this.#recent[index]!;
      if (slot === NO_PLACE) continue;
      const place = this.#slots.placeOf[slot]!;
      const worth = this.#worthAt(FIELDS * place);
      if (worth >= least) continue;
      least = worth;
      victim = place;
    }
    this.#victimDensity = VICTIM_DECAY * this.#victimDensity + (1 - VICTIM_DECAY) * least;
    const base = FIELDS * victim;
    this.#density.evicted(this.#known[base + FIRST_DENSITY]! + this.#ageAt(base));
    const slot = this.#slots.slotAt[victim]!;
    this.removed(slot);
    return slot;
  }

  removed(slot: number): void {
    const place = this.#slots.placeOf[slot]!;
    this.#releaseExplorer(FIELDS * place);
    const last = this.#slots.removeAt(place);
    this.#known.copyWithin(FIELDS * place, FIELDS * last, FIELDS * (last + 1));
    const recent = this.#recent.indexOf(slot);
    if (recent >= 0) this.#recent[recent] = NO_PLACE;
  }

  #ageAt(base: number): number {
    const age = (this.#now - this.#known[base + LAST_USE]!) >>> this.#density.shift;
    return age < MAX_AGE ? age : MAX_AGE - 1;
  }

  #worthAt(base: number): number {
    const known = this.#known;
    const age = this.#ageAt(base);
    if (age === MAX_AGE - 1) return WORTHLESS;
    const density = this.#density.density[known[base + FIRST_DENSITY]! + age]!;
    return density / known[base + SIZE]! + known[base + WORTH]!;
  }

  /** Books a use of the object. @returns whether it was drawn to explore, if there is room for that. */
  #used(slot: number, base: number): boolean {
    const known = this.#known;
    const of = this.#density.classOf(this.#lastAge[slot]! + this.#ageBefore[slot]!);
    known[base + FIRST_DENSITY] = of * MAX_AGE;
    known[base + LAST_USE] = this.#now;
    const isChosen = this.#random.uint32() * (1 / 4_294_967_296) < EXPLORER_CHANCE;
    const mayExplore = this.#density.reconfigurations < EARLY_LESSONS;
    const explores = isChosen && mayExplore && this.#explorerBytes > 0;
    if (explores) this.#explorerBytes -= known[base + SIZE]!;
    known[base + WORTH] = explores ? EXPLORER_WORTH : 0;
    this.#now += 1;
    this.#untilLesson -= 1;
    if (this.#untilLesson === 0) this.#relearn();
    return isChosen;
  }

  #relearn(): void {
    this.#untilLesson = this.#relearnRequests;
    this.#density.reconfigure(this.#slots.length);
  }

  #releaseExplorer(base: number): void {
    if (this.#known[base + WORTH] === 0) return;
    this.#known[base + WORTH] = 0;
    this.#explorerBytes += this.#known[base + SIZE]!;
  }
}

export const lhd = evictionPolicy({
  name: 'lhd',
  summary: 'evicts the object of a random sample from which least hits per byte are expected',
  source:
    'Beckmann, Chen and Cidon, LHD: Improving Cache Hit Rate by Maximizing Hit Density, NSDI 2018; figures: its implementation',
  params: {
    samples: count({ min: 1, max: 1024 }).prefault(32).describe('objects drawn at each eviction'),
    'first-samples': count({ min: 1, max: 1024 })
      .prefault(8)
      .describe('objects drawn until densities were learned fifty times'),
    recent: count({ max: 1024 })
      .prefault(8)
      .describe(
        'how many of the last objects that looked like victims when they came are looked at as well',
      ),
    relearn: count({ min: 1000 })
      .prefault('1048576')
      .describe('requests after which densities are learned anew'),
  },
  make: (
    { samples, 'first-samples': firstSamples, recent, relearn: relearnRequests },
    { capacityBytes, random },
  ) => new Lhd({ capacityBytes, random, samples, firstSamples, recent, relearnRequests }),
});
