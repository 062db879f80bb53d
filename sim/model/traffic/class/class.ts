import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { bitRate, bytes, count, duration, number, ratio } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { PAGES, TaskMeter } from '../audience/task-meters.ts';
import { httpParams } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { Lesson, type LessonParams } from './lesson.ts';
import { Students } from './students.ts';
import { Talk, type TalkParams } from './talk.ts';

interface ClassParams extends LessonParams, TalkParams, z.output<z.ZodObject<typeof httpParams>> {
  readonly size: number;
  readonly attendance: number;
  readonly half: number;
  readonly behind: number;
  readonly replay: number;
  readonly later: number;
  readonly gateway?: string | undefined;
}

/** What a request is for: in the lowest bits of its job, below the student's number. */
const JOIN = 0;
const LIVE = 1;
const SLIDE = 2;
const REPLAY = 3;
const KINDS = 4;

/** Where a student is; 0 for elsewhere. */
const LIVE_STATE = 1;
const REPLAY_STATE = 2;

/** Between a new slide and a device's question for it, at most, ms: how far clocks of pushes are apart (assumption). */
const SLIDE_SPREAD_MS = 500;

/** Where the students of one place are counted. */
interface Meters {
  readonly join: TaskMeter;
  readonly delay: number;
  readonly segments: number;
  readonly missed: number;
}

/** Classes that begin with one bell: everybody joins, sees the teacher and the slides, and some look again later. */
class Classes implements Traffic {
  readonly #context: TrafficContext;
  readonly #params: ClassParams;
  readonly #students: Students;
  readonly #lesson: Lesson;
  readonly #http: HttpTraffic;
  readonly #meters: readonly Meters[];
  readonly #talk: Talk | undefined;
  readonly #random: Random;
  /** By student: when the answer to the page of the class was wanted, ms. */
  readonly #joinMs: Float64Array;
  /** By class: the slide that is shown. */
  readonly #slide: Int32Array;
  readonly #come: HandlerId;
  readonly #look: HandlerId;
  readonly #turn: HandlerId;
  readonly #fetch: HandlerId;
  readonly #again: HandlerId;

  constructor(context: TrafficContext, params: ClassParams) {
    const { world, name, content, clients } = context;
    const { streams, simulator } = world;
    const stream = (purpose: string) => streams.stream(`${name}/${purpose}`);
    this.#context = context;
    this.#params = params;
    this.#students = new Students(clients, params.size, params.attendance, stream('students'));
    const { classes, count: students } = this.#students;
    this.#lesson = new Lesson(name, classes, params, stream('sizes'));
    const { sections } = this.#lesson;
    this.#http = new HttpTraffic(context, params, {
      match: (pattern) => sections.match(pattern),
      bytesOf: (object) => sections.sizes[object],
      lifeOf: (object) => sections.lifeOf(object),
      told: (job, isFailed) => this.#told(job % KINDS, Math.floor(job / KINDS), isFailed),
    });
    this.#http.smallestBytes = sections.smallestBytes;
    world.contents[content] = this.#http;
    this.#random = stream('students at work');
    this.#joinMs = new Float64Array(students);
    this.#slide = new Int32Array(classes);
    this.#meters = clients.map((_, place) => this.#metersOf(place));
    const { gateway } = params;
    this.#talk =
      gateway === undefined ? undefined : new Talk(context, params, this.#students, gateway);
    this.#come = simulator.handler((student) => this.#join(student), 'student joins');
    this.#look = simulator.handler((student) => this.#nextSegment(student), 'player looks');
    this.#turn = simulator.handler((room) => this.#turnPage(room), 'slide changes');
    this.#fetch = simulator.handler((student) => this.#fetchSlide(student), 'slide is fetched');
    this.#again = simulator.handler((student) => this.#replay(student), 'replay goes on');
  }

  start(): void {
    const { simulator } = this.#context.world;
    const { bell, half, segment, lasts, replay, later, slides } = this.#params;
    const random = this.#random;
    for (let student = 0; student < this.#students.count; student += 1) {
      simulator.at(bell + random.exponential(half / Math.LN2), this.#come, student);
      this.#students.phaseMs[student] = random.uniform() * segment;
      const isBack = random.uniform() < replay;
      const back = bell + lasts + random.exponential(Math.max(1, later));
      if (isBack) simulator.at(back, this.#again, student);
    }
    for (let room = 0; room < this.#students.classes && slides > 0; room += 1) {
      simulator.at(bell + random.uniform() * slides, this.#turn, room);
    }
    this.#talk?.start();
  }

  /** The page of the class, which knows who asks. */
  #join(student: number): void {
    const { nowMs } = this.#context.world.simulator;
    if (nowMs >= this.#endMs) return;
    this.#joinMs[student] = nowMs;
    this.#meters[this.#students.place[student]!]!.join.begin(nowMs);
    this.#ask(student, this.#lesson.join, JOIN);
  }

  #told(kind: number, student: number, isFailed: boolean): void {
    if (kind === JOIN) this.#joined(student, isFailed);
    else if (kind === LIVE) this.#seen(student, isFailed);
    else if (kind === REPLAY) this.#replayed(student);
  }

  /** Who could not come in tries again as if he had just heard the bell. */
  #joined(student: number, isFailed: boolean): void {
    const { simulator } = this.#context.world;
    const { join } = this.#meters[this.#students.place[student]!]!;
    const began = this.#joinMs[student]!;
    if (isFailed) {
      join.failed(began);
      simulator.after(this.#random.uniform() * this.#params.segment, this.#come, student);
      return;
    }
    join.done(began, simulator.nowMs);
    this.#students.isHere[student] = LIVE_STATE;
    this.#students.segment[student] = Math.max(0, this.#newest - this.#params.behind);
    this.#fetchSlide(student);
    this.#nextSegment(student);
  }

  /** The last segment that is whole. */
  get #newest(): number {
    const { bell, segment } = this.#params;
    return Math.floor((this.#context.world.simulator.nowMs - bell) / segment) - 1;
  }

  get #endMs(): number {
    return this.#params.bell + this.#params.lasts;
  }

  /** A player asks for a segment when it is there and its own time has come. */
  #nextSegment(student: number): void {
    const { simulator } = this.#context.world;
    const { segment, phaseMs, isHere } = this.#students;
    const { bell, segment: lengthMs } = this.#params;
    if (segment[student]! >= this.#lesson.segments) {
      isHere[student] = 0;
      return;
    }
    const thereMs = bell + (segment[student]! + 1) * lengthMs + phaseMs[student]!;
    // The clock has a grid, and this a remainder below it.
    if (thereMs > simulator.nowMs + 1e-3) {
      simulator.at(thereMs, this.#look, student);
      return;
    }
    this.#ask(student, this.#lesson.segmentOf(this.#classOf(student), segment[student]!), LIVE);
  }

  #seen(student: number, isFailed: boolean): void {
    const { recorder, simulator } = this.#context.world;
    const { segment, place } = this.#students;
    const meters = this.#meters[place[student]!]!;
    const madeMs = this.#params.bell + segment[student]! * this.#params.segment;
    if (isFailed) recorder.add(meters.missed, 1, madeMs);
    else {
      recorder.add(meters.segments, 1, madeMs);
      recorder.record(meters.delay, simulator.nowMs - madeMs, madeMs);
    }
    segment[student]! += 1;
    // Who has fallen behind by more than the player keeps jumps to where the class is.
    const wanted = this.#newest - this.#params.behind - 1;
    const lost = Math.min(this.#lesson.segments, wanted) - segment[student]!;
    if (lost > this.#params.behind) {
      recorder.add(meters.missed, lost, madeMs);
      segment[student]! += lost;
    }
    this.#nextSegment(student);
  }

  /** Everybody who is in class gets the new slide. */
  #turnPage(room: number): void {
    const { simulator } = this.#context.world;
    const { slides } = this.#params;
    const { firstOfClass, isHere } = this.#students;
    this.#slide[room] = Math.min(this.#lesson.slidesOfEach - 1, this.#slide[room]! + 1);
    for (let student = firstOfClass[room]!; student < firstOfClass[room + 1]!; student += 1) {
      if (isHere[student] !== LIVE_STATE) continue;
      simulator.after(this.#random.uniform() * SLIDE_SPREAD_MS, this.#fetch, student);
    }
    const nextMs = simulator.nowMs + this.#random.exponential(slides);
    if (nextMs < this.#endMs) simulator.at(nextMs, this.#turn, room);
  }

  #fetchSlide(student: number): void {
    if (this.#lesson.slidesOfEach === 0) return;
    const room = this.#classOf(student);
    this.#ask(student, this.#lesson.slideOf(room, this.#slide[room]!), SLIDE);
  }

  /** The next segment of a replay, at the pace at which it is watched. */
  #replay(student: number): void {
    const { segment, replayMs, isHere } = this.#students;
    const { simulator } = this.#context.world;
    if (isHere[student] === LIVE_STATE) {
      simulator.after(this.#params.segment, this.#again, student);
      return;
    }
    if (isHere[student] !== REPLAY_STATE) {
      isHere[student] = REPLAY_STATE;
      segment[student] = 0;
      replayMs[student] = simulator.nowMs;
    }
    if (segment[student]! >= this.#lesson.segments) return;
    this.#ask(student, this.#lesson.segmentOf(this.#classOf(student), segment[student]!), REPLAY);
  }

  #replayed(student: number): void {
    const { segment, replayMs } = this.#students;
    const { simulator } = this.#context.world;
    segment[student]! += 1;
    const nextMs = replayMs[student]! + segment[student]! * this.#params.segment;
    simulator.at(Math.max(simulator.nowMs, nextMs), this.#again, student);
  }

  #ask(student: number, object: number, kind: number): void {
    const { place, device } = this.#students;
    const bytes = this.#lesson.sections.sizes[object]!;
    const job = student * KINDS + kind;
    this.#http.ask(place[student]!, device[student]!, object, bytes, 0, 0, job);
  }

  #classOf(student: number): number {
    const { firstOfClass } = this.#students;
    let [low, high] = [0, firstOfClass.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firstOfClass[middle]! <= student) low = middle;
      else high = middle;
    }
    return low;
  }

  #metersOf(place: number): Meters {
    const { world, name, clients } = this.#context;
    const labels = { traffic: name, place: world.places[clients[place]!.place]!.name };
    const { recorder } = world;
    return {
      join: new TaskMeter(recorder, PAGES, { ...labels, page: 'join' }),
      delay: recorder.histogram('class_delay', labels, { windows: true }),
      segments: recorder.counter('class_segments', labels),
      missed: recorder.counter('class_missed', labels),
    };
  }
}

export const classroom = trafficKind({
  name: 'class',
  summary:
    'online classes that begin with one bell: a teacher live, slides, whiteboard, hands, chat and replay',
  source:
    'online class mix: reference/domain.md §3.3 and §4.2, from memory; the rest are assumptions',
  needs: 'http',
  leastDevices: 2,
  references: ({ gateway }) =>
    gateway === undefined ? [] : [{ param: 'gateway', to: 'group', name: gateway, needs: 'chat' }],
  params: {
    size: count({ min: 2 }).prefault(40).describe('students of one class; 20 to 300'),
    attendance: ratio({ above: 0 }).prefault('95%').describe('devices that are in class'),
    bell: duration().prefault('0s').describe('when classes begin'),
    half: duration()
      .prefault('3m')
      .describe('half of the students have joined so long after the bell'),
    lasts: duration({ above: 0 }).prefault('40m').describe('how long classes are'),
    join: bytes({ min: 1 })
      .prefault('50kB')
      .describe('bytes of the page through which a student joins, which no cache keeps'),
    video: bitRate()
      .prefault('1.5Mbps')
      .describe('bit rate of the teacher at 720p; 1.2 to 2 Mbit/s'),
    segment: duration({ above: 0 })
      .prefault('2s')
      .describe('length of a segment of the teacher’s video'),
    behind: count({ min: 1 })
      .prefault(3)
      .describe('segments that a player keeps behind the newest; who is twice as late jumps'),
    slides: duration()
      .prefault('60s')
      .describe('mean time between slides, at random; 0s: there are none'),
    slide: varying(bytes)
      .prefault({ lognormal: { median: '150kB', p99: '1MB' } })
      .describe('bytes of a slide'),
    gateway: z
      .string()
      .optional()
      .describe('group of gateways for strokes, messages and speech; default: none of these'),
    strokes: number({ min: 0 })
      .prefault(10)
      .describe('strokes of the teacher a second, sent together each second; 5 to 20'),
    chat: number({ min: 0 })
      .prefault(10)
      .describe('messages of a student in a class; 5 to 20, evenly here'),
    text: varying(bytes)
      .prefault({ lognormal: { median: '300B', p99: '800B' } })
      .describe('bytes of a message with its envelope'),
    hands: number({ min: 0 }).prefault(12).describe('students who speak, in a class and hour'),
    speaks: varying(duration).prefault({ exponential: '20s' }).describe('how long one speaks'),
    audio: bitRate().prefault('48kbps').describe('bit rate of speech; 32 to 64 kbit/s'),
    replay: ratio().prefault('20%').describe('students who watch the class afterwards'),
    later: duration().prefault('30m').describe('mean time from the end until they do'),
    ...httpParams,
  },
  make: (params, context) => new Classes(context, params),
});
