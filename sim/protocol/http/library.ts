/** What a device asks with: a library, with connections of its own. */
import type { Flow } from '../../model/net/transport/transport.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { TlsVersion } from '../tls/security.ts';
import type { End } from '../wire/courses.ts';
import type { Speaking } from './speaking.ts';

/** A whole answer. */
export interface Heard {
  readonly status: number;
  readonly bytes: number;
}

/** Whom a device asks, and for what. */
export interface Asked {
  readonly node: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Told of each new connection. */
  opened(): void;
}

export interface Library {
  /** @param heard told once; of undefined when no whole answer came. */
  get(asked: Asked, heard: (answer: Heard | undefined) => void): void;
}

/** How one traffic's devices connect. */
export interface ClientPlan {
  readonly traffic: string;
  readonly library: LibraryName;
  /** Connections at a time to one node, and requests at a time on each. */
  readonly connections: number;
  readonly requests: number;
  /** After which an unused connection is closed, ms. */
  readonly idleMs: number;
  /** Undefined: it is not encrypted. */
  readonly tls: TlsVersion | undefined;
  /** How ends send, and how much is taken in before it is read. */
  readonly flow: Flow | undefined;
}

export type LibraryName = 'node:http' | 'node:http2' | 'undici';

/** One device. */
export interface Seat {
  readonly from: End;
  /** Chance of its access network. */
  readonly lane: Lane;
  readonly plan: ClientPlan;
}

export type MakeLibrary = (speaking: Speaking, seat: Seat) => Library;
