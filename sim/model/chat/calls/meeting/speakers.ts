/** Who speaks in meetings: microphones go on and off as the floor has it. */
import type { Random } from '../../../../engine/random.ts';
import type { HandlerId } from '../../../../engine/simulator.ts';
import type { World } from '../../../node/world.ts';
import type { Floor } from './floor/floor.ts';
import type { Meeting } from './meeting.ts';
import type { MeetingMeters } from './meeting-meters.ts';

const LEADER = 0;

interface SpeakersParts {
  readonly world: World;
  readonly traffic: string;
  readonly floor: Floor;
  /** Undefined: the meeting is over. */
  meeting(id: number): Meeting | undefined;
  /** There and back between two members, over whatever is in the middle, ms. */
  roundTripMs(meeting: Meeting, one: number, other: number): number;
  metersOf(person: number): MeetingMeters;
}

export class Speakers {
  readonly #parts: SpeakersParts;
  readonly #random: Random;
  readonly #want: HandlerId;
  readonly #begin: HandlerId;
  readonly #end: HandlerId;
  /** By meeting: members who wait to be called on, and when they raised their hands, ms. */
  readonly #hands: number[][] = [];
  readonly #raisedMs: number[][] = [];
  /** By meeting: 1 while somebody speaks or has been called on. */
  readonly #isTaken: number[] = [];

  constructor(parts: SpeakersParts) {
    const { simulator, streams } = parts.world;
    this.#parts = parts;
    this.#random = streams.stream(`${parts.traffic}/floor`);
    this.#want = simulator.handler((id) => this.#somebodyWants(id), 'somebody wants to speak');
    this.#begin = simulator.handler((id, member) => this.#speak(id, member), 'somebody speaks');
    this.#end = simulator.handler((id, member) => this.#fallSilent(id, member), 'somebody is done');
  }

  open(id: number): void {
    this.#hands[id] = [];
    this.#raisedMs[id] = [];
    this.#isTaken[id] = 0;
    this.#after(this.#parts.floor.untilNextMs(this.#random), this.#want, id, 0);
  }

  joined(meeting: Meeting, member: number): void {
    if (this.#parts.floor.isLed && member === LEADER) meeting.stage.beginSpeaking(LEADER);
  }

  #after(delayMs: number, handler: HandlerId, id: number, member: number): void {
    if (delayMs < Number.POSITIVE_INFINITY) {
      this.#parts.world.simulator.after(delayMs, handler, id, member);
    }
  }

  #somebodyWants(id: number): void {
    const meeting = this.#parts.meeting(id);
    if (meeting === undefined) return;
    const { floor, world } = this.#parts;
    const who = this.#anyoneOf(meeting);
    if (who >= 0 && !floor.isLed) this.#speak(id, who);
    else if (who >= 0) {
      this.#hands[id]!.push(who);
      this.#raisedMs[id]!.push(world.simulator.nowMs);
      this.#callOnNext(id, meeting);
    }
    if (who < 0 || floor.isLed) this.#after(floor.untilNextMs(this.#random), this.#want, id, 0);
  }

  /** @returns one who is in and does not speak or wait already; -1: there is nobody. */
  #anyoneOf(meeting: Meeting): number {
    const { present, stage } = meeting;
    if (present < 2) return -1;
    const member = meeting.presentAt(this.#random.below(present));
    const isLeader = this.#parts.floor.isLed && member === LEADER;
    const isBusy = stage.speaks[member] === 1 || isLeader;
    return isBusy ? -1 : member;
  }

  #callOnNext(id: number, meeting: Meeting): void {
    const [member] = this.#hands[id]!;
    if (this.#isTaken[id] === 1 || member === undefined) return;
    this.#isTaken[id] = 1;
    this.#hands[id]!.shift();
    const { floor, world, roundTripMs, metersOf } = this.#parts;
    const raisedMs = this.#raisedMs[id]!.shift()!;
    // The hand, the call, and the word to the server that there is a voice to come.
    const signalsMs = 2 * roundTripMs(meeting, member, LEADER);
    const waitMs = floor.callsOnMs(this.#random) + signalsMs;
    const { nowMs } = world.simulator;
    const { hand } = metersOf(meeting.members[member]!);
    world.recorder.record(hand, nowMs + waitMs - raisedMs, raisedMs);
    this.#after(waitMs, this.#begin, id, member);
  }

  #speak(id: number, member: number): void {
    const meeting = this.#parts.meeting(id);
    if (meeting === undefined) return;
    meeting.stage.beginSpeaking(member);
    this.#after(this.#parts.floor.lastsMs(this.#random), this.#end, id, member);
  }

  #fallSilent(id: number, member: number): void {
    const meeting = this.#parts.meeting(id);
    if (meeting === undefined) return;
    meeting.stage.speaks[member] = 0;
    const { floor } = this.#parts;
    if (floor.isLed) {
      this.#isTaken[id] = 0;
      this.#callOnNext(id, meeting);
    } else this.#after(floor.untilNextMs(this.#random), this.#want, id, 0);
  }
}
