import { count } from '../../../part/units.ts';
import { type PrefetchContext, type Prefetcher, prefetcher } from './prefetcher.ts';

/** Viewers of one title that are told apart; a title is followed as long as one of them goes on. */
const FIRST_RUNS = 64;

/**
 * Follows viewers through a title: when a segment is asked for after the one before it, the segments
 * behind it are fetched, also on a hit, so that a viewer stays on what was fetched ahead. A title that
 * is opened once and left costs nothing.
 */
class NextSegment implements Prefetcher {
  readonly #next: PrefetchContext['next'];
  readonly #ahead: number;
  readonly #after: number;
  /** Segments asked for in order up to each segment that is awaited next; the oldest is forgotten. */
  readonly #runs = new Map<number, number>();
  readonly #mostRuns: number;

  constructor(next: PrefetchContext['next'], ahead: number, after: number, viewers: number) {
    this.#next = next;
    this.#ahead = ahead;
    this.#after = after;
    this.#mostRuns = Math.max(FIRST_RUNS, viewers);
  }

  requested(object: number, _wasHit: boolean, wanted: (object: number) => void): void {
    const run = (this.#runs.get(object) ?? 0) + 1;
    this.#runs.delete(object);
    const awaited = this.#next(object);
    if (awaited < 0) return;
    this.#expect(awaited, run);
    if (run < this.#after) return;
    let segment = object;
    for (let step = 0; step < this.#ahead; step += 1) {
      segment = this.#next(segment);
      if (segment < 0) return;
      wanted(segment);
    }
  }

  #expect(object: number, run: number): void {
    if (this.#runs.size >= this.#mostRuns) {
      const [oldest] = this.#runs.keys();
      this.#runs.delete(oldest!);
    }
    this.#runs.set(object, run);
  }
}

export const nextSegment = prefetcher({
  name: 'next-segment',
  summary: 'fetches the segments behind one that was reached by playing, until the title ends',
  source: 'RFC 8216 §6.3.3 (players ask for the segments of a title in order); figures: assumption',
  params: {
    ahead: count({ min: 1, max: 64 }).prefault(1).describe('segments fetched ahead; assumption'),
    after: count({ min: 1, max: 64 })
      .prefault(2)
      .describe('segments asked for in order before it begins; assumption'),
    viewers: count({ min: 1 })
      .prefault('1k')
      .describe('places in titles that are remembered at a time; assumption'),
  },
  make: ({ ahead, after, viewers }, { next }) => new NextSegment(next, ahead, after, viewers),
});
