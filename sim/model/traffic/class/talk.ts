/** What is said and drawn in classes: strokes on the whiteboard, messages, and students who speak. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { Delivery } from '../../chat/delivery.ts';
import { People } from '../../chat/people.ts';
import { Rooms } from '../../chat/rooms.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { TrafficContext } from '../traffic.ts';
import type { Students } from './students.ts';

export interface TalkParams {
  readonly bell: number;
  readonly lasts: number;
  readonly strokes: number;
  readonly chat: number;
  readonly text: { make(): Distribution };
  readonly hands: number;
  readonly speaks: { make(): Distribution };
  readonly audio: number;
}

const MS_PER_SECOND = 1000;
const BITS = 8;
const HOUR_MS = 3600e3;
/** Strokes and speech are sent in pieces of a second, each as one message (assumption). */
const PIECE_MS = 1000;
/** Bytes of a stroke: some points, compressed (assumption). */
const STROKE_BYTES = 60;

export class Talk {
  readonly #context: TrafficContext;
  readonly #params: TalkParams;
  readonly #students: Students;
  readonly #rooms: Rooms;
  readonly #delivery: Delivery;
  readonly #random: Random;
  readonly #text: Distribution;
  readonly #speaks: Distribution;
  readonly #draw: HandlerId;
  readonly #say: HandlerId;
  readonly #raise: HandlerId;
  readonly #speak: HandlerId;

  constructor(context: TrafficContext, params: TalkParams, students: Students, gateway: string) {
    const { world, name, clients } = context;
    const { simulator, streams } = world;
    this.#context = context;
    this.#params = params;
    this.#students = students;
    const people = new People(world, clients, gateway);
    const personOf = (student: number) =>
      people.firstOfPlace[students.place[student]!]! + students.device[student]!;
    this.#rooms = new Rooms(students.classes, people, (room) => {
      const [from, to] = [students.firstOfClass[room]!, students.firstOfClass[room + 1]!];
      const members = Array.from({ length: to - from }, (_, index) => personOf(from + index));
      return members.sort(
        (one, other) => people.gateway[one]! - people.gateway[other]! || one - other,
      );
    });
    this.#delivery = new Delivery({ world, traffic: name, clients, people, rooms: this.#rooms });
    this.#random = streams.stream(`${name}/talk`);
    this.#text = params.text.make();
    this.#speaks = params.speaks.make();
    this.#draw = simulator.handler((room) => this.#drawPiece(room), 'strokes on a whiteboard');
    this.#say = simulator.handler((room) => this.#sayOne(room), 'message in class');
    this.#raise = simulator.handler((room) => this.#raiseHand(room), 'hand is raised');
    this.#speak = simulator.handler((member, left) => this.#speakPiece(member, left), 'speech');
  }

  start(): void {
    const { simulator } = this.#context.world;
    for (let room = 0; room < this.#students.classes; room += 1) {
      if (this.#rooms.size(room) < 2) continue;
      if (this.#params.strokes > 0) {
        simulator.at(this.#params.bell + this.#random.uniform() * PIECE_MS, this.#draw, room);
      }
      this.#after(this.#messageGapMs(room), this.#say, room, this.#params.bell);
      this.#after(this.#handGapMs(), this.#raise, room, this.#params.bell);
    }
  }

  /** Schedules what happens while class is on; `fromMs` is not before now. */
  #after(gapMs: number, handler: HandlerId, room: number, fromMs: number): void {
    const atMs = fromMs + gapMs;
    const { bell, lasts } = this.#params;
    if (atMs < bell + lasts) this.#context.world.simulator.at(atMs, handler, room);
  }

  #messageGapMs(room: number): number {
    const { chat, lasts } = this.#params;
    const perMs = (chat * this.#rooms.size(room)) / lasts;
    return perMs > 0 ? this.#random.exponential(1 / perMs) : Number.POSITIVE_INFINITY;
  }

  #handGapMs(): number {
    const { hands } = this.#params;
    return hands > 0 ? this.#random.exponential(HOUR_MS / hands) : Number.POSITIVE_INFINITY;
  }

  /** The first of a class is who teaches. */
  #drawPiece(room: number): void {
    const teacher = this.#rooms.parts(room)[0]!.from;
    const strokes = Math.max(1, Math.round((this.#params.strokes * PIECE_MS) / MS_PER_SECOND));
    this.#delivery.sendToRoom(this.#rooms.member(teacher), room, strokes * STROKE_BYTES);
    this.#after(PIECE_MS, this.#draw, room, this.#context.world.simulator.nowMs);
  }

  #sayOne(room: number): void {
    const bytes = Math.max(1, Math.round(this.#text.sample(this.#random)));
    this.#delivery.sendToRoom(this.#rooms.randomMember(room, this.#random), room, bytes);
    this.#after(this.#messageGapMs(room), this.#say, room, this.#context.world.simulator.nowMs);
  }

  #raiseHand(room: number): void {
    const pieces = Math.max(1, Math.round(this.#speaks.sample(this.#random) / PIECE_MS));
    const first = this.#rooms.parts(room)[0]!.from;
    const member = first + this.#random.below(this.#rooms.size(room));
    this.#speakPiece(member, pieces);
    this.#after(this.#handGapMs(), this.#raise, room, this.#context.world.simulator.nowMs);
  }

  /** @param member index into the members of all rooms. */
  #speakPiece(member: number, left: number): void {
    const { audio } = this.#params;
    const bytes = Math.round(((audio / BITS) * PIECE_MS) / MS_PER_SECOND);
    this.#delivery.sendToRoom(this.#rooms.member(member), this.#roomOf(member), bytes);
    if (left > 1) this.#context.world.simulator.after(PIECE_MS, this.#speak, member, left - 1);
  }

  /** Members of rooms stand one after the other, as the students do. */
  #roomOf(member: number): number {
    const { firstOfClass } = this.#students;
    let [low, high] = [0, firstOfClass.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firstOfClass[middle]! <= member) low = middle;
      else high = middle;
    }
    return low;
  }
}
