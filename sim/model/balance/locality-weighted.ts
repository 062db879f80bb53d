import type { Random } from '../../engine/random.ts';
import { number } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';

/**
 * The backends of the nearest place get everything as long as enough of them are fit; what is missing goes
 * to the next place, and so on. In a place, the less busy of two.
 */
class LocalityWeighted implements Balancer {
  readonly isEverywhere = true;
  readonly #factor: number;
  /** Backends by place, the nearest first. */
  #places: readonly (readonly number[])[] = [];
  /** Share of the load that goes to a place or to a nearer one. */
  #upTo = new Float64Array(0);
  #seen = -1;

  constructor(factor: number) {
    this.#factor = factor;
  }

  pick(backends: Backends, _request: Request, random: Random): number {
    if (this.#seen !== backends.changes) this.#weigh(backends);
    const draw = random.uniform();
    let place = 0;
    while (place < this.#upTo.length && draw >= this.#upTo[place]!) place += 1;
    const members = this.#places[place];
    if (members === undefined) return NO_BACKEND;
    const one = upAmong(backends, members, random);
    const other = upAmong(backends, members, random);
    return backends.inFlight[other]! < backends.inFlight[one]! ? other : one;
  }

  /** Each place takes as much as it is fit for, of what nearer ones have left. */
  #weigh(backends: Backends): void {
    this.#seen = backends.changes;
    if (this.#places.length === 0) this.#places = byPlace(backends);
    const fitness = this.#places.map((members) => {
      const up = members.filter((backend) => backends.up[backend] === 1).length;
      return Math.min(1, (this.#factor * up) / members.length);
    });
    const total = Math.min(
      1,
      fitness.reduce((sum, one) => sum + one, 0),
    );
    this.#upTo = new Float64Array(fitness.length);
    let given = 0;
    for (const [place, fit] of fitness.entries()) {
      given += total === 0 ? 0 : Math.min(fit / total, 1 - given);
      this.#upTo[place] = given;
    }
    // Sums of shares may miss 1 by a rounding; whoever is fit and farthest takes that.
    const last = fitness.findLastIndex((fit) => fit > 0);
    if (last >= 0) this.#upTo[last] = 1;
  }
}

function byPlace({ locality }: Backends): number[][] {
  const places: number[][] = [];
  for (const [backend, place] of locality.entries()) {
    places[place] ??= [];
    places[place].push(backend);
  }
  return places;
}

/** One that is up, all alike; there is one. */
function upAmong({ up }: Backends, members: readonly number[], random: Random): number {
  const start = random.below(members.length);
  for (let tried = 0; tried < members.length; tried += 1) {
    const backend = members[(start + tried) % members.length]!;
    if (up[backend] === 1) return backend;
  }
  return members[start]!;
}

export const localityWeighted = balancer({
  name: 'locality-weighted',
  summary: 'keeps to the nearest place while enough there are up, and spills over to the next ones',
  source:
    'Envoy 1.31, priority levels: overprovisioning factor 1.4; in a place, the less busy of two',
  params: {
    factor: number({ min: 1 })
      .prefault(1.4)
      .describe('a place takes all of its load until fewer than 1 in this many are up'),
  },
  main: 'factor',
  make: ({ factor }) => new LocalityWeighted(factor),
});
