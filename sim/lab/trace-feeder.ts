/** Fills the trace feeds of a run from what its host reads, batch by batch. */
import { TraceBatch } from '../model/traffic/trace/batch.ts';
import { TraceError } from '../model/traffic/trace/trace-error.ts';
import { ScenarioError } from '../scenario/check.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Run } from './run.ts';
import type { TraceOptions, TraceSource } from './trace-source.ts';

type Feed = ReturnType<Run['needs']>[number];

interface OpenFeed {
  readonly source: TraceSource;
  /** Filled again and again; the feed has used it up whenever it wants more. */
  readonly batch: TraceBatch;
}

/**
 * Opens a trace by the name that the scenario has for it.
 *
 * @throws TraceError when there is none.
 */
export type OpenTrace = (file: string, options: TraceOptions) => TraceSource;

/** A trace of the scenario that cannot be found or read. */
const TRACE_PROBLEM = 'TW1313';

export class TraceFeeder {
  readonly #scenario: Scenario;
  readonly #openTrace: OpenTrace;
  /** Each replication has feeds of its own, and so reads its traces from the start. */
  readonly #open = new Map<Feed, OpenFeed>();

  constructor(scenario: Scenario, open: OpenTrace) {
    this.#scenario = scenario;
    this.#openTrace = open;
  }

  /** @throws ScenarioError when the trace cannot be read. */
  async fill(feed: Feed): Promise<void> {
    try {
      const { source, batch } = this.#opened(feed);
      await source.next(batch);
      feed.keys ??= keysOf(source);
      feed.fill(batch);
      // Through its feed an ended trace would keep the whole world of its replication.
      if (batch.count === 0) this.#open.delete(feed);
    } catch (error) {
      throw this.#explained(feed, error);
    }
  }

  /** Lets go of all files. */
  async close(): Promise<void> {
    const sources = [...this.#open.values()].map(({ source }) => source);
    this.#open.clear();
    await Promise.all(sources.map((source) => source.close()));
  }

  #opened(feed: Feed): OpenFeed {
    const known = this.#open.get(feed);
    if (known !== undefined) return known;
    const { file, format } = feed.wish;
    const opened = {
      source: this.#openTrace(file, { format: format as 'auto' }),
      batch: new TraceBatch(),
    };
    this.#open.set(feed, opened);
    return opened;
  }

  #explained(feed: Feed, error: unknown): unknown {
    if (!(error instanceof TraceError)) return error;
    const path = ['traffic', feed.wish.traffic, 'file'];
    return new ScenarioError([this.#scenario.source.problem(TRACE_PROBLEM, path, error.message)]);
  }
}

/** What the trace calls its objects, for purges. */
function keysOf({ decoder }: TraceSource): NonNullable<Feed['keys']> | undefined {
  if (decoder === undefined) return undefined;
  return {
    get count() {
      return decoder.objects;
    },
    keyOf: (object) => decoder.keyOf(object),
  };
}
