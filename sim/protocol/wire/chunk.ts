/** Bytes of a connection that travel as one. */
export interface Piece {
  readonly order: number;
  /** Bytes sent before it. */
  readonly position: number;
  readonly bytes: Buffer;
  readonly isEnd: boolean;
}

/** What its sender knows of it, where acknowledgements are sent. */
export interface Chunk extends Piece {
  readonly firstSentMs: number;
  sentMs: number;
  timeoutMs: number;
  isSentAgain: boolean;
  /** Whether it was sent again to learn what had become of it, and was lost. */
  isProbe: boolean;
  /** When the receiver first had it; Infinity: not yet. */
  arrivedMs: number;
  /** When its sender will know that it has arrived, and up to where the receiver then takes bytes. */
  knownMs: number;
  edge: number;
}

/** What it counts among the numbers of a connection: FIN is one. RFC 9293 §3.4 */
export const lengthOf = ({ bytes, isEnd }: Piece): number => bytes.length + (isEnd ? 1 : 0);
