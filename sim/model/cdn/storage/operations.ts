/**
 * What a storage does, as operations that fork into jobs on disks and join again: an operation is done
 * when as many of its jobs are as it needs. Slots in typed arrays; nothing is allocated on the way.
 */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { Simulator } from '../../../engine/simulator.ts';
import type { Disk } from '../disk/disk.ts';
import { Devices } from './devices.ts';

const NONE = -1;
const FIRST_SLOTS = 256;

/** What becomes of jobs that an operation no longer needs. */
export const ABANDONS = ['waiting', 'all', 'nothing'] as const;
export type Abandons = (typeof ABANDONS)[number];

/** Whose operations they are. */
export interface Worker {
  /** What becomes of its jobs that are no longer needed; default: as the storage has it. */
  readonly abandons?: Abandons;
  /** As many jobs are done as were needed; the operation is closed unless it runs again. */
  done(operation: number): void;
  /** One of its disks failed: its other jobs are abandoned. It is to run anew, or to be closed. */
  broken(operation: number): void;
  /** A job of its operations has moved these bytes, wanted or not. */
  moved(bytes: number, isWanted: boolean): void;
}

export class Operations {
  readonly devices: Devices;
  readonly #abandons: Abandons;
  readonly #workers: Worker[] = [];
  /** By operation: its worker, what it stands for there, jobs that it waits for, its jobs as a list. */
  worker = new Int32Array(0);
  subject = new Int32Array(0);
  left = new Int32Array(0);
  /** The largest fragment number among the jobs that are done; below 0: none that has one. */
  highest = new Int32Array(0);
  #first = new Int32Array(0);
  /** By job. */
  #operation = new Int32Array(0);
  #jobWorker = new Int32Array(0);
  #disk = new Int32Array(0);
  #fragment = new Int32Array(0);
  #bytes = new Float64Array(0);
  #next = new Int32Array(0);
  #freeOperation = NONE;
  #freeJob = NONE;
  #operations = 0;
  #jobs = 0;
  /** Told when the disks have more or less to do. */
  readonly #changed: () => void;

  constructor(
    simulator: Simulator,
    disk: Disk,
    count: number,
    random: Random,
    abandons: Abandons,
    changed: () => void,
  ) {
    this.#abandons = abandons;
    this.#changed = changed;
    this.devices = new Devices(simulator, disk, count, random, {
      diskOf: (job) => this.#disk[job]!,
      bytesOf: (job) => this.#bytes[job]!,
      done: (job, isHeard) => this.#done(job, isHeard),
      dropped: (job) => this.#freeTheJob(job),
    });
  }

  /** @returns the number by which operations know whose they are. */
  hire(worker: Worker): number {
    return this.#workers.push(worker) - 1;
  }

  open(worker: number, subject: number): number {
    let operation = this.#freeOperation;
    if (operation === NONE) operation = this.#newOperation();
    else this.#freeOperation = this.#first[operation]!;
    this.worker[operation] = worker;
    this.subject[operation] = subject;
    this.#first[operation] = NONE;
    this.highest[operation] = -1;
    return operation;
  }

  /** @param needed jobs that must be done; it gets them by `fork`, at once. */
  run(operation: number, needed: number): void {
    this.left[operation] = needed;
  }

  fork(operation: number, fragment: number, disk: number, bytes: number): void {
    let job = this.#freeJob;
    if (job === NONE) job = this.#newJob();
    else this.#freeJob = this.#next[job]!;
    this.#operation[job] = operation;
    this.#jobWorker[job] = this.worker[operation]!;
    this.#disk[job] = disk;
    this.#fragment[job] = fragment;
    this.#bytes[job] = bytes;
    this.#next[job] = this.#first[operation]!;
    this.#first[operation] = job;
    this.devices.submit(job);
    this.#changed();
  }

  close(operation: number): void {
    this.worker[operation] = NONE;
    this.#first[operation] = this.#freeOperation;
    this.#freeOperation = operation;
  }

  /** Lets go of what an operation has still at disks. @param how `nothing`: it is done, unheard. */
  letGo(operation: number, how: Abandons): void {
    let job = this.#first[operation]!;
    this.#first[operation] = NONE;
    while (job !== NONE) {
      const following = this.#next[job]!;
      this.#operation[job] = NONE;
      if (how !== 'nothing') this.devices.abandon(job, how === 'all');
      job = following;
    }
    this.#changed();
  }

  /** A disk fails: operations that had jobs there are broken. */
  fail(disk: number): void {
    const broken: number[] = [];
    this.devices.fail(disk, (job) => {
      const operation = this.#operation[job]!;
      if (operation !== NONE) {
        this.#unlink(operation, job);
        if (!broken.includes(operation)) broken.push(operation);
      }
      this.#freeTheJob(job);
    });
    this.#changed();
    for (const operation of broken) {
      this.letGo(operation, 'waiting');
      this.#workers[this.worker[operation]!]!.broken(operation);
    }
  }

  /** Operations of a worker, in no order that means anything. */
  openOf(worker: number): number[] {
    const found: number[] = [];
    for (let operation = 0; operation < this.#operations; operation += 1) {
      if (this.worker[operation] === worker) found.push(operation);
    }
    return found;
  }

  #done(job: number, isHeard: boolean): void {
    const operation = this.#operation[job]!;
    const worker = this.#workers[this.#jobWorker[job]!]!;
    const isWanted = isHeard && operation !== NONE;
    worker.moved(this.#bytes[job]!, isWanted);
    const fragment = this.#fragment[job]!;
    if (isWanted) this.#unlink(operation, job);
    this.#freeTheJob(job);
    this.#changed();
    if (!isWanted) return;
    if (fragment > this.highest[operation]!) this.highest[operation] = fragment;
    this.left[operation]! -= 1;
    if (this.left[operation] !== 0) return;
    this.letGo(operation, worker.abandons ?? this.#abandons);
    worker.done(operation);
  }

  #unlink(operation: number, job: number): void {
    if (this.#first[operation] === job) {
      this.#first[operation] = this.#next[job]!;
      return;
    }
    let before = this.#first[operation]!;
    while (this.#next[before] !== job) before = this.#next[before]!;
    this.#next[before] = this.#next[job]!;
  }

  #freeTheJob(job: number): void {
    this.#next[job] = this.#freeJob;
    this.#freeJob = job;
  }

  #newOperation(): number {
    if (this.#operations === this.worker.length) {
      const slots = Math.max(FIRST_SLOTS, 2 * this.#operations);
      this.worker = grown(this.worker, slots);
      this.subject = grown(this.subject, slots);
      this.left = grown(this.left, slots);
      this.highest = grown(this.highest, slots);
      this.#first = grown(this.#first, slots);
    }
    return this.#operations++;
  }

  #newJob(): number {
    if (this.#jobs === this.#disk.length) {
      const slots = Math.max(FIRST_SLOTS, 2 * this.#jobs);
      this.#operation = grown(this.#operation, slots);
      this.#jobWorker = grown(this.#jobWorker, slots);
      this.#disk = grown(this.#disk, slots);
      this.#fragment = grown(this.#fragment, slots);
      this.#bytes = grown(this.#bytes, slots);
      this.#next = grown(this.#next, slots);
    }
    return this.#jobs++;
  }
}
