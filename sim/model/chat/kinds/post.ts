/** Between kinds of messages and who carries them: the light delivery, or a service with a mailbox. */

/** Carries messages; `note` is what the sender knows of the message, -1: nothing. */
export interface Post {
  sendTo(sender: number, recipient: number, bytes: number, note: number): void;
  sendToRoom(sender: number, room: number, bytes: number, note: number): void;
}

/** What a carrier asks and tells of messages that have notes. */
export interface Carried {
  /** Names of the kinds, by number. */
  readonly kinds: readonly string[];
  kindOf(note: number): number;
  /** Serial number of the message that it refers to, -1: none. */
  parentOf(note: number): number;
  /** Whether it is kept for who is away, and for how long it is worth anything, ms. */
  isKept(note: number): boolean;
  ttlMs(note: number): number;
  /** The number that the carrier has for it, where it has one: `parentOf` gives such numbers. */
  numbered?(note: number, serial: number): void;
  /** It is on the screen of a person. */
  shown(note: number, person: number): void;
  /** Everybody has it, or it is lost: its number may be used again. */
  settled(note: number): void;
}
