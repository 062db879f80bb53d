/** The contract of a search among siblings: caches of one group that have what another one lacks. */
import { z } from 'zod';
import { partOf } from '../../../part/part.ts';
import type { NodeContext } from '../../node/node.ts';

export type Among = 'place' | 'group';

export interface SearchContext {
  readonly node: NodeContext;
  /** @returns ids of the other nodes of the group, nearest first. */
  siblings(among: Among): readonly number[];
  /** Messages went to siblings, to ask or to know. */
  asked(messages: number): void;
  /** To be told once for each fetch: which sibling may have it, or that nobody has. */
  found(fetch: number, sibling: number): void;
  nobody(fetch: number): void;
  /** The node has crashed meanwhile: the fetch is over. */
  lost(fetch: number): void;
}

export interface SiblingSearch {
  /** Looks for a sibling that has the object of a fetch. */
  seek(fetch: number): void;
  /** The answer to a query is there; for searches that send any. */
  answered?(query: number): void;
}

export const siblingSearch = partOf<SiblingSearch, SearchContext>();

export const among = z
  .enum(['place', 'group'])
  .default('place')
  .describe('whom it asks: caches of its group in its own place, or in all of them');
