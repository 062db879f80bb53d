import { duration } from '../../../part/units.ts';
import type { World } from '../../node/world.ts';
import { DIGEST_BYTES_PER_OBJECT } from '../../wire/icp.ts';
import { among, type SearchContext, type SiblingSearch, siblingSearch } from './sibling-search.ts';

/** What a cache had when it last said so: a bit for each object. */
class Digest {
  readonly #world: World;
  readonly #node: number;
  #bits = new Uint8Array(0);
  #madeAtMs = Number.NEGATIVE_INFINITY;
  objects = 0;
  /** Of the digests that the node has made. */
  number = 0;

  constructor(world: World, node: number) {
    this.#world = world;
    this.#node = node;
  }

  /** Makes a new one when this one is old; one that is down makes none. */
  refresh(intervalMs: number): void {
    const { exchange, nodes, simulator } = this.#world;
    const isOld = simulator.nowMs - this.#madeAtMs >= intervalMs;
    if (!isOld || exchange.up[this.#node] === 0) return;
    this.#madeAtMs = simulator.nowMs;
    this.number += 1;
    this.objects = 0;
    this.#bits.fill(0);
    nodes[this.#node]!.list?.((object) => this.#add(object));
  }

  has(object: number): boolean {
    return (
      object >> 3 < this.#bits.length && (this.#bits[object >> 3]! & (1 << (object & 7))) !== 0
    );
  }

  #add(object: number): void {
    if (object >> 3 >= this.#bits.length) {
      const bits = new Uint8Array(Math.max(1024, 2 * (object >> 3)));
      bits.set(this.#bits);
      this.#bits = bits;
    }
    this.#bits[object >> 3]! |= 1 << (object & 7);
    this.objects += 1;
  }
}

/** The digests of all nodes of a world, for whoever asks: a node makes one for all of its siblings. */
const published = new WeakMap<World, Map<number, Digest>>();

function digestOf(world: World, node: number): Digest {
  let all = published.get(world);
  if (all === undefined) {
    all = new Map();
    published.set(world, all);
  }
  const digest = all.get(node) ?? new Digest(world, node);
  all.set(node, digest);
  return digest;
}

/** Knows what its siblings had a while ago: what has come since is missed, what has left is asked for in vain. */
class Digests implements SiblingSearch {
  readonly #context: SearchContext;
  readonly #intervalMs: number;
  readonly #siblings: readonly number[];
  readonly #digests: readonly Digest[];
  /** By sibling: the number of the digest that came last. */
  readonly #known: number[];

  constructor(context: SearchContext, siblings: readonly number[], intervalMs: number) {
    this.#context = context;
    this.#intervalMs = intervalMs;
    this.#siblings = siblings;
    this.#digests = siblings.map((id) => digestOf(context.node.world, id));
    this.#known = siblings.map(() => 0);
  }

  seek(fetch: number): void {
    const object = this.#context.node.world.calls.object[fetch]!;
    for (let index = 0; index < this.#siblings.length; index += 1) {
      this.#fetchDigest(index);
      if (!this.#digests[index]!.has(object)) continue;
      this.#context.found(fetch, this.#siblings[index]!);
      return;
    }
    this.#context.nobody(fetch);
  }

  /** That a new digest is there at once is an assumption; its bytes are counted and load no link. */
  #fetchDigest(index: number): void {
    const digest = this.#digests[index]!;
    digest.refresh(this.#intervalMs);
    if (digest.number === this.#known[index]) return;
    this.#known[index] = digest.number;
    const { asked, node } = this.#context;
    const bytes = digest.objects * DIGEST_BYTES_PER_OBJECT;
    asked(1);
    node.world.exchange.carry(node.id, this.#siblings[index]!, bytes, node.world.simulator.nowMs);
  }
}

export const digest = siblingSearch({
  name: 'digest',
  summary: 'knows what its siblings had when they last said so, and asks one that had the object',
  source:
    'Fan et al., Summary Cache, IEEE/ACM ToN 8(3), 2000; digests without false positives of their own: an assumption',
  params: {
    among,
    interval: duration({ above: 0 })
      .prefault('5m')
      .describe('a digest is made anew when it is this old; 5 min is an assumption'),
  },
  make: ({ among, interval }, context) => new Digests(context, context.siblings(among), interval),
});
