/**
 * What a message passes at its first server before others get it: limits, then moderation. Who sent what is not
 * taken is told so.
 */
import type { Random } from '../../../engine/random.ts';
import { Station } from '../../../engine/station.ts';
import { Buckets, type Limits } from './limits.ts';
import type { Moderation } from './moderation/index.ts';
import { type Post, SERVER } from './post.ts';
import { byKind, type SpeechParts, type Talker } from './speech-parts.ts';

export const REASONS = ['length', 'group', 'sender', 'file', 'moderation'] as const;
type Reason = (typeof REASONS)[number];

export interface GateParts {
  readonly limits: Limits | undefined;
  readonly moderation: Moderation | undefined;
  /** Number of the kind of what senders are told. */
  readonly notice: number;
  readonly roomCount: number;
}

export class Gate {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #settings: GateParts;
  readonly #post: Post;
  readonly #rooms: Buckets | undefined;
  readonly #senders: Buckets | undefined;
  readonly #random: Random;
  readonly #programs: Station | undefined;
  readonly #people: Station | undefined;
  /** By job of the carrier: its note, and when it came, ms. */
  readonly #note: number[] = [];
  readonly #cameMs: number[] = [];
  /** By reason; then by kind and place. */
  readonly #rejected: readonly (readonly number[])[];
  readonly #delay: readonly number[];
  readonly #told: readonly number[];

  constructor(parts: SpeechParts, talker: Talker, settings: GateParts, post: Post) {
    const { world, traffic, people } = parts;
    const { recorder, simulator, streams } = world;
    const { limits, moderation, roomCount } = settings;
    this.#parts = parts;
    this.#talker = talker;
    this.#settings = settings;
    this.#post = post;
    this.#rooms = limits && new Buckets(roomCount, limits.group);
    this.#senders =
      limits?.sender === undefined ? undefined : new Buckets(people.count, limits.sender);
    this.#random = streams.stream(`${traffic}/moderation`);
    const station = (servers: number, done: (job: number) => void) =>
      new Station(simulator, { servers }, done);
    this.#programs = moderation && station(moderation.workers, (job) => this.#looked(job));
    const review = moderation?.review;
    this.#people = review && station(review.people, (job) => this.#decide(job, review.rejected));
    this.#rejected = REASONS.map((reason) =>
      byKind(parts, (labels) => recorder.counter('rejected', { ...labels, reason })),
    );
    const histogram = (metric: string) =>
      byKind(parts, (labels) => recorder.histogram(metric, labels, { windows: true }));
    this.#delay = histogram('moderation_time');
    this.#told = histogram('rejection_time');
  }

  /** Before anything is uploaded. @returns whether the app refuses it: it then is over. */
  refusesFile(note: number, bytes: number): boolean {
    const { limits } = this.#settings;
    if (limits === undefined || bytes <= limits.file) return false;
    this.#count(note, 'file');
    return true;
  }

  /** @returns whether it keeps the message, for a time or for good. */
  holds(note: number, job: number): boolean {
    const reason = this.#limitOf(note);
    if (reason !== undefined) {
      this.#reject(note, job, reason);
      return true;
    }
    const { kind, isSaid } = this.#talker.notes;
    const { moderatedAs } = this.#parts.kinds[kind[note]!]!;
    const { moderation } = this.#settings;
    if (moderation === undefined || moderatedAs === undefined || isSaid[note] === 0) return false;
    this.#note[job] = note;
    this.#cameMs[job] = this.#parts.world.simulator.nowMs;
    const time = moderatedAs === 'text' ? moderation.textMs : moderation.mediaMs;
    this.#programs!.submit(job, time.sample(this.#random));
    return true;
  }

  #limitOf(note: number): Reason | undefined {
    const { limits, roomCount } = this.#settings;
    const { bytes, room, sender, isKept } = this.#talker.notes;
    // Signals that nobody keeps are not counted.
    if (limits === undefined || isKept[note] === 0) return undefined;
    if (bytes[note]! > limits.message) return 'length';
    const { nowMs } = this.#parts.world.simulator;
    const where = room[note]!;
    const isRoom = where >= 0 && where < roomCount;
    if (this.#senders?.take(sender[note]!, nowMs) === false) return 'sender';
    return isRoom && !this.#rooms!.take(where, nowMs) ? 'group' : undefined;
  }

  /** Programs have looked. */
  #looked(job: number): void {
    const { rejected, review } = this.#settings.moderation!;
    if (review === undefined || this.#random.uniform() >= review.share) {
      this.#decide(job, rejected);
      return;
    }
    this.#people!.submit(job, review.takesMs.sample(this.#random));
  }

  #decide(job: number, rejectedShare: number): void {
    const note = this.#note[job]!;
    const { recorder, simulator } = this.#parts.world;
    const cameMs = this.#cameMs[job]!;
    recorder.record(this.#delay[this.#meterOf(note)]!, simulator.nowMs - cameMs, cameMs);
    if (this.#random.uniform() < rejectedShare) this.#reject(note, job, 'moderation');
    else this.#post.pass(job);
  }

  #reject(note: number, job: number, reason: Reason): void {
    const { notes } = this.#talker;
    this.#count(note, reason);
    const sender = notes.sender[note]!;
    const notice = this.#talker.about(note, this.#settings.notice, SERVER, sender, -1);
    notes.saidAtMs[notice] = notes.saidAtMs[note]!;
    this.#post.refuse(job);
    this.#talker.depart(notice);
  }

  /** The sender has been told. */
  told(notice: number, person: number): void {
    const { people, clients, world } = this.#parts;
    const { kind, saidAtMs } = this.#talker.notes;
    const at = kind[notice]! * clients.length + people.place[person]!;
    const sinceMs = saidAtMs[notice]!;
    world.recorder.record(this.#told[at]!, world.simulator.nowMs - sinceMs, sinceMs);
  }

  #count(note: number, reason: Reason): void {
    const counters = this.#rejected[REASONS.indexOf(reason)]!;
    const { saidAtMs } = this.#talker.notes;
    this.#parts.world.recorder.add(counters[this.#meterOf(note)]!, 1, saidAtMs[note]!);
  }

  #meterOf(note: number): number {
    const { people, clients } = this.#parts;
    const { kind, sender } = this.#talker.notes;
    return kind[note]! * clients.length + people.place[sender[note]!]!;
  }
}
