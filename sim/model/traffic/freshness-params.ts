/** How a scenario says how long copies of a traffic's objects live. */
import { z } from 'zod';
import { duration } from '../../part/units.ts';
import { FOREVER, type Freshness } from '../cache/freshness.ts';

export const freshnessParams = z.strictObject({
  'max-age': duration()
    .optional()
    .describe('lifetime of a copy from the origin’s answer, RFC 9111 §5.2.2.1; default: no end'),
  's-maxage': duration()
    .optional()
    .describe('the same for shared caches, where it wins, RFC 9111 §5.2.2.10'),
  'no-store': z
    .boolean()
    .default(false)
    .describe('no cache keeps a copy, and no request waits for another, RFC 9111 §5.2.2.5'),
  private: z
    .boolean()
    .default(false)
    .describe('no shared cache keeps a copy: no cache node does, RFC 9111 §5.2.2.7'),
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

/** As cache nodes, which are shared, have to take it. */
export function freshnessOf(params: z.output<typeof freshnessParams> | undefined): Freshness {
  if (params === undefined) return FOREVER;
  return {
    maxAgeMs: params['s-maxage'] ?? params['max-age'] ?? FOREVER.maxAgeMs,
    staleMs: params['stale-while-revalidate'],
    staleIfErrorMs: params['stale-if-error'],
    isStorable: !params['no-store'] && !params.private,
    negativeMs: params.negative,
  };
}
