/** One cell of a cache study: what one policy missed of one trace with one size. */
export interface CacheRow {
  /** File name of the trace. */
  readonly trace: string;
  readonly policy: string;
  /** As given; what is not named has its default. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether every object counts 1. */
  readonly unitSize: boolean;
  /** Bytes, or objects when every object counts 1. */
  readonly cacheSize: number;
  readonly requests: number;
  readonly misses: number;
  readonly missRatio: number;
  readonly requestBytes: number;
  readonly missBytes: number;
  readonly byteMissRatio: number;
  /** Of the replay alone, wall time. The only figure that differs from run to run. */
  readonly requestsPerSecond: number;
  /** What lets in what the eviction policy does not; absent: everything may enter. */
  readonly admission?: string;
  /** Part of the objects that was replayed; absent: all. Misses are an estimate then. */
  readonly sample?: number;
}

/** A miss-ratio curve that no replay of a policy gave. */
export interface CacheCurve {
  readonly trace: string;
  /** What it is of: `lru, exact`. */
  readonly label: string;
  readonly points: readonly { readonly cacheSize: number; readonly missRatio: number }[];
}

/** What a trace is, beside its name. */
export interface TraceFacts {
  readonly trace: string;
  readonly requests: number;
  readonly objects: number;
  /** Each object at its first size. */
  readonly uniqueBytes: number;
  readonly requestBytes: number;
  readonly largestBytes: number;
  /** Bad records that were left out, for `--lenient`. */
  readonly skipped: number;
  /** Requests for objects that the smallest cache has no room for; absent: there is none. */
  readonly tooLarge?: TooLarge;
}

/** Requests for objects that a cache has no room for: they miss whatever the policy does. */
export interface TooLarge {
  readonly requests: number;
  /** Number of the first of them, from 1, and its bytes. */
  readonly first: number;
  readonly firstBytes: number;
}

/** All of a study: what `twinwing cache` prints and draws. */
export interface CacheStudy {
  readonly facts: readonly TraceFacts[];
  /** In the order asked for: by trace, policy and size. */
  readonly rows: readonly CacheRow[];
  /** Empty unless asked for. */
  readonly curves: readonly CacheCurve[];
  /** False when it was stopped before all rows were there. */
  readonly complete: boolean;
}
