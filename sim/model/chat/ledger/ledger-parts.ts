/** What a ledger is made of. */
import type { Invariant } from '../../../result/ledger.ts';
import type { Trail } from '../../node/trail.ts';
import type { Owners } from './seats.ts';

export interface LedgerParts extends Owners {
  readonly traffic: string;
  readonly promises: readonly Invariant[];
  /** Says how many events have happened, and what time it is. */
  readonly clock: { readonly events: number; readonly nowMs: number };
  /** Whether all that a device had been shown when it sent something is a cause; default: what is answered. */
  readonly knowsCauses?: boolean;
  /** Where the way of a message is written down; undefined: nobody asks. */
  readonly trail?: Trail | undefined;
  /** What the chat says that it holds, compared at each message that is sent; undefined: it is not asked. */
  readonly held?: (() => number) | undefined;
  /** By how much the chat may take a message for expired before it is, ms; default: not at all. */
  readonly earlyMs?: number | undefined;
  /** Messages that are kept after all is known of them, to name rightly what comes too late. */
  readonly memory?: number;
}
