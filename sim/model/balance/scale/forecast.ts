/** What an autoscaler expects the demand to be when a replica that it starts now will serve. */
import { partOf } from '../../../part/part.ts';

/** Demand in the last interval, in workers: how many would have been busy. */
export interface Demand {
  /** Mean of those that were busy; never more than there are. */
  readonly busy: number;
  /** Service asked for by what arrived, over the time: Erlangs. */
  readonly offered: number;
}

export interface Forecast {
  /** Hears of one interval after the other. @returns workers that will be wanted. */
  next(demand: Demand): number;
  /** Multiplications of one decision: what it costs. */
  readonly operations: number;
}

export interface ForecastContext {
  /** Between two decisions, ms. */
  readonly intervalMs: number;
  /** Until a replica that is asked for now serves, in the mean, ms. */
  readonly aheadMs: number;
}

export const forecast = partOf<Forecast, ForecastContext>();
