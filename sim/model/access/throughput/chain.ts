/** A Markov chain of throughput, fitted to measured traces. */
export interface ThroughputChain {
  readonly name: string;
  readonly source: string;
  /** Samples of one second, and whole runs of them. */
  readonly samples: number;
  readonly runs: number;
  /** Of the traces themselves: mean rate, deviation over mean, correlation a second apart. */
  readonly meanMbps: number;
  readonly cv: number;
  readonly lag1: number;
  /** Share of the seconds below a tenth of the mean. */
  readonly low: number;
  /** Rate in each state, over the mean rate. */
  readonly levels: readonly number[];
  /** How often each state followed each. */
  readonly counts: readonly (readonly number[])[];
}
