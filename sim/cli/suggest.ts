import { distance } from 'fastest-levenshtein';

/** More edits than this share of the word make another word, not a slip of the finger. */
const MOST_EDITS_SHARE = 0.4;

/** @returns the known name nearest to what was written, unless none is near. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let edits = Math.max(1, Math.floor(written.length * MOST_EDITS_SHARE)) + 1;
  for (const name of known) {
    const away = distance(written.toLowerCase(), name.toLowerCase());
    if (away < edits) [best, edits] = [name, away];
  }
  return best;
}
