/** Did you mean … ? */
import { distance } from 'fastest-levenshtein';
import { quote } from '../part/issue.ts';

const LEAST_EDITS = 2;
/** Longer words may be further apart and still be the same word, mistyped. */
const EDITS_PER_LETTER = 1 / 3;
/** Nobody mistypes a name of this length by a few letters; comparing would only cost time. */
const LONGEST_WORD = 100;
/** Long lists help nobody. */
const MOST_NAMES = 12;

/** @returns the known name that was most likely meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const limit = Math.max(LEAST_EDITS, Math.floor(word.length * EDITS_PER_LETTER));
  let best: string | undefined;
  let fewest = Math.min(limit, Math.max(word.length - 1, 0)) + 1;
  for (const name of known) {
    const edits = distance(word.toLowerCase(), name.toLowerCase());
    if (edits >= fewest) continue;
    best = name;
    fewest = edits;
  }
  return best;
}

/** @returns the nearest name as a question, or else the names there are. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const best = nearest(word, known);
  if (best !== undefined) return `did you mean ${quote(best)}?`;
  if (known.length === 0) return undefined;
  const shown = known.slice(0, MOST_NAMES).join(', ');
  return `known: ${shown}${known.length > MOST_NAMES ? ', …' : ''}`;
}
