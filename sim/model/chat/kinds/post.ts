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
  /** What `holds` took goes on its way, is refused, or was for a server. */
  pass(job: number): void;
  refuse(job: number): void;
  take(job: number): void;
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
  /** Bytes that leave the sender's device; what each recipient gets is what was sent. */
  upBytes(note: number): number;
  /** Whether each recipient gets bytes of his own, so that servers have as many copies. */
  isForEach(note: number): boolean;
  /** A message is at its first server, before others get it. @returns whether it is held: `Post` is told later. */
  holds(note: number, job: number): boolean;
  /** It is on the screen of a person. */
  shown(note: number, person: number): void;
  /** Everybody has it, or it is lost: its number may be used again. */
  settled(note: number): void;
}
