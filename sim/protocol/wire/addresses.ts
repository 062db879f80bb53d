/**
 * IPv4 addresses of everybody: of 10.0.0.0/8, which is for networks of one's own. Nodes have 10.255.0.0/16, devices what is
 * below it: each node that has some has blocks of 256 addresses that no other one has. Source: RFC 1918 §3
 */
import type { Clients } from '../../model/node/clients.ts';
import type { World } from '../../model/node/world.ts';

const BLOCK = 256;
const BLOCKS = 255 * BLOCK;

export class Addresses {
  readonly #nodes: World['nodes'];
  /** By node: where its devices begin. */
  #firstBlocks: readonly number[] | undefined;

  /** @param world whose nodes are there when somebody first has an address. */
  constructor({ nodes }: Pick<World, 'nodes'>) {
    this.#nodes = nodes;
  }

  /**
   * @param device of this node, from 0; the node itself below that.
   * @throws RangeError when there are more devices than addresses: above 16.7 million, or 65,280 places.
   */
  of(node: number, device: number): string {
    if (device < 0) return `10.255.${node >> 8}.${node & 255}`;
    this.#firstBlocks ??= this.#layOut();
    const block = this.#firstBlocks[node]! + Math.floor(device / BLOCK);
    return `10.${block >> 8}.${block & 255}.${device % BLOCK}`;
  }

  #layOut(): readonly number[] {
    let blocks = 0;
    const firsts = this.#nodes.map((node) => {
      const first = blocks;
      blocks += Math.ceil(((node as Partial<Clients>).devices ?? 0) / BLOCK);
      return first;
    });
    if (blocks > BLOCKS)
      throw new RangeError('there are more devices than addresses in 10.0.0.0/8');
    return firsts;
  }
}
