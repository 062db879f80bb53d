/** Commands as one would type them. */

/** Characters that no POSIX shell gives a meaning. */
const HARMLESS = /^[\w@%+=:,./-]+$/;

const quote = (word: string): string =>
  HARMLESS.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** @returns a line that a POSIX shell splits into exactly these words. */
export const commandLine = (words: readonly string[]): string => words.map(quote).join(' ');
