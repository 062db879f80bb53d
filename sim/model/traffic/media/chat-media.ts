/** Media of a chat as two traffics of requests: what people upload, and what they fetch from the CDN. */
import type { Random } from '../../../engine/random.ts';
import type { Stock } from '../../chat/kinds/kind.ts';
import { type MediaStore, type MediaUser, PIECES } from '../../chat/kinds/media-store.ts';
import { MEDIA, TaskMeter } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import { HttpTraffic } from '../http-traffic.ts';
import type { TrafficContext } from '../traffic.ts';
import { MediaObjects } from './media-objects.ts';
import type { MediaParams } from './media-params.ts';
import { Uploads } from './uploads.ts';

/** How many traffics of requests a chat with media is. */
export const MEDIA_CONTENTS = 2;

export class ChatMedia implements MediaStore {
  readonly #context: TrafficContext;
  readonly #objects: MediaObjects;
  readonly #http: HttpTraffic;
  readonly #uploads: Uploads;
  readonly #tasks = new Tasks();
  readonly #user: MediaUser;
  /** By kind, piece and place. */
  readonly #meters: readonly TaskMeter[];
  readonly #bytes: readonly number[];

  constructor(
    context: TrafficContext,
    params: MediaParams,
    { kinds, stocks }: { kinds: readonly string[]; stocks: readonly (Stock | undefined)[] },
    user: MediaUser,
  ) {
    const { world, name, content, clients } = context;
    const { recorder, streams, places } = world;
    this.#context = context;
    this.#user = user;
    const stream = (purpose: string) => streams.stream(`${name}/${purpose}`);
    this.#objects = new MediaObjects(name, kinds, stocks, stream);
    const fetching = { ...context, to: params.to };
    this.#http = new HttpTraffic(fetching, params, {
      match: (pattern) => this.#objects.match(pattern),
      bytesOf: (object) => this.#objects.bytesOf(object),
      told: (task, isFailed) => this.#answered(task, isFailed),
    });
    this.#http.smallestBytes = this.#objects.smallestBytes;
    world.contents[content] = this.#http;
    const to = params.upload ?? params.to;
    const uploading = { ...context, name: `${name}-upload`, content: content + 1, to };
    this.#uploads = new Uploads(uploading, params, kinds, (note, isFailed) =>
      user.uploaded(note, isFailed),
    );
    const labels = kinds.flatMap((kind) =>
      PIECES.flatMap((piece) =>
        clients.map(({ place }) => ({ traffic: name, place: places[place]!.name, kind, piece })),
      ),
    );
    this.#meters = labels.map((one) => new TaskMeter(recorder, MEDIA, one));
    this.#bytes = labels.map((one) => recorder.counter('media_bytes', one));
  }

  create(bytes: number): number {
    const object = this.#objects.create(bytes);
    this.#http.smallestBytes = this.#objects.smallestBytes;
    return object;
  }

  choose(kind: number, random: Random): number {
    return this.#objects.choose(kind, random);
  }

  upload(note: number, kind: number, place: number, device: number, bytes: number): void {
    this.#uploads.begin(note, kind, place, device, bytes);
  }

  fetch(
    note: number,
    kind: number,
    piece: number,
    place: number,
    device: number,
    object: number,
  ): void {
    const { nowMs } = this.#context.world.simulator;
    const task = this.#tasks.make(place, device, note, nowMs);
    this.#tasks.what[task] = this.#meterOf(kind, piece, place);
    const bytes = this.#objects.bytesOf(object)!;
    this.#tasks.amount[task] = bytes;
    this.#meters[this.#tasks.what[task]!]!.begin(nowMs);
    this.#http.ask(place, device, object, bytes, 0, 0, task);
  }

  held(kind: number, piece: number, place: number): void {
    const { nowMs } = this.#context.world.simulator;
    const meter = this.#meters[this.#meterOf(kind, piece, place)]!;
    meter.begin(nowMs);
    meter.done(nowMs, nowMs);
  }

  disconnect(): void {
    this.#http.disconnect();
    this.#uploads.disconnect();
  }

  #answered(task: number, isFailed: boolean): void {
    const { what, startMs, amount, user } = this.#tasks;
    const { recorder, simulator } = this.#context.world;
    const meter = this.#meters[what[task]!]!;
    if (isFailed) meter.failed(startMs[task]!);
    else {
      meter.done(startMs[task]!, simulator.nowMs);
      recorder.add(this.#bytes[what[task]!]!, amount[task]!, startMs[task]!);
    }
    const note = user[task]!;
    this.#tasks.release(task);
    this.#user.fetched(note);
  }

  #meterOf(kind: number, piece: number, place: number): number {
    return (kind * PIECES.length + piece) * this.#context.clients.length + place;
  }
}
