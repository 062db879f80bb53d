/**
 * Features of learned policies are small numbers: of a wide quantity, such as a time or a size, the
 * first three binary digits are kept, so that all fit into `BINS`.
 */
export const BINS = 128;
/** A quantity that is not known; larger than all others, as it stands for something long ago. */
export const UNKNOWN_BIN = BINS - 1;
const LARGEST = 0x7fffffff;

/** @param quantity 0 or more. @returns 0 to 119, four steps for each power of two. */
export function logBin(quantity: number): number {
  const value = quantity < LARGEST ? Math.trunc(quantity) : LARGEST;
  if (value < 4) return value;
  const dropped = 29 - Math.clz32(value);
  return dropped * 4 + (value >>> dropped);
}
