/**
 * Names the first event at which two runs part. Fingerprints kept along the way say between which
 * two marks it lies; both runs are done again up to the earlier one, and from there event by event.
 */
import type { Replication } from '../../result/result.ts';
import { type Position, Run } from '../run.ts';
import type { TraceFeeder } from '../trace-feeder.ts';
import type { MarkedRun, Staged } from './marked-run.ts';
import { feederFrom } from './trace-feeder.ts';

type SeenEvent = Parameters<Parameters<Run['watch']>[0]>[0];

/** Where two runs part. */
export interface Parting {
  readonly replication: number;
  /** Number of the first event that differs, counted from 1. */
  readonly event: number;
  /** What each of the runs does there; undefined for the one that has ended. */
  readonly events: readonly [SeenEvent | undefined, SeenEvent | undefined];
}

/** The first replication that differs; undefined when all that both have are the same. */
export function firstOther(
  one: readonly Pick<Replication, 'fingerprint' | 'events'>[],
  other: readonly Pick<Replication, 'fingerprint' | 'events'>[],
): number | undefined {
  const at = one.findIndex(({ fingerprint, events }, index) => {
    const their = other[index];
    return their !== undefined && (their.fingerprint !== fingerprint || their.events !== events);
  });
  return at < 0 ? undefined : at;
}

/** Events of the last mark of a replication up to which two runs were the same. */
function sameUntil(one: MarkedRun, other: MarkedRun, replication: number): number {
  const marksOf = ({ marks }: MarkedRun) =>
    marks.filter((mark) => mark.replication === replication);
  const theirs = marksOf(other);
  const isSame = (mark: Position, index: number) =>
    mark.events === theirs[index]?.events && mark.fingerprint === theirs[index]?.fingerprint;
  const ours = marksOf(one);
  const parted = ours.findIndex((mark, index) => !isSame(mark, index));
  return (parted < 0 ? ours.at(-1) : ours[parted - 1])?.events ?? 0;
}

/** One of the two runs, done again. */
class Replay {
  readonly #run: Run;
  readonly #feeder: TraceFeeder;
  #seen: SeenEvent | undefined;

  constructor({ scenario, folder }: Staged, replication: number) {
    const run = { ...scenario.run, replications: 1 };
    this.#run = new Run({ ...scenario, run }, replication);
    this.#feeder = feederFrom(scenario, folder);
  }

  async skip(events: number): Promise<void> {
    while (this.#run.events < events && !this.#run.isDone) {
      for (const feed of this.#run.needs()) await this.#feeder.fill(feed);
      this.#run.advance(events - this.#run.events);
    }
    this.#run.watch((event) => {
      this.#seen = event;
    });
  }

  /** @returns the event that happened; undefined after the last one. */
  async next(): Promise<SeenEvent | undefined> {
    this.#seen = undefined;
    while (this.#seen === undefined && !this.#run.isDone) {
      for (const feed of this.#run.needs()) await this.#feeder.fill(feed);
      this.#run.advance(1);
    }
    return this.#seen;
  }

  close(): Promise<void> {
    return this.#feeder.close();
  }
}

/**
 * @returns undefined when the two are the same, and when doing them again shows no difference: then
 *   chance decides about them that no seed controls.
 */
export async function firstDifference(
  stages: readonly [Staged, Staged],
  runs: readonly [MarkedRun, MarkedRun],
): Promise<Parting | undefined> {
  const replication = firstOther(runs[0].result.replications, runs[1].result.replications);
  if (replication === undefined) return undefined;
  const one = new Replay(stages[0], replication);
  const other = new Replay(stages[1], replication);
  try {
    const before = sameUntil(...runs, replication);
    await Promise.all([one.skip(before), other.skip(before)]);
    for (let event = before + 1; ; event += 1) {
      const events = [await one.next(), await other.next()] as const;
      if (!isSame(...events)) return { replication, event, events };
      if (events[0] === undefined) return undefined;
    }
  } finally {
    await Promise.all([one.close(), other.close()]);
  }
}

const isSame = (one: SeenEvent | undefined, other: SeenEvent | undefined): boolean =>
  one?.timeMs === other?.timeMs &&
  one?.name === other?.name &&
  one?.a === other?.a &&
  one?.b === other?.b;
