/** Who deals with an exchange beside the nodes that calls come from and go to. */

/** Somebody who sends calls to nodes as long as these take any. */
export interface Watcher {
  /** @param isDrained what an operator says; that a node has crashed has to be found out otherwise. */
  changed(node: number, takesCalls: boolean, isDrained: boolean): void;
  weighed(node: number, weight: number): void;
}

/** Lets calls into a node, or sheds them. */
export interface Door {
  admits(call: number): boolean;
  /** A call that was let in has its answer. */
  answered(call: number): void;
}

/** Takes answers to devices, packet by packet. */
export interface Carrier {
  /** @param isBroken whether there is an error instead of an answer. */
  carry(call: number, bytes: number, isBroken: boolean): void;
}

/** Takes what a node asks others, and their answers, packet by packet. */
export interface Uplink extends Carrier {
  /** @param call is sent when there is a connection for it. */
  ask(call: number): void;
}
