/** What a scenario says of how conversations go on. */
import { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { duration, ratio } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';

export interface ConversationParams {
  readonly replies: number;
  readonly follows: number;
  readonly think: Choice<Distribution>;
  readonly gap: Choice<Distribution>;
}

export const conversationParams: z.ZodType<ConversationParams, unknown> = z
  .strictObject({
    replies: ratio({ max: 0.98 })
      .prefault('50%')
      .describe('messages that one of those who see them answers (assumption)'),
    follows: ratio({ max: 0.98 })
      .prefault('20%')
      .describe('messages to which their sender adds another one (assumption)'),
    think: varying(duration)
      .prefault({ exponential: '30s' })
      .describe('reading, thinking and typing, from a message on the screen to the answer'),
    gap: varying(duration)
      .prefault({ exponential: '10s' })
      .describe('from a message to the next one of the same sender (assumption)'),
  })
  .refine(({ replies, follows }) => replies + follows < 1, {
    error:
      'replies and follows are 100 % or more together: expected less, else no conversation ends',
  });
