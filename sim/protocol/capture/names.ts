/** What the ends of connections are called. */
import type { World } from '../../model/node/world.ts';
import type { Party } from '../wire/tap.ts';

export interface Names {
  node(node: number): string;
  place(node: number): string;
  /** `edge/0`, or `people/0#17` for a device. */
  of(party: Pick<Party, 'node' | 'device'>): string;
}

export function namesIn({ nodes, places }: World): Names {
  const node = (id: number) => nodes[id]!.name;
  return {
    node,
    place: (id) => places[nodes[id]!.place]!.name,
    of: (party) => (party.device < 0 ? node(party.node) : `${node(party.node)}#${party.device}`),
  };
}
