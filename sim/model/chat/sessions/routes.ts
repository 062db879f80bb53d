/** How what is for a device comes to the gateway that has its connection, where that is not known of itself. */
export interface Routes {
  /**
   * Who wants things handed on is told of each of them.
   *
   * @param found `at`: the node that it goes on from; `isFound` false: it is lost.
   * @returns the number to hand things in under.
   */
  serve(found: (item: number, at: number, isFound: boolean) => void): number;
  /** Takes something for one device from a node. @param whose from `serve`. */
  hand(whose: number, item: number, from: number, device: number): void;
  /** Where a node believes a device to be, which may be wrong; -1: nowhere. */
  believed(at: number, device: number): number;
  /** What went to where a node believed a device to be found nobody there. */
  wasStale(at: number, device: number): void;
  /** What holds when the run begins is known. */
  begin(): void;
}
