/**
 * A part is anything a scenario can name: an eviction policy, a balancer, an access profile, a kind
 * of traffic. One file makes one part; one line in the folder's `index.ts` registers it.
 */
import type { z } from 'zod';
import { z as zod } from 'zod';

/** A text that a part reads, beside what its parameters say. */
export interface PartFile {
  /** The parameter that names it. */
  readonly param: string;
  readonly name: string;
  /** @returns what is wrong with the text, as `found: expected …`. */
  wrong(text: string): string | undefined;
}

/** Makes `Made` from checked parameters, and from the `Context` in which it will live. */
export interface Part<Made, Context = void> {
  readonly name: string;
  /** What it does, as a phrase that follows its name: `lru: evicts the object served longest ago`. */
  readonly summary: string;
  /** Where the behaviour is defined: a paper, an RFC section, a manual, or that it is an assumption. */
  readonly source: string;
  readonly params: z.ZodObject;
  /** The parameter that a scalar stands for: `poisson: 800rps` is `poisson: { rate: 800rps }`. */
  readonly main?: string;
  /** The files that it reads; who makes it hands their texts in. */
  files?(params: never): readonly PartFile[];
  /** @param params what `this.params` gave for the user's input. */
  make(params: never, context: Context): Made;
}

export interface PartDefinition<Shape extends z.ZodRawShape, Made, Context> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly params: Shape;
  readonly main?: keyof Shape & string;
  files?(params: z.output<z.ZodObject<Shape>>): readonly PartFile[];
  make(params: z.output<z.ZodObject<Shape>>, context: Context): Made;
}

/** Gives a contract its own `define` function, so that a part's file states only what differs. */
export function partOf<Made, Context = void>() {
  return function define<const Shape extends z.ZodRawShape>(
    definition: PartDefinition<Shape, Made, Context>,
  ): Part<Made, Context> {
    const params = zod.strictObject(definition.params);
    return { ...definition, params } as unknown as Part<Made, Context>;
  };
}

/** The parts of one kind. The order of `parts` is the order shown to users. */
export interface Registry<Made, Context = void> {
  /** What a user calls one of them: `eviction policy`. */
  readonly kind: string;
  readonly parts: readonly Part<Made, Context>[];
  readonly names: readonly string[];
  find(name: string): Part<Made, Context> | undefined;
}

/** @throws Error when two parts have one name, which is our mistake and not a user's. */
export function registry<Made, Context = void>(
  kind: string,
  parts: readonly Part<Made, Context>[],
): Registry<Made, Context> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  if (byName.size !== parts.length) throw new Error(`two parts of kind ${kind} share a name`);
  return { kind, parts, names: [...byName.keys()], find: (name) => byName.get(name) };
}
