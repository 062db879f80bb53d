/**
 * Requests for a part of an object: players that jump, downloads that go on, readers of indexed files.
 * RFC 9110 §14. Where in the object they begin is equally likely everywhere (assumption).
 */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import type { Choice } from '../../part/choice.ts';
import { bytes, ratio } from '../../part/units.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';

export const rangeParams = z.strictObject({
  share: ratio().prefault('100%').describe('requests that want a part; the rest wants all of it'),
  size: varying(bytes).describe(
    'bytes of a part; drawn for each request, at most all of the object',
  ),
});

interface RangeSettings {
  readonly share: number;
  readonly size: Choice<Distribution>;
}

export class Ranges {
  readonly #share: number;
  readonly #size: Distribution;
  readonly #random: Random;
  /** What the last draw gave: bytes wanted, where they begin, and of how many when they are a part. */
  bytes = 0;
  fromByte = 0;
  partOf = 0;

  constructor({ share, size }: RangeSettings, random: Random) {
    this.#share = share;
    this.#size = size.make();
    this.#random = random;
  }

  draw(wholeBytes: number): void {
    const isPart = this.#random.uniform() < this.#share;
    const wanted = isPart ? Math.max(1, Math.round(this.#size.sample(this.#random))) : wholeBytes;
    this.bytes = Math.min(wanted, wholeBytes);
    this.partOf = this.bytes < wholeBytes ? wholeBytes : 0;
    const places = wholeBytes - this.bytes + 1;
    this.fromByte = this.partOf === 0 ? 0 : Math.floor(this.#random.uniform() * places);
  }
}
