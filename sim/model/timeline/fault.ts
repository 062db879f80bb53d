/** Faults of the network: which paths they act on, and for how long. */
import { z } from 'zod';
import type { Reference } from '../../part/reference.ts';
import type { Disturbance } from '../net/disturbance.ts';
import type { Endpoint } from '../net/network.ts';
import type { ActionContext, TimelineAction } from './action.ts';

const NODES = 'edge, edge/0, edge@virginia, or virginia for all that is there';

/** The two ends of the paths that a fault acts on. */
export const ends = z
  .tuple([z.string(), z.string()])
  .describe(`paths between any of the first and any of the second, in both directions: ${NODES}`);

export type Ends = z.output<typeof ends>;

export const endReferences = (between: Ends): readonly Reference[] =>
  between.map((name, index) => ({ param: `between.${index}`, to: 'instances', name }));

interface Fault {
  readonly text: string;
  readonly lastsMs: number;
  readonly subject: string;
  /** @returns what it does from now on. */
  acts(nowMs: number): Disturbance;
  /** @returns whether a path between two nodes, given by their ids, is one of those. */
  meets(context: ActionContext): (from: number, to: number) => boolean;
}

/** An action that disturbs paths when it begins and lets go of them when it ends. */
export function faultOf(fault: Fault, context: ActionContext): TimelineAction {
  const { text, lastsMs, subject } = fault;
  let acting: Disturbance | undefined;
  return {
    text,
    lastsMs,
    subject,
    begin: () => {
      const { network, nodes, simulator } = context.world;
      const meets = fault.meets(context);
      const ids = new Map<Endpoint, number>(nodes.map((node, id) => [node, id]));
      acting = fault.acts(simulator.nowMs);
      network.disturb(acting, (from, to) => meets(ids.get(from)!, ids.get(to)!));
    },
    end: () => context.world.network.calm(acting!),
  };
}

/** Paths from one side to the other, and back. */
export function meetsBetween(between: Ends) {
  return ({ instances }: ActionContext) => {
    const [one, other] = between.map((pattern) => new Set(instances(pattern))) as [
      Set<number>,
      Set<number>,
    ];
    return (from: number, to: number) =>
      (one.has(from) && other.has(to)) || (other.has(from) && one.has(to));
  };
}
