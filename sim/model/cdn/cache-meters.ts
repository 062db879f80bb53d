/** What a cache node counts, by group and place. */
import type { Recorder } from '../../result/recorder.ts';
import type { Lookup } from '../cache/store.ts';
import type { NodeContext } from '../node/node.ts';

/** What a cache tells its meters. */
export type Meters = Pick<CacheMeters, keyof CacheMeters>;

export class CacheMeters {
  readonly #recorder: Recorder;
  readonly #requests: number;
  readonly #hits: number;
  readonly #stale: number;
  readonly #collapsed: number;
  readonly #requestBytes: number;
  readonly #hitBytes: number;
  readonly #fills: number;
  readonly #evictions: number;
  readonly #prefetches: number;
  readonly #prefetchBytes: number;
  readonly #refused: number;
  readonly #servedOnError: number;
  readonly #revalidated: number;

  constructor({ world, group, place }: NodeContext) {
    const labels = { node: group, place: world.places[place]!.name };
    const counter = (metric: string) => world.recorder.counter(metric, labels);
    this.#recorder = world.recorder;
    this.#requests = counter('cache_requests');
    this.#hits = counter('cache_hits');
    this.#stale = counter('cache_stale');
    this.#collapsed = counter('cache_collapsed');
    this.#requestBytes = counter('cache_request_bytes');
    this.#hitBytes = counter('cache_hit_bytes');
    this.#fills = counter('cache_fills');
    this.#evictions = counter('cache_evictions');
    this.#prefetches = counter('cache_prefetches');
    this.#prefetchBytes = counter('cache_prefetch_bytes');
    this.#refused = counter('cache_negative');
    this.#servedOnError = counter('cache_stale_on_error');
    this.#revalidated = counter('cache_revalidated');
  }

  asked(bytes: number, found: Lookup, atMs: number): void {
    this.requested(bytes, atMs);
    if (found !== 'fresh' && found !== 'stale') return;
    this.served(found, atMs);
    this.servedBytes(bytes, atMs);
  }

  requested(bytes: number, atMs: number): void {
    this.#recorder.add(this.#requests, 1, atMs);
    this.#recorder.add(this.#requestBytes, bytes, atMs);
  }

  served(found: 'fresh' | 'stale', atMs: number): void {
    this.#recorder.add(found === 'fresh' ? this.#hits : this.#stale, 1, atMs);
  }

  servedBytes(bytes: number, atMs: number): void {
    this.#recorder.add(this.#hitBytes, bytes, atMs);
  }

  collapsed(atMs: number): void {
    this.#recorder.add(this.#collapsed, 1, atMs);
  }

  filled(stored: boolean, evictions: number, atMs: number): void {
    if (stored) this.#recorder.add(this.#fills, 1, atMs);
    if (evictions > 0) this.#recorder.add(this.#evictions, evictions, atMs);
  }

  prefetched(bytes: number, atMs: number): void {
    this.#recorder.add(this.#prefetches, 1, atMs);
    this.#recorder.add(this.#prefetchBytes, bytes, atMs);
  }

  /** A copy was renewed without its bytes. */
  revalidated(atMs: number): void {
    this.#recorder.add(this.#revalidated, 1, atMs);
  }

  /** A copy past its lifetime had to do, for the parent failed. */
  servedOnError(atMs: number): void {
    this.#recorder.add(this.#servedOnError, 1, atMs);
  }

  /** A request failed at once, for the parent had failed before. */
  refused(atMs: number): void {
    this.#recorder.add(this.#refused, 1, atMs);
  }
}
