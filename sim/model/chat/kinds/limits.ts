/** What servers do not take: messages that are too long or too many, and files that are too large. */
import { z } from 'zod';
import { bytes, rate } from '../../../part/units.ts';

export const limitsParams = z.strictObject({
  message: bytes({ min: 1 })
    .prefault('12kB')
    .describe('longest message with its envelope; 12 kB: Tencent Cloud Chat, document 1047/34381'),
  group: rate({ above: 0 })
    .prefault('40/s')
    .describe('messages of one room in a second; 40: Tencent Cloud Chat'),
  sender: rate({ above: 0 })
    .optional()
    .describe('messages of one person in a second; default: no limit'),
  file: bytes({ min: 1 })
    .prefault('100MB')
    .describe('largest picture, film or file; 100 MB: Tencent Cloud Chat; the app says so at once'),
});

export type Limits = z.output<typeof limitsParams>;

const MS_PER_SECOND = 1000;

/** A bucket for each of many: a second's worth of tokens at the most, and one at least. */
export class Buckets {
  readonly #perMs: number;
  readonly #room: number;
  readonly #tokens: Float64Array;
  readonly #atMs: Float64Array;

  constructor(count: number, perSecond: number) {
    this.#perMs = perSecond / MS_PER_SECOND;
    this.#room = Math.max(1, perSecond);
    this.#tokens = new Float64Array(count).fill(this.#room);
    this.#atMs = new Float64Array(count);
  }

  /** @returns whether there was a token. */
  take(bucket: number, nowMs: number): boolean {
    const grown = (nowMs - this.#atMs[bucket]!) * this.#perMs;
    const tokens = Math.min(this.#room, this.#tokens[bucket]! + grown);
    this.#atMs[bucket] = nowMs;
    const hasOne = tokens >= 1;
    this.#tokens[bucket] = hasOne ? tokens - 1 : tokens;
    return hasOne;
  }
}
