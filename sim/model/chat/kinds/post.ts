/** Between kinds of messages and who carries them: the light delivery, or a service with a mailbox. */

/** Stands for a server where a person's number is expected: it says something, or is talked to. */
export const SERVER = -2;

/** Carries messages; `note` is what the sender knows of the message, -1: nothing. */
export interface Post {
  /** @param recipient a person, or `SERVER` for what `Carried.holds` takes over. */
  sendTo(sender: number, recipient: number, bytes: number, note: number): void;
  sendToRoom(sender: number, room: number, bytes: number, note: number): void;
  /** A server says something to one person, or to a room. */
  tell(person: number, bytes: number, note: number): void;
  tellRoom(room: number, bytes: number, note: number): void;
}

/** Has a message at its first server and hears what is to become of it, once. */
export interface Holder {
  /** Whether it tells the sender of a refusal itself, and then calls `Carried.told`. */
  readonly tellsOfRefusal: boolean;
  pass(job: number): void;
  refuse(job: number): void;
  /** It was for a server, which has it. */
  take(job: number): void;
}

/** What a carrier asks and tells of messages that have notes. */
export interface Carried {
  /** Names of the kinds, by number. */
  readonly kinds: readonly string[];
  kindOf(note: number): number;
  /** Whether somebody said it, so that others may answer: no signal, nor what a server says. */
  isSaid(note: number): boolean;
  /** It is sent: the carrier's number for it, and the device that it was written on. */
  sentAs(note: number, message: number, device: number): void;
  /** The carrier's number of the message that it refers to, -1: none. */
  parentOf(note: number): number;
  /** The device that it is written on, -1: any of its person's. */
  deviceOf(note: number): number;
  /** Whether it is kept for who is away, and for how long it is worth anything, ms. */
  isKept(note: number): boolean;
  ttlMs(note: number): number;
  /** Bytes that leave the sender's device; what each recipient gets is what was sent. */
  upBytes(note: number): number;
  /** Whether each recipient gets bytes of his own, so that servers have as many copies. */
  isForEach(note: number): boolean;
  /** A message is at its first server, before others get it. @returns whether it is held: the holder is told later. */
  holds(note: number, job: number, holder: Holder): boolean;
  /** The sender's device has heard that it was refused. */
  told(note: number): void;
  /** It is on the screen of a person. */
  shown(note: number, person: number): void;
  /** Everybody has it, or it is lost: its number may be used again. */
  settled(note: number): void;
}
