export interface SuiteTest {
  readonly id: string;
  readonly kind?: 'required' | 'optimal' | 'check';
  readonly browser_only?: boolean;
}

export interface SuiteAnswer {
  readonly version: string;
  /** Whether all tests came to an end. */
  readonly isDone: boolean;
  readonly escapes: readonly string[];
  readonly groups: readonly { readonly tests: readonly SuiteTest[] }[];
  /** By test. */
  readonly verdicts: ReadonlyMap<string, string>;
  /** By kind of test. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of all bytes that arrived, when. */
  readonly hash: string;
  readonly virtualMs: number;
}

export function runVirtually(options?: {
  readonly folder?: string;
  readonly draining?: 'ticks' | 'turns';
}): Promise<SuiteAnswer>;
