/** Reads of a disk: so many at the same time, each a seek and then its share of the throughput. */
import { FifoJobs } from '../../../engine/fifo-jobs.ts';
import type { Random } from '../../../engine/random.ts';
import { SharedLink } from '../../../engine/shared-link.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { Disk } from './disk.ts';

/** What its owner knows of jobs. */
export interface ReadJobs {
  /** Bytes to be read for a job. */
  bytesOf(job: number): number;
  done(job: number): void;
}

export class DiskReads {
  readonly #simulator: Simulator;
  readonly #disk: Disk;
  readonly #random: Random;
  readonly #jobs: ReadJobs;
  readonly #line = new FifoJobs();
  readonly #transfers: SharedLink;
  readonly #found: HandlerId;
  /** Reads under way. */
  busy = 0;
  /** What was begun before the reads were last cleared ends unheard. */
  #era = 0;

  constructor(simulator: Simulator, disk: Disk, random: Random, jobs: ReadJobs) {
    this.#simulator = simulator;
    this.#disk = disk;
    this.#random = random;
    this.#jobs = jobs;
    this.#found = simulator.handler((job, era) => this.#transfer(job, era), 'first byte read');
    this.#transfers = new SharedLink(simulator, disk.throughput, (job) => this.#done(job));
  }

  get waiting(): number {
    return this.#line.length;
  }

  submit(job: number): void {
    if (this.busy < this.#disk.reads) this.#begin(job);
    else this.#line.add(job, 0);
  }

  /** Forgets all reads, as a crash does. */
  clear(): void {
    this.#era += 1;
    this.busy = 0;
    this.#line.clear();
    this.#transfers.clear(() => {});
  }

  #begin(job: number): void {
    this.busy += 1;
    this.#simulator.after(this.#disk.seek.sample(this.#random), this.#found, job, this.#era);
  }

  #transfer(job: number, era: number): void {
    if (era === this.#era) this.#transfers.send(job, this.#jobs.bytesOf(job));
  }

  #done(job: number): void {
    this.busy -= 1;
    if (this.#line.length > 0) {
      const next = this.#line.firstJob;
      this.#line.dropFirst();
      this.#begin(next);
    }
    this.#jobs.done(job);
  }
}
