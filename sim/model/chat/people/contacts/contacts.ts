/** The contract of contacts: whom people know, and so whom they write to. */
import type { Random } from '../../../../engine/random.ts';
import { partOf } from '../../../../part/part.ts';
import type { Graph } from './graph.ts';

/** The people of a chat, by number; those of a place have consecutive ones. */
export interface Folk {
  readonly count: number;
  /** Anybody else, equally likely. */
  other(person: number, random: Random): number;
}

export interface ContactsContext {
  readonly people: Folk;
  /** Chance that makes acquaintances, for those who make any. */
  chance(): Random;
}

export interface Contacts {
  /** Whom somebody writes to: never the person; anybody where a person knows nobody. */
  partner(person: number, random: Random): number;
  /** Who knows whom, where it is known for each; knowing is mutual. */
  readonly graph?: Graph;
  /** The people of a room that comes with these contacts, such as a department; undefined: rooms are drawn by size. */
  department?(random: Random): readonly number[];
  /** Whether people of a room know each other: members are found by going from contact to contact. */
  readonly makesRooms?: boolean;
}

export const contacts = partOf<Contacts, ContactsContext>();
