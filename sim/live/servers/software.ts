/** What is known of a server that can stand for a node. */
import type { Found } from '../../protocol/meters.ts';

/** A server to start. */
export interface ServerPlan {
  /** The node that it stands for, such as `edge/0`. */
  readonly name: string;
  /** Where it is to listen, on loopback. */
  readonly port: number;
  /** Its own, empty, and gone after the run. */
  readonly folder: string;
  /** Ports on loopback, one a parent; each leads over a link of the scenario. */
  readonly parents: readonly number[];
  /** Name of the algorithm that chooses among parents. */
  readonly algorithm: string;
  /** Of a chat server: messages after which it asks a device how many it has. */
  readonly ackEvery?: number | undefined;
  /** Of a broker. */
  readonly broker?:
    | {
        /** Whether sessions outlive a crash. */
        readonly isPersistent: boolean;
        /** Other brokers: ports on loopback that lead to them, and how it calls itself there. */
        readonly bridges: readonly { readonly port: number; readonly name: string }[];
      }
    | undefined;
  /** Undefined: it keeps nothing, and is no cache. */
  readonly cache: { readonly capacityBytes: number; readonly collapse: boolean } | undefined;
}

export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that can be started here. */
export interface Startable {
  /** As scenarios call it. */
  readonly name: string;
  readonly title: string;
  /** Of Debian. */
  readonly debianPackage: string;
  /** Arguments that make it say its version. */
  readonly version: Invocation;
  /** User whom the folder must belong to when root starts it. */
  readonly user?: string;
  /** Files to write, by name in its folder. */
  files(plan: ServerPlan): Readonly<Record<string, string>>;
  start(plan: ServerPlan): Invocation;
}

/** One that can stand for a cache or a balancer. */
export interface Software extends Startable {
  /** Whether it can keep copies. */
  readonly isCache: boolean;
  /** How algorithms of the model are called there; others are refused. */
  readonly algorithms: Readonly<Record<string, string>>;
  /** The smallest capacity that it can have, bytes. */
  readonly leastBytes: number;
  /** Settings of a cache of the model that make its copies grow old as they do there; undefined: exactly. */
  readonly clock?: Readonly<Record<string, string>>;
  /**
   * From the headers of an answer, whose names are in lower case; absent: whether an answer came from a copy is
   * told by whether the parent was asked.
   */
  finding?(headers: ReadonlyMap<string, string>): Found;
}

/** Set by the servers' configuration; each replaces what its parent says. */
export const FOUND_HEADER = 'X-Twinwing';
