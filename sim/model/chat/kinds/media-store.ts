/** Where media of messages lie: what kinds ask of the scenario's CDN. */
import type { Random } from '../../../engine/random.ts';

/** Which of a message's objects. */
export const PREVIEW = 0;
export const ORIGINAL = 1;
export const PIECES = ['preview', 'original'] as const;

export interface MediaStore {
  /** A new object of so many bytes. @returns its number, one above that of the object before. */
  create(bytes: number): number;
  /** An object of a kind's stock, by popularity. */
  choose(kind: number, random: Random): number;
  /** A device uploads for a note; `MediaUser` is told. */
  upload(note: number, kind: number, place: number, device: number, bytes: number): void;
  /** A device fetches what a note names; `MediaUser` is told. @param piece `PREVIEW` or `ORIGINAL`. */
  fetch(
    note: number,
    kind: number,
    piece: number,
    place: number,
    device: number,
    object: number,
  ): void;
  /** The device has it: shown without a request. */
  held(kind: number, piece: number, place: number): void;
}

export interface MediaUser {
  uploaded(note: number, isFailed: boolean): void;
  fetched(note: number): void;
}
