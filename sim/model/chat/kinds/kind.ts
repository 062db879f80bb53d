/** The contract of message kinds: what a message of a kind is, what goes before it and what follows. */
import { partOf } from '../../../part/part.ts';
import type { Reference } from '../../../part/reference.ts';
import type { Distribution } from '../../distribution/distribution.ts';

/** When messages of a kind come about. */
export type Occasion =
  /** People say it; `share` is its weight among all that is said. */
  { readonly when: 'said'; readonly share: number };

/** Something that lies at the CDN and that people who see a message may fetch. */
export interface Piece {
  readonly bytes: Distribution;
  /** Of those who see the message, how many fetch it. */
  readonly share: number;
  /** Between seeing the message and asking for the piece, ms. */
  readonly after: Distribution;
}

/** What is a message's own: its sender uploads it before the message is sent. */
export interface OwnMedia {
  /** A thumbnail, fetched by all who see the message, at once. */
  readonly preview?: Distribution | undefined;
  readonly original: Piece;
}

/** Objects that everybody knows, of which a message names one: nothing is uploaded. */
export interface Stock {
  readonly objects: number;
  /** Of Zipf's law. */
  readonly exponent: number;
  readonly bytes: Distribution;
  /** Share of those seen that the app has kept, whatever the device's cache. */
  readonly held: number;
}

export interface MessageKind {
  readonly occasion: Occasion;
  /** Bytes of the message with its envelope; undefined: as the chat's text has. */
  readonly bytes: Distribution | undefined;
  /** Whether servers keep it for who is away. */
  readonly isKept: boolean;
  /** How long it is worth anything, ms; Infinity: for ever. */
  readonly ttlMs: number;
  readonly media?: OwnMedia | undefined;
  readonly stock?: Stock | undefined;
  /** Groups of nodes that it needs, by its parameters. */
  readonly references?: readonly Reference[] | undefined;
}

export const messageKind = partOf<MessageKind>();

export const FOREVER_MS = Number.POSITIVE_INFINITY;
