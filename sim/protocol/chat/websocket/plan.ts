/** What the model's settings of WebSocket say. */
export interface WebSocketPlan {
  /** Bytes of a confirmation at the least; undefined: there is none. */
  readonly ackBytes: number | undefined;
  readonly isDeflated: boolean;
}
