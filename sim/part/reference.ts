/** Names by which one entry of a scenario points at another, declared so that they are all checked. */
import type { Part } from './part.ts';

/** What may be asked of a node. */
export type Service = 'http' | 'chat';

export interface Reference {
  /** Key under which the name stands: `parent`. */
  readonly param: string;
  /** What the name names: a group (`edge`), instances (`edge/0`, `edge/*`), or traffic. */
  readonly to: 'group' | 'instances' | 'traffic';
  readonly name: string;
  /** What a group must serve; `clients` for groups that ask and do not answer. */
  readonly needs?: Service | 'clients';
  /** Whether this makes the owner call the group; such references may not form a cycle. */
  readonly calls?: boolean;
}

/** A part that stands inline in a map under its kind, as `{ kind: cache, capacity: 4GiB }`. */
export interface InlinePart<Made, Context> extends Part<Made, Context> {
  /** What a node of this kind answers; empty for clients, traffic and timeline actions. */
  readonly serves?: readonly (Service | 'clients')[];
  /** @param params checked parameters of this part. */
  references?(params: never): readonly Reference[];
}
