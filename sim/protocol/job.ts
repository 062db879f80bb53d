/** What passes between a thread that speaks and the one that waits for it. */
import type { Result } from '../result/result.ts';
import type { Sequence } from '../result/sequence.ts';
import type { Problem } from '../scenario/problem.ts';
import type { Draining } from './virtual/kernel.ts';

/** A scenario as text: a checked one cannot go to another thread. */
export interface ProtocolJob {
  readonly file: string;
  /** Of the file and of all that it names, by the names that messages use. */
  readonly texts: ReadonlyMap<string, string>;
  readonly seed?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly draining?: Draining | undefined;
  readonly capture?: CaptureWish | undefined;
}

/** What is to be written down of the bytes of its first replication. */
export interface CaptureWish {
  /** `client` or `server`: at the end that dialled, or that was called; else a node's or a group's name. */
  readonly point: string;
  /** Of a capture file, at most. */
  readonly mostBytes: number;
  /** What the sequence is of: `connection/3`, `request/12` or `datagrams/2`. */
  readonly of?: string | undefined;
}

export interface Captured {
  /** A file in the format pcapng. */
  readonly packets: Uint8Array;
  /** What devices have asked and were answered: an HTTP Archive. */
  readonly har: string;
  /** Undefined: what it should be of was not recorded. */
  readonly sequence: Sequence | undefined;
  /** Connections that are in it, and all that passed the point. */
  readonly connections: number;
  readonly seen: number;
  /** Requests that were written down, and all that devices made. */
  readonly requests: number;
  readonly asked: number;
}

/** How far it is. */
export interface ProtocolProgress {
  readonly progress: number;
  readonly nowMs: number;
  readonly events: number;
}

export interface ProtocolAnswer {
  /** With `complete: false` when it was stopped. */
  readonly result: Result;
  /** Hash of all bytes that arrived, by connection and time, 16 hex digits. */
  readonly wireHash: string;
  /** Turns of the real loop that were spent on waiting for the system. */
  readonly realTurns: number;
  readonly captured?: Captured | undefined;
}

/** What a thread posts: progress now and then, and one of the others at the end. */
export type ProtocolMessage =
  | { readonly kind: 'progress'; readonly progress: ProtocolProgress }
  | { readonly kind: 'answer'; readonly answer: ProtocolAnswer }
  /** It cannot be spoken as it is. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** Something was real that should not have been. */
  | { readonly kind: 'escaped'; readonly escapes: readonly string[] };

/** Posted to the thread: it ends after the event that happens now. */
export const STOP = 'stop';
