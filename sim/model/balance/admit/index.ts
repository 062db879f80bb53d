import { choiceOf } from '../../../part/choice.ts';
import { registry } from '../../../part/part.ts';
import { aimd, concurrency, gradient } from './concurrency.ts';
import { gcra, tokenBucket } from './token-bucket.ts';

export const limiters = registry('limiter', [tokenBucket, gcra, concurrency, aimd, gradient]);

export const admit = choiceOf(limiters)
  .optional()
  .describe('how much it lets in; what is beyond is answered with 429 at once; default: all');
