/** What the page and the simulator's worker say to each other. */
import type { Problem, Result } from '../sim/index.ts';
import type { NamedFile } from './scenario-files.ts';

export type ToWorker =
  /** Files that scenarios may name from now on. */
  | { readonly type: 'files'; readonly files: readonly NamedFile[] }
  | { readonly type: 'check'; readonly text: string; readonly file: string }
  /** `fromMs`: winds to this time before it shows anything. */
  | {
      readonly type: 'start';
      readonly text: string;
      readonly file: string;
      readonly fromMs?: number;
    }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  /** Winds to a time and pauses there. */
  | { readonly type: 'seek'; readonly toMs: number }
  /** Lets one event happen. */
  | { readonly type: 'step' }
  /** How many times faster than real time at most; null for as fast as possible. */
  | { readonly type: 'speed'; readonly factor: number | null };

export type FromWorker =
  | { readonly type: 'ready' }
  /** `characters`: length of the text that was checked. */
  | {
      readonly type: 'checked';
      readonly problems: readonly Problem[];
      readonly characters: number;
    }
  | { readonly type: 'started'; readonly canRewind: boolean; readonly replications: number }
  /** What only building or running the scenario could tell. */
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly type: 'snapshot';
      readonly result: Result;
      readonly progress: number;
      readonly nowMs: number;
      readonly finished: boolean;
    }
  | { readonly type: 'failed'; readonly message: string };
