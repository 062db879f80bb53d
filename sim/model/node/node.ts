/** The contract of a node: one instance of a group, such as `edge/0`. */
import { inlinePartOf } from '../../part/reference.ts';
import type { Endpoint } from '../net/network.ts';
import type { Selection } from './selection.ts';
import type { World } from './world.ts';

export interface Node extends Endpoint {
  /** One line on what it is set to, for people: `s3-fifo, 64 GiB`. */
  readonly detail: string;
  /** Devices that it stands for; only clients stand for any. */
  readonly devices?: number;
  /** Bytes of objects that it can hold; only caches hold any. */
  readonly capacityBytes?: number | undefined;
  /** The traffic whose objects it holds when the run begins; only caches hold any. */
  readonly warmOf?: string | undefined;
  /** Whether objects are its own, wherever their bytes lie; only origins say so. */
  readonly ownsObjects?: boolean;
  /** Settings that do not go together, which only shows when it is made: a parameter, and why. */
  readonly conflict?: { readonly param: string; readonly message: string } | undefined;
  /** Finds the nodes that it will call; once, when all nodes exist. */
  connect(): void;
  /** Takes in what it holds when the run begins; once, when all traffic exists. */
  warm?(): void;
  /** A call reached this node, which is up. */
  onCall(call: number): void;
  /** The answer to a call that this node made came back; the node releases the call. */
  onReply(call: number): void;
  /** What it holds in memory is lost. Calls under way fail without its doing. */
  crash(): void;
  /** All that it has written is gone; it crashes at the same time. Only mailboxes say what that means. */
  loseDisk?(): void;
  /** Some of its disks fail, the first that work; only storage has any. @returns their numbers. */
  failDisks?(count: number): number[];
  /** Disks that failed are back with all that they had. */
  restoreDisks?(disks: readonly number[]): void;
  /** Tells of all objects that it has; only caches do. */
  list?(each: (object: number) => void): void;
  /** Loses all that it holds, and stays up; only caches hold any. */
  flush?(): void;
  /** A job of somebody else takes one of its workers for a service time; only nodes with workers do any. */
  work?(): void;
  /** Drops copies of objects, or makes them stale; only caches have any. */
  purge?(content: number, objects: Selection, isSoft: boolean): void;
}

/** What a node kind makes an instance from. */
export interface NodeContext extends Endpoint {
  readonly world: World;
  readonly id: number;
  /** Devices that the instance stands for, when it is a group of clients; else 1. */
  readonly devices: number;
  /** The radio site of its place that it stands at, `METRO` or `AT_ALL_SITES`. */
  readonly site: number;
}

export const nodeKind = inlinePartOf<Node, NodeContext>();
