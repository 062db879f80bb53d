/** How a part's schema tells the scenario reader what is wrong and what would be right. */

/** Travels in the `params` of a zod issue; the reader turns it into a problem with a place. */
export interface IssueParams {
  /** Stable code, listed in `sim/scenario/problem-codes.ts`. */
  readonly code: string;
  /** What to write instead, as a phrase: `write e.g. 300s`. */
  readonly hint?: string | undefined;
  /** The names that would have been right, so that the reader can say which is nearest. */
  readonly known?: readonly string[];
}

export const ISSUE = {
  unit: 'TW1201',
  range: 'TW1202',
  unknownName: 'TW1203',
  choiceShape: 'TW1204',
} as const;

/** A zod issue of our own making. `path` is relative to the value being checked. */
export function issue(
  input: unknown,
  message: string,
  params: IssueParams,
  path: PropertyKey[] = [],
) {
  return { code: 'custom' as const, message, input, path, params: { ...params } };
}

const LONGEST_QUOTE = 40;

/** @returns a name or text in quotes, short enough for one line. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`);
}

/** What was found, as the middle of `path: found: expected …`. */
export function found(raw: unknown): string {
  if (raw === undefined) return 'missing';
  if (raw === null) return 'empty';
  if (typeof raw === 'string') return quote(raw);
  if (Number.isNaN(raw)) return '.nan';
  if (typeof raw === 'object') return Array.isArray(raw) ? 'a list' : 'a map';
  return String(raw);
}
