/** The contract of message kinds: what a message of a kind is, what goes before it and what follows. */
import { partOf } from '../../../part/part.ts';
import type { Reference } from '../../../part/reference.ts';
import type { Distribution } from '../../distribution/distribution.ts';

/** When messages of a kind come about. */
export type Occasion =
  /** People say it; `share` is its weight among all that is said. */
  | { readonly when: 'said'; readonly share: number }
  /** It goes before what people type: one at once, and one each so often while they do. */
  | { readonly when: 'typing'; readonly everyMs: number; readonly lasts: Distribution }
  /** Who has said something refers to it, `share` of the time, if it is not too late by then. */
  | {
      readonly when: 'after sending';
      readonly share: number;
      readonly after: Distribution;
      readonly atMostMs: number;
    }
  /** Who sees what somebody said refers to it. */
  | {
      readonly when: 'after seeing';
      readonly share: number;
      readonly after: Distribution;
      readonly to: 'sender' | 'conversation';
    }
  /** A device says it by itself, so often in a second, to so many contacts. */
  | { readonly when: 'by itself'; readonly perSecond: number; readonly contacts: number }
  /** A server says it to everybody: first then, and again after so long; Infinity: once. */
  | { readonly when: 'by a server'; readonly firstMs: number; readonly everyMs: number }
  /** Servers tell it when there is a reason. */
  | { readonly when: 'never' };

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

/** Messages that follow what was said, and of which only the last is of interest. */
export interface Updates {
  /** Of what is said, how much has any. */
  readonly share: number;
  readonly everyMs: number;
  readonly lasts: Distribution;
  readonly bytes: number;
}

/** Who sees the message may claim a part of what is in it, first come, first served. */
export interface Claims {
  readonly parts: Distribution;
  readonly share: number;
  readonly after: Distribution;
  /** The group of nodes that gives the parts out. */
  readonly wallet: string;
}

/** Whom people talk to is a server, which answers. */
export interface Answering {
  /** Answers made at the same time; others wait in order. */
  readonly places: number;
  /** What one message says, and how long it takes; undefined: it comes as a stream. */
  readonly reply?: { readonly takes: Distribution; readonly bytes: Distribution } | undefined;
  readonly stream?: TokenStream | undefined;
}

/** An answer of a language model, token by token. */
export interface TokenStream {
  readonly workload: 'conversation' | 'code';
  /** Tokens of a question that are read in a second. */
  readonly prefillPerSecond: number;
  /** Tokens of an answer that are made in a second. */
  readonly perSecond: Distribution;
  readonly tokensInEvent: number;
  readonly eventBytes: number;
  /** Not 0: instead of events the message is edited so often, ms, and sent whole each time. */
  readonly editEveryMs: number;
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
  /** Whether people type it. */
  readonly isTyped?: boolean;
  readonly updates?: Updates | undefined;
  readonly claims?: Claims | undefined;
  readonly answering?: Answering | undefined;
  /** As what it is looked at before others see it; undefined: it is not. */
  readonly moderatedAs?: 'text' | 'media' | undefined;
  /** Groups of nodes that it needs, by its parameters. */
  readonly references?: readonly Reference[] | undefined;
}

export const messageKind = partOf<MessageKind>();

export const FOREVER_MS = Number.POSITIVE_INFINITY;
