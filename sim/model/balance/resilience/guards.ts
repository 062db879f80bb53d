/** What a caller does so that others' trouble does not become its own: rules under `resilience`. */
import { type Choice, choicesOf } from '../../../part/choice.ts';
import { partOf, type Registry } from '../../../part/part.ts';
import type { BackoffSettings } from './backoff.ts';
import type { BreakerSettings } from './circuit-breaker.ts';
import type { HealthSettings } from './health-checks.ts';
import type { HedgeSettings } from './hedging.ts';
import type { OutlierSettings } from './outlier-ejection.ts';

export interface TimeoutSettings {
  /** An attempt is given up after this, ms. */
  readonly afterMs: number;
  /** The whole request, with all attempts and pauses, ms; Infinity: no limit. */
  readonly totalMs: number;
}

export interface RetrySettings {
  /** Attempts after the first. */
  readonly max: number;
  /** Share of requests that may be repeated; Infinity: as many as `max` allows. */
  readonly budgetRatio: number;
  /** Retries a second that the budget always allows. */
  readonly reservePerSecond: number;
  readonly backoff: BackoffSettings;
  /** Whether a failed, a given up and a shed attempt is repeated. */
  readonly onErrors: boolean;
  readonly onTimeouts: boolean;
  readonly onShed: boolean;
}

/** All rules of one caller; those that are absent do not apply. */
export interface Guards {
  readonly timeout?: TimeoutSettings;
  readonly retries?: RetrySettings;
  readonly hedge?: HedgeSettings;
  readonly breaker?: BreakerSettings;
  /** Attempts under way at the most. */
  readonly bulkhead?: number;
  readonly health?: HealthSettings;
  readonly outliers?: OutlierSettings;
}

export const guard = partOf<Guards>();

/** A schema for `resilience`. */
export const guardsSchema = (rules: Registry<Guards>) =>
  choicesOf(rules)
    .optional()
    .describe('timeouts, retries, hedging and the like of what it asks; default: none of them');

/** @returns undefined when no rule is given. */
export function guardsOf(choices: readonly Choice<Guards>[] | undefined): Guards | undefined {
  if (choices === undefined || choices.length === 0) return undefined;
  return Object.assign({}, ...choices.map((choice) => choice.make()));
}
