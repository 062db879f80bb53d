/** Mixes both words into every bit of the result; multipliers are those of MurmurHash3's finalizer (Appleby, 2011). */
export function hashWords(low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
