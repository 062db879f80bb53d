/** Faults of single connections, which only runs with real bytes have. */

/** Whether a connection between two nodes is one of those. */
export type Meets = (from: number, to: number) => boolean;

export interface WireFaults {
  /**
   * Programs at some nodes stop to read what comes, on a share of their connections.
   *
   * @returns what lets them read again.
   */
  stall(nodes: readonly number[], shareRatio: number): () => void;
  /** Something in between resets both ends of a share of the connections. */
  reset(meets: Meets, shareRatio: number): void;
  /** Something in between forgets a share of the connections: nothing gets through, and nobody is told. */
  vanish(meets: Meets, shareRatio: number): void;
}
