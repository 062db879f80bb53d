/** A lone `-` on its way through yargs 18, which takes it for the start of an option and drops it. */

/** No file is called this: names cannot hold the character. */
const STAND_IN = '\u0000-';

export const hideDashes = (words: readonly string[]): string[] =>
  words.map((word) => (word === '-' ? STAND_IN : word));

/** @returns the arguments as they were written. */
export function showDashes<Args extends object>(args: Args): Args {
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    return value === STAND_IN ? '-' : value;
  };
  const shown = Object.entries(args).map(([key, value]) => [key, show(value)]);
  return Object.fromEntries(shown) as Args;
}
