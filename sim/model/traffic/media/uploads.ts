/**
 * Uploads of media, part after part: what has arrived stays there when a part fails, and the upload goes on
 * after the last part that did, as multipart uploads to object stores do. Source: Amazon S3 API Reference,
 * UploadPart; tus resumable upload protocol 1.0.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import { NO_STORE } from '../audience/sections.ts';
import { TaskMeter, UPLOADS } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import { HttpTraffic } from '../http-traffic.ts';
import type { TrafficContext } from '../traffic.ts';
import type { MediaParams } from './media-params.ts';

/** Bytes of the answer that says that a part has arrived (assumption). */
export const RECEIVED_BYTES = 200;
/** A wait doubles with each failure, up to so many times the first: 2 to the 6th. */
const MOST_DOUBLINGS = 6;

export class Uploads {
  readonly #context: TrafficContext;
  readonly #params: MediaParams;
  readonly #tasks = new Tasks();
  readonly #http: HttpTraffic;
  /** By kind and place. */
  readonly #meters: readonly TaskMeter[];
  readonly #bytes: readonly number[];
  readonly #retries: readonly number[];
  /** By task: bytes of all of it. */
  readonly #wholeBytes: number[] = [];
  readonly #goOn: HandlerId;
  readonly #uploaded: (note: number, isFailed: boolean) => void;

  /** @param context of a content of its own. */
  constructor(
    context: TrafficContext,
    params: MediaParams,
    kinds: readonly string[],
    uploaded: (note: number, isFailed: boolean) => void,
  ) {
    const { world, name, content, clients } = context;
    const { recorder, simulator } = world;
    this.#context = context;
    this.#params = params;
    this.#uploaded = uploaded;
    this.#http = new HttpTraffic(context, params, {
      match: () => [],
      bytesOf: () => RECEIVED_BYTES,
      lifeOf: () => NO_STORE,
      hasUploads: true,
      told: (task, isFailed) => this.#answered(task, isFailed),
    });
    this.#http.smallestBytes = RECEIVED_BYTES;
    world.contents[content] = this.#http;
    this.#goOn = simulator.handler((task) => this.#sendPart(task), 'upload goes on');
    const labels = kinds.flatMap((kind) =>
      clients.map(({ place }) => ({ traffic: name, place: world.places[place]!.name, kind })),
    );
    this.#meters = labels.map((one) => new TaskMeter(recorder, UPLOADS, one));
    this.#bytes = labels.map((one) => recorder.counter('upload_bytes', one));
    this.#retries = labels.map((one) => recorder.counter('upload_retries', one));
  }

  begin(note: number, kind: number, place: number, device: number, bytes: number): void {
    const { nowMs } = this.#context.world.simulator;
    const task = this.#tasks.make(place, device, note, nowMs);
    this.#tasks.what[task] = kind * this.#context.clients.length + place;
    this.#wholeBytes[task] = bytes;
    this.#meters[this.#tasks.what[task]!]!.begin(nowMs);
    this.#sendPart(task);
  }

  disconnect(): void {
    this.#http.disconnect();
  }

  #sendPart(task: number): void {
    const { place, device, what } = this.#tasks;
    const bytes = this.#partBytes(task);
    const { recorder, simulator } = this.#context.world;
    recorder.add(this.#bytes[what[task]!]!, bytes, simulator.nowMs);
    this.#http.ask(place[task]!, device[task]!, 0, RECEIVED_BYTES, 0, 0, task, bytes);
  }

  /** Of the part that is under way or comes next. */
  #partBytes(task: number): number {
    return Math.min(this.#params.part, this.#wholeBytes[task]! - this.#tasks.amount[task]!);
  }

  #answered(task: number, isFailed: boolean): void {
    const { amount, tries } = this.#tasks;
    if (isFailed) {
      this.#again(task);
      return;
    }
    tries[task] = 0;
    amount[task]! += this.#partBytes(task);
    if (amount[task]! < this.#wholeBytes[task]!) this.#sendPart(task);
    else this.#end(task, false);
  }

  #again(task: number): void {
    const { tries, what, amount } = this.#tasks;
    const { recorder, simulator } = this.#context.world;
    const { retry, resume, tries: most } = this.#params;
    if (!resume) amount[task] = 0;
    if (tries[task]! + 1 >= most) {
      this.#end(task, true);
      return;
    }
    recorder.add(this.#retries[what[task]!]!, 1, simulator.nowMs);
    const waitMs = retry * (1 << Math.min(MOST_DOUBLINGS, tries[task]!));
    tries[task]! += 1;
    simulator.after(waitMs, this.#goOn, task);
  }

  #end(task: number, isFailed: boolean): void {
    const { what, startMs, user } = this.#tasks;
    const meter = this.#meters[what[task]!]!;
    if (isFailed) meter.failed(startMs[task]!);
    else meter.done(startMs[task]!, this.#context.world.simulator.nowMs);
    const note = user[task]!;
    this.#tasks.release(task);
    this.#uploaded(note, isFailed);
  }
}
