/** A queue with servers, a discipline and as much room as it is given. */
import { type Discipline, fifo, type JobLine, NO_JOB } from './discipline.ts';
import { grown } from './grown.ts';
import type { HandlerId, Simulator } from './simulator.ts';

export interface StationSettings {
  /** Jobs served at the same time; Infinity: nobody waits. */
  readonly servers: number;
  /** Jobs in the station at the most, those in service included; default: no limit. */
  readonly capacity?: number;
  /** Who is served next; default: first come, first served. */
  readonly discipline?: Discipline;
  /** Told of jobs that the line sends away, for disciplines that do. */
  dropped?(job: number): void;
}

const FIRST_JOBS = 16;

export class Station {
  readonly #simulator: Simulator;
  readonly #servers: number;
  readonly #capacity: number;
  readonly #done: (job: number) => void;
  readonly #dropped: ((job: number) => void) | undefined;
  readonly #finish: HandlerId;
  readonly #line: JobLine;
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
    this.#line = (settings.discipline ?? fifo)();
    this.#done = done;
    this.#dropped = settings.dropped;
    this.#finish = simulator.handler((place, era) => this.#finished(place, era), 'service done');
  }

  get waiting(): number {
    return this.#line.length;
  }

  /**
   * @param priority lower is sooner, for disciplines that look at it.
   * @returns whether there was room; a job without room is gone.
   */
  submit(job: number, serviceMs: number, priority = 0): boolean {
    if (this.busy < this.#servers) {
      this.#serve(job, serviceMs);
      return true;
    }
    if (this.busy + this.waiting >= this.#capacity) return false;
    const line = this.#line;
    line.add(job, serviceMs, priority);
    if (line.takeExcess === undefined) return true;
    for (let excess = line.takeExcess(); excess !== NO_JOB; excess = line.takeExcess()) {
      this.#dropped!(excess);
    }
    return true;
  }

  /**
   * Forgets all jobs, as a crash does.
   *
   * @param dropped told of each job, 0 or more; those in service first.
   */
  clear(dropped: (job: number) => void): void {
    const inService = Array.from(this.#serving).filter((job) => job !== NO_JOB);
    const jobs = inService.concat(this.#line.clear());
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
    if (this.#line.takeStale !== undefined) this.#dropStale();
    if (this.#line.length > 0) this.#serveNext();
    this.#done(job);
  }

  #dropStale(): void {
    const line = this.#line;
    for (let stale = line.takeStale!(); stale !== NO_JOB; stale = line.takeStale!()) {
      this.#dropped!(stale);
    }
  }

  #serveNext(): void {
    const line = this.#line;
    const job = line.firstJob;
    const serviceMs = line.firstServiceMs;
    line.dropFirst();
    this.#serve(job, serviceMs);
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
}
