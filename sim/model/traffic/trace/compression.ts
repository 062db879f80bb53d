export type Compression = 'gzip' | 'zstd' | 'none';

/** How many first bytes `detectCompression` looks at. */
export const MAGIC_BYTES = 4;

/**
 * Tells the compression from a file's first bytes; its name does not matter.
 *
 * Source: RFC 1952 §2.3.1 (gzip, 1f 8b), RFC 8878 §3.1.1 and §3.1.2 (zstd frames, and frames to skip, little-endian).
 */
export function detectCompression(firstBytes: Uint8Array): Compression {
  const [a, b, c, d] = firstBytes;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  const skippable = a! >= 0x50 && a! <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18;
  return skippable ? 'zstd' : 'none';
}
