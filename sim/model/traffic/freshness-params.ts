/** How a scenario says how long copies of a traffic's objects live. */
import { z } from 'zod';
import { duration, ratio } from '../../part/units.ts';
import { FOREVER, type Freshness, type Lifetime } from '../cache/freshness.ts';

export const freshnessSettings = z.strictObject({
  'max-age': duration()
    .optional()
    .describe('lifetime of a copy from the origin’s answer, RFC 9111 §5.2.2.1; default: no end'),
  's-maxage': duration()
    .optional()
    .describe('the same for shared caches, where it wins, RFC 9111 §5.2.2.10'),
  heuristic: ratio({ above: 0 })
    .optional()
    .describe(
      'lifetime where neither max-age nor s-maxage says it: this share of the time since the last change, as caches guess from Last-Modified (10% is usual), RFC 9111 §4.2.2; needs changes',
    ),
  'no-cache': z
    .boolean()
    .default(false)
    .describe(
      'a copy is kept and never served before the origin has confirmed it, each time, RFC 9111 §5.2.2.4',
    ),
  'must-revalidate': z
    .boolean()
    .default(false)
    .describe(
      'no copy is served past its lifetime, whatever stale-while-revalidate and stale-if-error say, RFC 9111 §5.2.2.2',
    ),
  'no-store': z
    .boolean()
    .default(false)
    .describe('no cache keeps a copy, and no request waits for another, RFC 9111 §5.2.2.5'),
  private: z
    .boolean()
    .default(false)
    .describe('no shared cache keeps a copy: no cache node does, browsers do, RFC 9111 §5.2.2.7'),
  'stale-while-revalidate': duration()
    .prefault('0s')
    .describe('how long after that a stale copy is served while it is renewed, RFC 5861 §3'),
  'stale-if-error': duration()
    .prefault('0s')
    .describe('how long after that a copy is served when the parent fails, RFC 5861 §4'),
  changes: duration({ above: 0 })
    .optional()
    .describe(
      'mean time between changes of an object, at random (Poisson); default: it never changes. Copies are renewed by ETag, without their bytes when nothing has changed, RFC 9110 §13.1.2',
    ),
  negative: duration()
    .prefault('0s')
    .describe('how long a cache answers with an error after its parent failed'),
});

type Settings = z.output<typeof freshnessSettings>;

/** Only what changes has a last change. */
export const isGuessable = ({ heuristic, changes }: Settings): boolean =>
  heuristic === undefined || changes !== undefined;

export const NEEDS_CHANGES = {
  path: ['heuristic'],
  error: 'without changes: expected changes, the mean time between them',
};

export const freshnessParams = freshnessSettings.refine(isGuessable, NEEDS_CHANGES);

/**
 * As cache nodes, which are shared, and browsers, which are private, have to take it. A stale window that the origin names is more particular
 * than its s-maxage, which by itself forbids to serve anything stale (RFC 9111 §5.2.2.10).
 */
export function freshnessOf(params: z.output<typeof freshnessParams> | undefined): Freshness {
  if (params === undefined) return FOREVER;
  const { 'no-cache': noCache, 'must-revalidate': mustRevalidate } = params;
  const explicitMs = noCache ? 0 : (params['s-maxage'] ?? params['max-age']);
  const isStorable = !params['no-store'] && !params.private;
  const mayBeStale = !noCache && !mustRevalidate;
  return {
    maxAgeMs: explicitMs ?? FOREVER.maxAgeMs,
    heuristicShare: explicitMs === undefined ? params.heuristic : undefined,
    staleMs: mayBeStale ? params['stale-while-revalidate'] : 0,
    staleIfErrorMs: mayBeStale ? params['stale-if-error'] : 0,
    isStorable,
    isShareable: isStorable && !noCache,
    privately: privateLifetime(params),
    isPrivatelyStorable: !params['no-store'],
    negativeMs: params.negative,
  };
}

function privateLifetime(params: Settings): Lifetime {
  const explicitMs = params['no-cache'] ? 0 : params['max-age'];
  const heuristicShare = explicitMs === undefined ? params.heuristic : undefined;
  return { maxAgeMs: explicitMs ?? FOREVER.maxAgeMs, heuristicShare };
}
