/** What a cache whose objects lie on a disk counts, by group and place. */
import type { Recorder } from '../../../result/recorder.ts';
import type { NodeContext } from '../../node/node.ts';

export class DiskMeters {
  readonly #recorder: Recorder;
  readonly #memoryHits: number;
  readonly #memoryHitBytes: number;
  readonly #diskHits: number;
  readonly #diskHitBytes: number;
  readonly #reads: number;
  readonly #readBytes: number;
  readonly #reading: number;
  readonly #waiting: number;
  #wereReading = 0;
  #wereWaiting = 0;

  /** @param places reads that the disk can do at the same time. */
  constructor({ world, group, place }: NodeContext, places: number) {
    const labels = { node: group, place: world.places[place]!.name };
    const { recorder } = world;
    this.#recorder = recorder;
    this.#memoryHits = recorder.counter('cache_memory_hits', labels);
    this.#memoryHitBytes = recorder.counter('cache_memory_hit_bytes', labels);
    this.#diskHits = recorder.counter('cache_disk_hits', labels);
    this.#diskHitBytes = recorder.counter('cache_disk_hit_bytes', labels);
    this.#reads = recorder.counter('disk_reads', labels);
    this.#readBytes = recorder.counter('disk_read_bytes', labels);
    this.#reading = recorder.level('disk_reading', labels);
    this.#waiting = recorder.level('disk_waiting', labels);
    recorder.changeLevel(recorder.level('disk_places', labels), places, 0);
  }

  /** A request is served from a copy. */
  served(isFromMemory: boolean, bytes: number, atMs: number): void {
    this.#recorder.add(isFromMemory ? this.#memoryHits : this.#diskHits, 1, atMs);
    this.#recorder.add(isFromMemory ? this.#memoryHitBytes : this.#diskHitBytes, bytes, atMs);
  }

  /** A read begins, or waits for its turn. */
  read(bytes: number, atMs: number): void {
    this.#recorder.add(this.#reads, 1, atMs);
    this.#recorder.add(this.#readBytes, bytes, atMs);
  }

  /** How many reads are under way and wait now. */
  measure(busy: number, waiting: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#reading, busy - this.#wereReading, nowMs);
    this.#recorder.changeLevel(this.#waiting, waiting - this.#wereWaiting, nowMs);
    this.#wereReading = busy;
    this.#wereWaiting = waiting;
  }
}
