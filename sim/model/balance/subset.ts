import type { Random } from '../../engine/random.ts';
import { count } from '../../part/units.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, type Request } from './balancer.ts';
import { mix32 } from './hash.ts';

/**
 * Each balancer talks to a few of the backends only: balancers in groups shuffle all backends the
 * same way and take one piece each, so that every backend has as many of them to within one.
 */
class Subset implements Balancer {
  readonly #size: number;
  #members: Int32Array | undefined;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  pick(backends: Backends, _request: Request, random: Random): number {
    this.#members ??= subsetOf(backends.count, this.#size, backends.owner);
    const members = this.#members;
    for (let tried = 0; tried < members.length; tried += 1) {
      const backend = members[(this.#next + tried) % members.length]!;
      if (backends.up[backend] === 0) continue;
      this.#next = (this.#next + tried + 1) % members.length;
      return backend;
    }
    return backends.randomUp(random);
  }
}

/** @param owner number of the balancer. @returns the backends that it uses. */
export function subsetOf(backends: number, size: number, owner: number): Int32Array {
  const subsets = Math.max(1, Math.floor(backends / size));
  const round = Math.floor(owner / subsets);
  const order = Int32Array.from({ length: backends }, (_, backend) => backend);
  for (let left = backends - 1; left > 0; left -= 1) {
    const other = mix32(round * 65_537 + left) % (left + 1);
    [order[left], order[other]] = [order[other]!, order[left]!];
  }
  const start = (owner % subsets) * size;
  return order.slice(start, start + size);
}

export const subset = balancer({
  name: 'subset',
  summary: 'each balancer takes turns among a few backends of its own, for fewer connections',
  source: 'Beyer et al., Site Reliability Engineering, 2016, ch. 20: deterministic subsetting',
  params: {
    size: count({ min: 1, max: 10_000 })
      .prefault(20)
      .describe('backends of each balancer; 20 to 100 as in the book'),
  },
  main: 'size',
  make: ({ size }) => new Subset(size),
});
