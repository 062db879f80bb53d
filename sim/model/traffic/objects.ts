/** What a traffic of requests tells of the objects that it asks for. */
import type { Freshness } from '../cache/freshness.ts';
import type { Match } from './keys.ts';
import type { TagSet } from './tags.ts';
import type { VaryParams } from './vary.ts';

/** The objects of a traffic. */
export interface Objects {
  readonly match: (pattern: string) => Match;
  /** Default: none of them has any. */
  readonly tags?: TagSet;
  /** Default: the URL is all that answers depend on. */
  readonly vary?: VaryParams | undefined;
  /** Whether requests may have bodies. */
  readonly hasUploads?: boolean;
  /** Size of an object by the traffic's own number, bytes; undefined for one that is not known. */
  bytesOf(object: number): number | undefined;
  /** The object that lies behind another, -1: none; default: the next number. */
  next?(object: number): number;
  /** When the origin has an object to give, ms; default: always. */
  readyAtMs?(object: number): number;
  /** Of objects that do not live as the traffic's `freshness` says; undefined: as it says. */
  lifeOf?(object: number): Life | undefined;
  /** Told of each request that begins, with the call by which it can be called back; default: none is. */
  readonly began?: Began | undefined;
  /** Told of each answer, after it was counted, with what `ask` was given. */
  readonly told?: Told | undefined;
}

/** @param place index into the context's clients. @param object by the traffic's own number. */
export type Told = (job: number, isFailed: boolean, place: number, object: number) => void;

/** @param job what `ask` was given. */
export type Began = (job: number, place: number, call: number) => void;

/** How long copies live, and how often what they copy changes. */
export interface Life {
  readonly freshness: Freshness;
  /** Mean time between changes, ms; Infinity: it never changes. */
  readonly changesMs: number;
}
