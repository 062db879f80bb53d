/** What an origin says of the life of copies: RFC 9111 (HTTP caching) and RFC 5861 (stale content). */

/** How long copies are fresh. */
export interface Lifetime {
  /** From the moment the origin answered, ms. RFC 9111 §4.2.1; Infinity: never expires. */
  readonly maxAgeMs: number;
  /**
   * Instead of that, where the origin does not say: as a share of the time between the last change and
   * the origin's answer. RFC 9111 §4.2.2. Versions are the times of changes then.
   */
  readonly heuristicShare?: number | undefined;
}

/**
 * How long a copy is fresh from the origin's answer on, ms. All tiers come to the same: by heuristics it is
 * the version as it was then that counts.
 *
 * @param versionMs when that version came about.
 */
export const lifetimeMs = (
  { maxAgeMs, heuristicShare }: Lifetime,
  generatedAtMs: number,
  versionMs: number,
): number =>
  heuristicShare === undefined ? maxAgeMs : heuristicShare * (generatedAtMs - versionMs);

export interface Freshness extends Lifetime {
  /** How long after that a stale copy may be served while it is fetched anew. RFC 5861 §3. */
  readonly staleMs: number;
  /** How long after its lifetime a copy may be served when the parent fails. RFC 5861 §4. */
  readonly staleIfErrorMs: number;
  /** Whether shared caches may keep copies: neither `no-store` nor `private`. RFC 9111 §3. */
  readonly isStorable: boolean;
  /** Whether one answer may do for all who wait for it, as `no-cache` forbids too. RFC 9111 §4. */
  readonly isShareable: boolean;
  /** Lifetime in private caches, for which `s-maxage` is not. RFC 9111 §5.2.2.10. */
  readonly privately: Lifetime;
  /** Whether private caches may keep copies: not `no-store`. RFC 9111 §3. */
  readonly isPrivatelyStorable: boolean;
  /** How long a cache remembers that the parent failed, ms. RFC 9111 §4 leaves it to caches. */
  readonly negativeMs: number;
}

/** Copies that never expire. */
export const FOREVER: Freshness = {
  maxAgeMs: Number.POSITIVE_INFINITY,
  heuristicShare: undefined,
  staleMs: 0,
  staleIfErrorMs: 0,
  isStorable: true,
  isShareable: true,
  privately: { maxAgeMs: Number.POSITIVE_INFINITY },
  isPrivatelyStorable: true,
  negativeMs: 0,
};

/** A clock that ticks, by which a cache may tell how old copies are. */
export interface CoarseClock {
  readonly tickMs: number;
  /** Copies go when the tick begins in which their lifetime ends, and not when it is over. */
  readonly isEarly: boolean;
}

/**
 * How old a copy is. nginx keeps the second of the answer plus the lifetime, and serves while that is not below the
 * second that it is now: the tick of the answer does not count. Squid and HAProxy serve while it is above.
 * Source: ngx_http_file_cache.c of nginx 1.22; the others measured, docs/live.md
 */
export function ageMs(
  generatedAtMs: number,
  nowMs: number,
  clock: CoarseClock | undefined,
): number {
  if (clock === undefined) return nowMs - generatedAtMs;
  const { tickMs, isEarly } = clock;
  const ticks = Math.floor(nowMs / tickMs) - Math.floor(generatedAtMs / tickMs);
  return (isEarly ? ticks : ticks - 1) * tickMs;
}
