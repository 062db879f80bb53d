/** How old an answer is. RFC 9111 §4.2.3, §5.1 */
import { deltaSeconds, LONGEST_SECONDS } from './directives.ts';

/** One number, or several that one sender wrote, of which the first counts. */
const AGE = /^(\d+)(?:,\d+)*$/;

/**
 * `Age` of an answer, s. Lines that are several, or were (whoever joins them writes `, `), contradict one another, and what is no
 * number says nothing: then nobody knows, and the answer is taken for very old. RFC 9111 §5.1 would let it be taken for
 * new; who does so can serve what is too old.
 */
export function ageSeconds(lines: readonly string[] | undefined): number {
  if (lines === undefined) return 0;
  return deltaSeconds(AGE.exec(lines.join(', ').trim())?.[1]) ?? LONGEST_SECONDS;
}

/** What an answer's age is reckoned from. */
export interface Times {
  /** Its `Age` when it came, s. */
  readonly givenSeconds: number;
  /** When it was asked for, and when it came, ms since 1970. */
  readonly askedMs: number;
  readonly cameMs: number;
}

/**
 * `corrected_age_value` and what has gone by since: all caches on the way speak HTTP/1.1, so that no clock is compared with
 * another.
 *
 * @returns ms.
 */
export function ageMs({ givenSeconds, askedMs, cameMs }: Times, nowMs: number): number {
  const delayMs = cameMs - askedMs;
  return givenSeconds * 1000 + delayMs + (nowMs - cameMs);
}
