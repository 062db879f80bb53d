/** Who takes what devices ask to nodes and back, in the place of the modelled network. */
export interface Courier {
  /**
   * Brings a call that was made to its callee, and its answer back: `Clients.received` is told.
   *
   * @param opened called for each new connection.
   */
  request(call: number, opened: () => void): void;
}
