/** An answer that an edge keeps. */

import type { Fields } from '../fields.ts';
import type { Times } from './age.ts';
import type { Terms } from './terms.ts';

export interface Stored extends Times {
  readonly status: number;
  /** What is passed on, without `Age` and `Content-Length`, which are reckoned each time. */
  readonly fields: Fields;
  readonly terms: Terms;
  /** How long it is fresh, by its own word or by heuristics, ms. */
  readonly freshMs: number;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Its `Date`, or when it came. */
  readonly dateMs: number;
  /** Fields of requests that it depends on, in lower case. */
  readonly vary: readonly string[];
  /** It has `Surrogate-Control`, which is for surrogates only. */
  readonly isForSurrogates: boolean;
  readonly body: Buffer;
}
