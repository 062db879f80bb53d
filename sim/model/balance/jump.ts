import { affinityOf, on } from './affinity.ts';
import type { Backends } from './backends.ts';
import { type Balancer, balancer, NO_BACKEND, type Request } from './balancer.ts';
import { mix32 } from './hash.ts';

const WORD = 4_294_967_296;
/** 2862933555777941757, the multiplier of the paper's generator, in two words. */
const HIGH = 0x27bb2ee6;
const LOW = 0x87b0b0fd;

/**
 * Jump consistent hash, bit by bit as published: a 64-bit generator in words of 32.
 *
 * @param high first word of the key. @param low second word. @param buckets 1 or more.
 */
export function jumpHash(high: number, low: number, buckets: number): number {
  let [upper, lower] = [high >>> 0, low >>> 0];
  let [bucket, next] = [0, 0];
  while (next < buckets) {
    bucket = next;
    const carry = highProduct(lower, LOW) + Math.imul(upper, LOW) + Math.imul(lower, HIGH);
    const sum = (Math.imul(lower, LOW) >>> 0) + 1;
    lower = sum >>> 0;
    upper = (carry + (sum >= WORD ? 1 : 0)) >>> 0;
    next = Math.floor((bucket + 1) * (2_147_483_648 / ((upper >>> 1) + 1)));
  }
  return bucket;
}

/** The upper word of the product of two words. */
function highProduct(one: number, other: number): number {
  const [oneHigh, oneLow] = [one >>> 16, one & 0xffff];
  const [otherHigh, otherLow] = [other >>> 16, other & 0xffff];
  const middle = oneHigh * otherLow + ((oneLow * otherLow) >>> 16);
  const cross = oneLow * otherHigh + (middle % 0x10000);
  return oneHigh * otherHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000);
}

/** Keys of a backend that is down are hashed again until they meet one that is not. */
class Jump implements Balancer {
  readonly #on: 'object' | 'client';

  constructor(kept: 'object' | 'client') {
    this.#on = kept;
  }

  pick({ count, up }: Backends, request: Request): number {
    if (!up.includes(1)) return NO_BACKEND;
    let key = affinityOf(request, this.#on);
    for (;;) {
      const backend = jumpHash(mix32(key ^ WHITENED), key, count);
      if (up[backend] === 1) return backend;
      key = mix32(key + 1);
    }
  }
}

/** Any constant: makes the key's first word differ from its second. */
const WHITENED = 0x9e3779b9;

export const jump = balancer({
  name: 'jump',
  summary: 'keeps each object on one backend, evenly and without a table; only the last may leave',
  source: 'Lamping & Veach, A Fast, Minimal Memory, Consistent Hash Algorithm, 2014',
  params: { on },
  main: 'on',
  make: (params) => new Jump(params.on),
});
