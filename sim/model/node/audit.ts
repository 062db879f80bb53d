/** Somebody who holds what a run shows against what was promised, for as long as it runs. */
import type { LedgerData } from '../../result/ledger.ts';

export interface Audit {
  /** Between two events: whether the books balance. */
  check(): void;
  /** The run is over: what was to be kept is there. */
  finish(): void;
  facts(): LedgerData;
}
