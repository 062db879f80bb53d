/** How a part's schema tells the scenario reader what is wrong and what would be right. */

/** Travels in the `params` of a zod issue; the reader turns it into a problem with a place. */
export interface IssueParams {
  /** Stable code, listed in `sim/scenario/problem-codes.ts`. */
  readonly code: string;
  /** What to write instead, as a phrase: `write e.g. 300s`. */
  readonly hint?: string;
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
