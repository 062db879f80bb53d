/**
 * The disks of a storage: each does so many jobs at the same time, the first byte after a seek and then
 * its share of the disk's throughput; others wait, first come first served. Writes take as long as reads.
 */
import { FifoJobs } from '../../../engine/fifo-jobs.ts';
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import { SharedLink } from '../../../engine/shared-link.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { Disk } from '../disk/disk.ts';

const WAITING = 1;
const SEEKING = 2;
const TRANSFERRING = 3;
/** Nobody wants it any more: it waits for its turn to be dropped, or ends unheard. */
const DROPPED = 4;
const UNHEARD = 5;
const UNHEARD_SEEK = 6;

/** What their owner knows of jobs, which are small numbers. */
export interface DeviceJobs {
  diskOf(job: number): number;
  bytesOf(job: number): number;
  /** @param isHeard whether anybody wants it still; the job's number is free again. */
  done(job: number, isHeard: boolean): void;
  /** Never served, and not wanted; the job's number is free again. */
  dropped(job: number): void;
}

export class Devices {
  /** 1 for disks that work. */
  readonly up: Uint8Array;
  readonly #simulator: Simulator;
  readonly #disk: Disk;
  readonly #random: Random;
  readonly #jobs: DeviceJobs;
  readonly #lines: readonly FifoJobs[];
  readonly #transfers: readonly SharedLink[];
  readonly #busy: Int32Array;
  /** Those in the line that somebody wants. */
  readonly #waiting: Int32Array;
  readonly #found: HandlerId;
  #state = new Uint8Array(0);
  #timer = new Float64Array(0);
  /** Jobs in service and waiting, all disks together. */
  busy = 0;
  waiting = 0;

  constructor(simulator: Simulator, disk: Disk, count: number, random: Random, jobs: DeviceJobs) {
    this.#simulator = simulator;
    this.#disk = disk;
    this.#random = random;
    this.#jobs = jobs;
    this.up = new Uint8Array(count).fill(1);
    this.#busy = new Int32Array(count);
    this.#waiting = new Int32Array(count);
    this.#found = simulator.handler((job) => this.#transfer(job), 'first byte of a fragment');
    this.#lines = Array.from({ length: count }, () => new FifoJobs());
    this.#transfers = Array.from(
      { length: count },
      () => new SharedLink(simulator, disk.throughput, (job) => this.#done(job)),
    );
  }

  get count(): number {
    return this.up.length;
  }

  /** Jobs at a disk, served and waiting. */
  loadOf(disk: number): number {
    return this.#busy[disk]! + this.#waiting[disk]!;
  }

  submit(job: number): void {
    if (job >= this.#state.length) {
      const jobs = Math.max(256, 2 * job);
      this.#state = grown(this.#state, jobs);
      this.#timer = grown(this.#timer, jobs);
    }
    const disk = this.#jobs.diskOf(job);
    if (this.#busy[disk]! < this.#disk.reads) {
      this.#begin(job, disk);
      return;
    }
    this.#state[job] = WAITING;
    this.#lines[disk]!.add(job, 0);
    this.#waiting[disk]! += 1;
    this.waiting += 1;
  }

  /** Nobody wants a job any more. @param begun whether one that is being served is broken off. */
  abandon(job: number, begun: boolean): void {
    const state = this.#state[job]!;
    const disk = this.#jobs.diskOf(job);
    if (state === WAITING) {
      this.#state[job] = DROPPED;
      this.#waiting[disk]! -= 1;
      this.waiting -= 1;
    } else if (state === TRANSFERRING) this.#state[job] = UNHEARD;
    else if (state === SEEKING && !begun) this.#state[job] = UNHEARD_SEEK;
    else if (state === SEEKING) {
      this.#simulator.cancel(this.#timer[job]!);
      this.#jobs.dropped(job);
      this.#leave(disk);
    }
  }

  /** A disk stops. @param lost told of each job that somebody wants; all numbers are free again. */
  fail(disk: number, lost: (job: number) => void): void {
    this.up[disk] = 0;
    const jobs = this.#jobs;
    const gone = this.#lines[disk]!.clear();
    this.#transfers[disk]!.clear((job) => gone.push(job));
    for (let job = 0; job < this.#state.length; job += 1) {
      const isSeeking = this.#state[job] === SEEKING || this.#state[job] === UNHEARD_SEEK;
      if (!isSeeking || jobs.diskOf(job) !== disk) continue;
      this.#simulator.cancel(this.#timer[job]!);
      gone.push(job);
    }
    this.busy -= this.#busy[disk]!;
    this.waiting -= this.#waiting[disk]!;
    this.#busy[disk] = 0;
    this.#waiting[disk] = 0;
    for (const job of gone) {
      const isWanted = this.#state[job]! < DROPPED;
      this.#state[job] = 0;
      if (isWanted) lost(job);
      else jobs.dropped(job);
    }
  }

  restore(disk: number): void {
    this.up[disk] = 1;
  }

  #begin(job: number, disk: number): void {
    this.#busy[disk]! += 1;
    this.busy += 1;
    this.#state[job] = SEEKING;
    const seekMs = this.#disk.seek.sample(this.#random);
    this.#timer[job] = this.#simulator.timer(seekMs, this.#found, job);
  }

  #transfer(job: number): void {
    this.#state[job] = this.#state[job] === SEEKING ? TRANSFERRING : UNHEARD;
    this.#transfers[this.#jobs.diskOf(job)]!.send(job, this.#jobs.bytesOf(job));
  }

  #done(job: number): void {
    const isHeard = this.#state[job] === TRANSFERRING;
    this.#state[job] = 0;
    const disk = this.#jobs.diskOf(job);
    this.#leave(disk);
    this.#jobs.done(job, isHeard);
  }

  /** One place of a disk is free: the next job that anybody wants begins. */
  #leave(disk: number): void {
    this.#busy[disk]! -= 1;
    this.busy -= 1;
    const line = this.#lines[disk]!;
    while (line.length > 0) {
      const job = line.firstJob;
      line.dropFirst();
      if (this.#state[job] === DROPPED) {
        this.#state[job] = 0;
        this.#jobs.dropped(job);
        continue;
      }
      this.#waiting[disk]! -= 1;
      this.waiting -= 1;
      this.#begin(job, disk);
      return;
    }
  }
}
