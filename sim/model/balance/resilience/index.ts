import { registry } from '../../../part/part.ts';
import { guardsSchema } from './guards.ts';
import { breaker, bulkhead, health, hedge, outliers, retries, timeout } from './rules.ts';

export const guards = registry('resilience rule', [
  timeout,
  retries,
  hedge,
  breaker,
  bulkhead,
  health,
  outliers,
]);

/** The rules that concern requests and not backends: those that clients may have. */
export const clientGuards = registry('resilience rule of clients', [
  timeout,
  retries,
  hedge,
  breaker,
  bulkhead,
]);

export const resilience = guardsSchema(guards);
export const clientResilience = guardsSchema(clientGuards);
