/** An ordered stream of bytes to a client and back, whatever carries it. Source: MQTT 5.0 §4.2 */
export interface Link {
  write(bytes: Buffer): void;
  /** Nothing more is sent; what was written still gets there. */
  end(): void;
  /** Bytes that were written and have not left. */
  readonly waitingBytes: number;
}
