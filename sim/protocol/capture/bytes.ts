/** Numbers and options as bytes, in the order that networks have. */

/** The ones' complement sum of 16-bit words. Source: RFC 1071. */
export function sumOf(bytes: Uint8Array, from = 0): number {
  let sum = from;
  const even = bytes.length & ~1;
  for (let at = 0; at < even; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  if (even < bytes.length) sum += bytes[even]! << 8;
  return sum;
}

/** What goes into a packet's field. */
export function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** `10.0.0.7` as 4 bytes. */
export const hostBytes = (address: string): Uint8Array =>
  Uint8Array.from(address.split('.'), Number);
