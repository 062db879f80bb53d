import { z } from 'zod';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { bitRate, bytes, count, duration } from '../../../part/units.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { DOWNLOADS, TaskMeter } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import { catalogParams, openCatalog } from '../catalog.ts';
import { herdOf } from '../herds.ts';
import { httpParams } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { matchNumbered } from '../keys.ts';
import { type LivesParams, livesIn, livesParams } from '../lives.ts';
import { NOBODY, type Source, sourcesOf } from '../sources.ts';
import { Tags } from '../tags.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

interface DownloadParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly catalog: z.output<typeof catalogParams>;
  readonly lives?: LivesParams;
  readonly part: number;
  readonly throttle?: number | undefined;
  readonly retry: number;
  readonly tries: number;
  readonly resume: boolean;
}

const BITS = 8;
const MS_PER_SECOND = 1000;
/** A wait doubles with each failure, up to so many times the first. */
const LONGEST_WAIT = 64;

/** Objects are numbered by their popularity at the start. */
const MOST_POPULAR = 0;

/** Large objects, part after part; what is there stays there when a part fails. */
class Download implements Traffic {
  readonly #context: TrafficContext;
  readonly #params: DownloadParams;
  readonly #sizes: Float64Array;
  readonly #http: HttpTraffic;
  readonly #tasks = new Tasks();
  readonly #meters: readonly TaskMeter[];
  readonly #retries: readonly number[];
  readonly #wasted: readonly number[];
  readonly #sources: readonly Source[];
  readonly #goOn: HandlerId;
  /** By place: somebody begins a download, or one of their own choice. */
  readonly #comes: ((user: number, object?: number) => void)[] = [];

  constructor(context: TrafficContext, params: DownloadParams) {
    const { world, name, content } = context;
    const { recorder, simulator, streams } = world;
    this.#context = context;
    this.#params = params;
    const { sizes, popularity, smallestBytes } = openCatalog(params.catalog, streams, name);
    this.#sizes = sizes;
    this.#http = new HttpTraffic(context, params, {
      match: matchNumbered(name, sizes.length),
      bytesOf: (object) => sizes[object],
      tags: new Tags(params.catalog.tags),
      vary: params.catalog.vary,
      ...livesIn(params, sizes.length, () => streams.stream(`${name}/lives`)),
      told: (task, isFailed) => this.#answered(task, isFailed),
    });
    this.#http.smallestBytes = smallestBytes;
    world.contents[content] = this.#http;
    this.#goOn = simulator.handler((task) => this.#ask(task), 'download goes on');
    const labels = context.clients.map(({ place }) => {
      return { traffic: name, place: world.places[place]!.name };
    });
    this.#meters = labels.map((one) => new TaskMeter(recorder, DOWNLOADS, one));
    this.#retries = labels.map((one) => recorder.counter('download_retries', one));
    this.#wasted = labels.map((one) => recorder.counter('download_waste_bytes', one));
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const stream = (purpose: string) => streams.stream(`${name}@${node.name}/${purpose}`);
      const devices = stream('device');
      const choices = stream('object');
      const come = (user: number, wanted?: number) => {
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        const task = this.#tasks.make(place, device, user, simulator.nowMs);
        this.#tasks.what[task] = wanted ?? popularity.sample(choices, simulator.nowMs);
        this.#meters[place]!.begin(simulator.nowMs);
        this.#ask(task);
      };
      this.#comes.push(come);
      return (user) => {
        come(user);
        return true;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  herd(requests: number, overMs: number, isSame: boolean): void {
    const come = (place: number) => this.#comes[place]!(NOBODY, isSame ? MOST_POPULAR : undefined);
    herdOf(this.#context, requests, overMs, come);
  }

  disconnect(): void {
    this.#http.disconnect();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** The next part, or all where that is all there is. */
  #ask(task: number): void {
    const { place, device, what, amount, sinceMs } = this.#tasks;
    const object = what[task]!;
    const wholeBytes = this.#sizes[object]!;
    const from = amount[task]!;
    const wanted = this.#wanted(task);
    sinceMs[task] = this.#context.world.simulator.nowMs;
    const partOf = wanted < wholeBytes ? wholeBytes : 0;
    this.#http.ask(place[task]!, device[task]!, object, wanted, from, partOf, task);
  }

  /** Bytes of the part that is under way or comes next. */
  #wanted(task: number): number {
    const wholeBytes = this.#sizes[this.#tasks.what[task]!]!;
    return Math.min(this.#params.part, wholeBytes - this.#tasks.amount[task]!);
  }

  #answered(task: number, isFailed: boolean): void {
    const { amount, what, tries } = this.#tasks;
    if (isFailed) {
      this.#again(task);
      return;
    }
    const wanted = this.#wanted(task);
    tries[task] = 0;
    amount[task]! += wanted;
    if (amount[task]! < this.#sizes[what[task]!]!) this.#wait(task, this.#pauseMs(task, wanted));
    else this.#end(task, false);
  }

  /** Who may not be faster than the throttle rests after each part. */
  #pauseMs(task: number, wanted: number): number {
    const { throttle } = this.#params;
    if (throttle === undefined) return 0;
    const tookMs = this.#context.world.simulator.nowMs - this.#tasks.sinceMs[task]!;
    return Math.max(0, ((wanted * BITS) / throttle) * MS_PER_SECOND - tookMs);
  }

  #wait(task: number, waitMs: number): void {
    if (waitMs > 0) this.#context.world.simulator.after(waitMs, this.#goOn, task);
    else this.#ask(task);
  }

  #again(task: number): void {
    const { tries, place, startMs, amount } = this.#tasks;
    const { recorder } = this.#context.world;
    const { retry, resume, tries: most } = this.#params;
    if (!resume) {
      recorder.add(this.#wasted[place[task]!]!, amount[task]!, startMs[task]!);
      amount[task] = 0;
    }
    if (tries[task]! + 1 >= most) {
      this.#end(task, true);
      return;
    }
    recorder.add(this.#retries[place[task]!]!, 1, startMs[task]!);
    const factor = doubled(tries[task]!);
    tries[task]! += 1;
    this.#context.world.simulator.after(retry * factor, this.#goOn, task);
  }

  #end(task: number, isFailed: boolean): void {
    const { place, user, startMs } = this.#tasks;
    const [where, who] = [place[task]!, user[task]!];
    const meter = this.#meters[where]!;
    if (isFailed) meter.failed(startMs[task]!);
    else meter.done(startMs[task]!, this.#context.world.simulator.nowMs);
    this.#tasks.release(task);
    this.#sources[where]!.finished(who);
  }
}

/** Two to the power of a whole number, up to the longest wait. */
const doubled = (times: number): number => (times > 6 ? LONGEST_WAIT : 1 << times);

export const download = trafficKind({
  name: 'download',
  summary: 'large objects such as updates, fetched part by part and gone on with after failures',
  source:
    'ranges: RFC 9110 §14; waits that double: RFC 9110 §15.6.4 leaves them to clients; defaults are assumptions',
  needs: 'http',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe(
      'when people begin to download; once: { people, at, half } is a release at an instant',
    ),
    catalog: catalogParams.describe('what there is to download'),
    lives: livesParams,
    part: bytes({ min: 1 })
      .prefault('8MiB')
      .describe('bytes asked for at a time, one part after the other (assumption)'),
    throttle: bitRate()
      .optional()
      .describe(
        'a device rests after each part so as not to be faster than this; default: no limit',
      ),
    retry: duration()
      .prefault('5s')
      .describe('wait after a failed part; it doubles up to 64 times this (assumption)'),
    tries: count({ min: 1 })
      .prefault(8)
      .describe('a download has failed when a part has failed so often in a row (assumption)'),
    resume: z
      .boolean()
      .default(true)
      .describe('goes on where it was; false: a failure throws away what was there'),
    ...httpParams,
  },
  make: (params, context) => new Download(context, params),
});
