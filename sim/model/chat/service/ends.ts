/** Where packets of a full chat come to. */

/** Who gets packets; they are theirs to release. */
export interface Ends {
  atMailbox(packet: number): void;
  atDevice(packet: number): void;
  lost(packet: number): void;
  /** @returns the same packet once more. */
  copy(packet: number): number;
}
