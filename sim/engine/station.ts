/** A queue with servers: first come, first served, with as much room as it is given. */
import { grown } from './grown.ts';
import type { HandlerId, Simulator } from './simulator.ts';

export interface StationSettings {
  /** Jobs served at the same time; Infinity: nobody waits. */
  readonly servers: number;
  /** Jobs in the station at the most, those in service included; default: no limit. */
  readonly capacity?: number;
}

const FIRST_JOBS = 16;
const NO_JOB = -1;

export class Station {
  readonly #simulator: Simulator;
  readonly #servers: number;
  readonly #capacity: number;
  readonly #done: (job: number) => void;
  readonly #finish: HandlerId;
  /** Jobs that wait: a ring whose length is a power of two. */
  #waitingJob = new Int32Array(FIRST_JOBS);
  #waitingServiceMs = new Float64Array(FIRST_JOBS);
  #first = 0;
  waiting = 0;
  /** Jobs in service by place; a free place holds `NO_JOB`. Free places are kept as a stack. */
  #serving = new Int32Array(FIRST_JOBS).fill(NO_JOB);
  #freePlaces = Int32Array.from({ length: FIRST_JOBS }, (_, place) => FIRST_JOBS - 1 - place);
  busy = 0;
  /** Services begun before the station was last cleared end unheard. */
  #era = 0;

  constructor(simulator: Simulator, settings: StationSettings, done: (job: number) => void) {
    this.#simulator = simulator;
    this.#servers = settings.servers;
    this.#capacity = settings.capacity ?? Number.POSITIVE_INFINITY;
    this.#done = done;
    this.#finish = simulator.handler((place, era) => this.#finished(place, era), 'service done');
  }

  /** @returns whether there was room; a job without room is gone. */
  submit(job: number, serviceMs: number): boolean {
    if (this.busy < this.#servers) {
      this.#serve(job, serviceMs);
      return true;
    }
    if (this.busy + this.waiting >= this.#capacity) return false;
    this.#wait(job, serviceMs);
    return true;
  }

  /**
   * Forgets all jobs, as a crash does.
   *
   * @param dropped told of each job, 0 or more; those in service first.
   */
  clear(dropped: (job: number) => void): void {
    const jobs = Array.from(this.#serving).filter((job) => job !== NO_JOB);
    const mask = this.#waitingJob.length - 1;
    for (let place = 0; place < this.waiting; place += 1) {
      jobs.push(this.#waitingJob[(this.#first + place) & mask]!);
    }
    this.waiting = 0;
    this.#era += 1;
    for (let place = 0; place < this.#serving.length; place += 1) {
      if (this.#serving[place] !== NO_JOB) this.#vacate(place);
    }
    for (const job of jobs) dropped(job);
  }

  #serve(job: number, serviceMs: number): void {
    if (this.busy === this.#serving.length) this.#addPlaces();
    const place = this.#freePlaces[this.#serving.length - this.busy - 1]!;
    this.#serving[place] = job;
    this.busy += 1;
    this.#simulator.after(serviceMs, this.#finish, place, this.#era);
  }

  #finished(place: number, era: number): void {
    if (era !== this.#era) return;
    const job = this.#serving[place]!;
    this.#vacate(place);
    if (this.waiting > 0) this.#serveNext();
    this.#done(job);
  }

  #vacate(place: number): void {
    this.#serving[place] = NO_JOB;
    this.busy -= 1;
    this.#freePlaces[this.#serving.length - this.busy - 1] = place;
  }

  #addPlaces(): void {
    const before = this.#serving.length;
    this.#serving = grown(this.#serving, 2 * before).fill(NO_JOB, before);
    this.#freePlaces = grown(this.#freePlaces, 2 * before);
    for (let place = before; place < 2 * before; place += 1) {
      this.#freePlaces[2 * before - 1 - place] = place;
    }
  }

  #serveNext(): void {
    const at = this.#first;
    this.#first = (at + 1) & (this.#waitingJob.length - 1);
    this.waiting -= 1;
    this.#serve(this.#waitingJob[at]!, this.#waitingServiceMs[at]!);
  }

  #wait(job: number, serviceMs: number): void {
    if (this.waiting === this.#waitingJob.length) this.#enlarge();
    const at = (this.#first + this.waiting) & (this.#waitingJob.length - 1);
    this.#waitingJob[at] = job;
    this.#waitingServiceMs[at] = serviceMs;
    this.waiting += 1;
  }

  #enlarge(): void {
    const length = this.#waitingJob.length;
    const jobs = new Int32Array(2 * length);
    const times = new Float64Array(2 * length);
    for (let place = 0; place < length; place += 1) {
      jobs[place] = this.#waitingJob[(this.#first + place) & (length - 1)]!;
      times[place] = this.#waitingServiceMs[(this.#first + place) & (length - 1)]!;
    }
    this.#waitingJob = jobs;
    this.#waitingServiceMs = times;
    this.#first = 0;
  }
}
