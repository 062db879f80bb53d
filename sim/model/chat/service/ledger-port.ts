/** What an independent ledger is told, so that it can check every promise by itself. */
/** A message is its serial number, a device its number over all devices of the chat; times in ms. */
export interface LedgerPort {
  /** @param parent the message that it answers; -1: none. */
  sent(
    message: number,
    sender: number,
    device: number,
    conversation: number,
    atMs: number,
    parent: number,
    expiresAtMs: number,
  ): void;
  /** The sender's device was told that it is kept. */
  acked(message: number, atMs: number): void;
  /** The sender's device was told that it is not kept. */
  rejected(message: number, atMs: number): void;
  /** It is on a recipient's screen. */
  shown(message: number, device: number, atMs: number): void;
  read(message: number, person: number, atMs: number): void;
  /** The sender's device was told. @param kind DELIVERED or WAS_READ. @param device that has it, or -1. */
  receipt(message: number, kind: number, atMs: number, device: number): void;
  /** One cursor of a reader: the device has heard that he has all up to a number of the conversation. */
  receiptCursor?(
    device: number,
    conversation: number,
    reader: number,
    kind: number,
    value: number,
  ): void;
  cursor(device: number, conversation: number, value: number): void;
  joined(conversation: number, person: number, atMs: number): void;
  left(conversation: number, person: number, atMs: number): void;
  expired(message: number, device: number, atMs: number): void;
  /** It does not come to another domain, whose devices do not get it; its sender is told. */
  bounced(message: number, device: number, atMs: number): void;
}
