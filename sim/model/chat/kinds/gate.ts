/**
 * What a message passes at its first server before others get it: limits, then moderation. Who sent what is not
 * taken is told so.
 */
import type { Random } from '../../../engine/random.ts';
import { Station } from '../../../engine/station.ts';
import { Buckets, type Limits } from './limits.ts';
import type { Moderation } from './moderation/index.ts';
import { type Holder, SERVER } from './post.ts';
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
  readonly #rooms: Buckets | undefined;
  readonly #senders: Buckets | undefined;
  readonly #random: Random;
  readonly #programs: Station | undefined;
  readonly #people: Station | undefined;
  /** By ticket: a note, who has the message, by which number, and since when, ms. */
  readonly #note: number[] = [];
  readonly #holder: Holder[] = [];
  readonly #job: number[] = [];
  readonly #cameMs: number[] = [];
  readonly #free: number[] = [];
  /** By reason; then by kind and place. */
  readonly #rejected: readonly (readonly number[])[];
  readonly #delay: readonly number[];
  readonly #told: readonly number[];

  constructor(parts: SpeechParts, talker: Talker, settings: GateParts) {
    const { world, traffic, people } = parts;
    const { recorder, simulator, streams } = world;
    const { limits, moderation, roomCount } = settings;
    this.#parts = parts;
    this.#talker = talker;
    this.#settings = settings;
    this.#rooms = limits && new Buckets(roomCount, limits.group);
    this.#senders =
      limits?.sender === undefined ? undefined : new Buckets(people.count, limits.sender);
    this.#random = streams.stream(`${traffic}/moderation`);
    const station = (servers: number, done: (ticket: number) => void) =>
      new Station(simulator, { servers }, done);
    this.#programs = moderation && station(moderation.workers, (ticket) => this.#looked(ticket));
    const review = moderation?.review;
    this.#people =
      review && station(review.people, (ticket) => this.#decide(ticket, review.rejected));
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
  holds(note: number, job: number, holder: Holder): boolean {
    const reason = this.#limitOf(note);
    if (reason !== undefined) {
      this.#reject(note, job, holder, reason);
      return true;
    }
    const { kind, isSaid } = this.#talker.notes;
    const { moderatedAs } = this.#parts.kinds[kind[note]!]!;
    const { moderation } = this.#settings;
    if (moderation === undefined || moderatedAs === undefined || isSaid[note] === 0) return false;
    const ticket = this.#free.pop() ?? this.#note.length;
    this.#note[ticket] = note;
    this.#holder[ticket] = holder;
    this.#job[ticket] = job;
    this.#cameMs[ticket] = this.#parts.world.simulator.nowMs;
    const time = moderatedAs === 'text' ? moderation.textMs : moderation.mediaMs;
    this.#programs!.submit(ticket, time.sample(this.#random));
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
  #looked(ticket: number): void {
    const { rejected, review } = this.#settings.moderation!;
    if (review === undefined || this.#random.uniform() >= review.share) {
      this.#decide(ticket, rejected);
      return;
    }
    this.#people!.submit(ticket, review.takesMs.sample(this.#random));
  }

  #decide(ticket: number, rejectedShare: number): void {
    const [note, job, holder] = [this.#note[ticket]!, this.#job[ticket]!, this.#holder[ticket]!];
    const cameMs = this.#cameMs[ticket]!;
    this.#free.push(ticket);
    const { recorder, simulator } = this.#parts.world;
    recorder.record(this.#delay[this.#meterOf(note)]!, simulator.nowMs - cameMs, cameMs);
    if (this.#random.uniform() < rejectedShare) this.#reject(note, job, holder, 'moderation');
    else holder.pass(job);
  }

  #reject(note: number, job: number, holder: Holder, reason: Reason): void {
    const { notes } = this.#talker;
    this.#count(note, reason);
    if (holder.tellsOfRefusal) {
      holder.refuse(job);
      return;
    }
    const sender = notes.sender[note]!;
    const notice = this.#talker.about(note, this.#settings.notice, SERVER, sender, -1);
    notes.saidAtMs[notice] = notes.saidAtMs[note]!;
    holder.refuse(job);
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
