/** The way of one message through a run that is played again to see it. */

/** One thing that happened to it. */
export interface TrailStep {
  readonly atMs: number;
  /** Number of the event in the replication. */
  readonly event: number;
  /** In a few words: `sent`, `handed out`, `shown`. */
  readonly what: string;
  /** Name of a node, a device or a person; absent when it is nowhere in particular. */
  readonly where?: string;
}

/** Which message is followed. */
export interface Followed {
  readonly traffic: string;
  /** Serial number. */
  readonly message: number;
}
