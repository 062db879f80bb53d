/** Whether what is kept may answer a request. RFC 9111 §4, §5.2.1; RFC 5861 */
import type { IncomingHttpHeaders } from 'node:http';
import { ageMs } from './age.ts';
import { type Directives, deltaSeconds, LONGEST_SECONDS, parseDirectives } from './directives.ts';
import type { Stored } from './stored.ts';

export type Use =
  /** It answers. */
  | 'fresh'
  /** It answers, and a fresh one is fetched meanwhile. RFC 5861 §3 */
  | 'stale'
  /** The origin is asked first. RFC 9111 §4.3 */
  | 'validate';

const NO_WISHES: Directives = new Map();

/** What a request wants of caches. RFC 9111 §5.2.1 */
export const wishesOf = (headers: IncomingHttpHeaders): Directives =>
  headers['cache-control'] === undefined ? NO_WISHES : parseDirectives(headers['cache-control']);

export function useOf(stored: Stored, wishes: Directives, nowMs: number): Use {
  if (stored.terms.isChecked || wishes.has('no-cache')) return 'validate';
  const age = ageMs(stored, nowMs);
  const leftMs = stored.freshMs - age;
  if (wishes.size > 0) {
    const most = deltaSeconds(wishes.get('max-age')) ?? LONGEST_SECONDS;
    const least = deltaSeconds(wishes.get('min-fresh')) ?? 0;
    if (age > most * 1000 || (least > 0 && leftMs < least * 1000)) return 'validate';
    if (leftMs <= 0 && isBearable(stored, wishes, -leftMs)) return 'fresh';
  }
  if (leftMs > 0) return 'fresh';
  const { isStrict, whileRevalidateSeconds } = stored.terms;
  return !isStrict && -leftMs < whileRevalidateSeconds * 1000 ? 'stale' : 'validate';
}

/** Who asks puts up with it. RFC 9111 §5.2.1.2 */
function isBearable({ terms }: Stored, wishes: Directives, staleMs: number): boolean {
  const value = wishes.get('max-stale');
  if (value === undefined || terms.isStrict) return false;
  return value === true || staleMs <= (deltaSeconds(value) ?? 0) * 1000;
}

/**
 * Whether a stale one is better than none: where the origin, or who asks, says so. RFC 9111 §4.2.4 would also let a cache that is
 * cut off serve any; the model's caches do not. RFC 5861 §4
 */
export function mayReplaceError(stored: Stored, wishes: Directives, nowMs: number): boolean {
  const { terms, freshMs } = stored;
  if (terms.isStrict || terms.isChecked) return false;
  const bearableSeconds = Math.max(
    terms.ifErrorSeconds,
    deltaSeconds(wishes.get('stale-if-error')) ?? 0,
  );
  return ageMs(stored, nowMs) - freshMs < bearableSeconds * 1000;
}
