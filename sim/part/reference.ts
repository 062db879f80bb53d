/** Names by which one entry of a scenario points at another, declared so that they are all checked. */
import type { z } from 'zod';
import { type Part, type PartDefinition, partOf } from './part.ts';

/**
 * What may be asked of a node; `copies`: to keep those that its callers have no room for; `store`: to
 * have disks, which can fail; `jobs`: to have its workers do something else, too; `media`: to forward or mix
 * sound and pictures; `push`: to wake devices; `registry`: to know where devices are; `router`: that, and to hand on
 * what is for them; `claims`: to give out
 * parts of red packets.
 */
export type Service =
  | 'http'
  | 'chat'
  | 'mailbox'
  | 'copies'
  | 'store'
  | 'jobs'
  | 'media'
  | 'push'
  | 'registry'
  | 'router'
  | 'claims';

export interface Reference {
  /** Key under which the name stands: `parent`, or `warm.of` inside a map. */
  readonly param: string;
  /** What the name names: a group (`edge`), instances (`edge/0`, `edge/*`), traffic, or a tag of objects. */
  readonly to: 'group' | 'instances' | 'traffic' | 'tag';
  readonly name: string;
  /** What a group must serve; `clients` for groups that ask and do not answer. */
  readonly needs?: Service | 'clients';
  /** Whether this makes the owner call the group; such references may not form a cycle. */
  readonly calls?: boolean;
}

export interface Traits<Params> {
  /** What a node of this kind answers; empty for traffic and timeline actions. */
  readonly serves?: readonly (Service | 'clients')[];
  /** What the group that traffic of this kind talks to (`to`) must serve. */
  readonly needs?: Service;
  /** Traffic that ends without a `duration`, as a trace does. */
  readonly endsByItself?: boolean;
  /** Fewest devices with which traffic of this kind makes sense; default 1. */
  readonly leastDevices?: number;
  /** For traffic: how many contents it asks for objects of; default: one when `needs` is http, else none. */
  contents?(params: Params): number;
  /** Whether it acts on real bytes, which only runs with `fidelity: protocol` have. */
  readonly onlySpoken?: boolean;
  references?(params: Params): readonly Reference[];
  /**
   * Parameters that mean nothing without another one, each with that one: `push: 'sessions'`. Dots lead into maps. Whoever
   * gives one alone is told, instead of being left to believe in it.
   */
  readonly reliesOn?: Readonly<Record<string, string>>;
}

/** A part that stands inline in a map under its kind, as `{ kind: cache, capacity: 4GiB }`. */
export interface InlinePart<Made, Context> extends Part<Made, Context>, Traits<never> {}

/** The traits of whatever inline part a choice holds. */
export const traitsOf = (choice: { readonly part: object }): Traits<unknown> => choice.part;

/** As `partOf`, for parts that stand inline and may point at other entries. */
export function inlinePartOf<Made, Context>() {
  const plain = partOf<Made, Context>();
  return function define<const Shape extends z.ZodRawShape>(
    definition: PartDefinition<Shape, Made, Context> & Traits<z.output<z.ZodObject<Shape>>>,
  ): InlinePart<Made, Context> {
    return plain(definition) as InlinePart<Made, Context>;
  };
}
