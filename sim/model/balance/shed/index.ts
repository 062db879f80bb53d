import { choiceOf } from '../../../part/choice.ts';
import { registry } from '../../../part/part.ts';
import { adaptiveLifo, codel } from './codel.ts';
import { priority } from './priority.ts';
import { queueLimit } from './queue-limit.ts';

export const shedders = registry('shedder', [queueLimit, codel, adaptiveLifo, priority]);

export const shed = choiceOf(shedders)
  .optional()
  .describe('who is served next, and who is answered with 503 instead; default: first come, all');
