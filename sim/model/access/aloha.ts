/** What theory says of sending whenever one likes. Source: Abramson, AFIPS FJCC 1970; Roberts 1975. */
import { exp } from '../../engine/math/index.ts';

/** Successful frames per frame time at an offered load of `load` frames per frame time. */
export const pureAloha = (load: number): number => load * exp(-2 * load);
export const slottedAloha = (load: number): number => load * exp(-load);

/** Share of frames that nobody else meets: `others` devices send `airtimeMs` every `everyMs`. */
export const alohaDelivery = (others: number, airtimeMs: number, everyMs: number): number =>
  exp((-2 * others * airtimeMs) / everyMs);
