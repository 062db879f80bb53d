import { type EvictionPolicy, evictionPolicy } from './policy.ts';

/** Of a cache without end, which never asks what should leave. */
class Infinite implements EvictionPolicy {
  grow(): void {}

  admit(): boolean {
    return true;
  }

  added(): void {}

  touched(): void {}

  /** @throws Error always: the cache has an end after all, which is our mistake. */
  evict(): number {
    throw new Error('a cache without end asked what should leave');
  }

  removed(): void {}
}

export const infinite = evictionPolicy({
  name: 'infinite',
  summary: 'evicts nothing: the cache has no end, whatever its capacity; a bound on all policies',
  source: 'definition',
  params: {},
  unbounded: true,
  make: () => new Infinite(),
});
