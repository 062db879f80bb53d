/**
 * Spreads the numbers of objects, which are dense, over all 32-bit words, so that any bits of the
 * answer can choose a counter.
 *
 * @param salt which of many independent spreadings.
 * Source: the finalizer of MurmurHash3 (Appleby, public domain).
 */
export function scatter(object: number, salt: number): number {
  let hash = object ^ salt;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
