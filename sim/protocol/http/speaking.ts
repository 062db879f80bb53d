/** What everyone who speaks HTTP in a run shares. */
import type { World } from '../../model/node/world.ts';
import type { ExchangeLog } from '../capture/exchange-log.ts';
import type { Security } from '../tls/security.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { VirtualNetwork } from '../wire/network.ts';

export interface Speaking {
  readonly kernel: Kernel;
  readonly world: World;
  readonly network: VirtualNetwork;
  /** Where what devices ask is written down; undefined: nobody wants it. */
  readonly log?: ExchangeLog | undefined;
  /** Undefined: nobody speaks TLS. */
  readonly security?: Security | undefined;
}

export const HTTP_PORT = 80;
/** Where nodes take HTTP/2, from those who know: nobody asks first. RFC 9113 §3.3 */
export const HTTP2_PORT = 8080;

/** An object of a world as a path: its content, and its number there. */
export const pathOf = (content: number, object: number): string => `/${content}/${object}`;

/** @returns undefined for a path that is none of ours. */
export function objectOf(path: string): { content: number; object: number } | undefined {
  const match = /^\/(\d+)\/(\d+)$/.exec(path);
  return match === null ? undefined : { content: Number(match[1]), object: Number(match[2]) };
}

/** `Date` of an answer: Node's own comes from a clock that nobody can replace. */
export const dateNow = (): string => new Date().toUTCString();

/** A node as the name of a host, and the other way round. */
export const hostOf = (node: number): string => `node-${node}`;
export const nodeOf = (host: string): number => Number(host.slice('node-'.length));
