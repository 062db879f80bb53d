/** How people come into meetings: signals over gateways, then the devices find a way for media and agree on keys. */
import type { HandlerId } from '../../../../engine/simulator.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { People } from '../../people.ts';
import { Signals } from '../signals.ts';
import { NONE } from './leg-table.ts';
import type { Meeting } from './meeting.ts';
import type { MeetingMeters } from './meeting-meters.ts';
import type { Ways } from './ways.ts';

/** Round trips to the relay for an address there: refused, then granted. Source: RFC 8656 §7, RFC 8489 §9.2. */
const ALLOCATION_ROUND_TRIPS = 2;
/** Pairs of candidates are tried at this distance. Source: RFC 8445 §14.2 (Ta). */
const PACE_MS = 50;
/** Pairs that are tried before the relay's (assumption: host and reflexive addresses of both ends). */
const PAIRS_BEFORE = 3;
/** A pair is checked by a request and its answer. Source: RFC 8445 §7.2. */
const CHECK_ROUND_TRIPS = 1;

const INVITED = 0;
const ACCEPTED = 1;
const ACKNOWLEDGED = 2;
const ASKED = 3;

/** One who is on the way in. */
interface Joiner {
  readonly id: number;
  readonly person: number;
  readonly member: number;
  readonly startMs: number;
  readonly ringMs: number;
  state: number;
}

interface JoiningParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly ways: Ways;
  /** Round trips for keys: 2 with DTLS 1.2, 1 with 1.3. */
  readonly keyRoundTrips: number;
  meeting(id: number): Meeting | undefined;
  metersOf(person: number): MeetingMeters;
  /** The relay between two people or, with `NONE`, between one and a server; or `NONE`. */
  relayOf(one: number, other: number): number;
  joined(meeting: Meeting, member: number): void;
}

export class Joining {
  readonly #parts: JoiningParts;
  readonly #signals: Signals;
  readonly #joiners: (Joiner | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #pickUp: HandlerId;
  readonly #connected: HandlerId;

  constructor(parts: JoiningParts) {
    const { world, traffic, clients, people } = parts;
    this.#parts = parts;
    const arrived = (ticket: number) => this.#signalled(ticket);
    const lost = (ticket: number) => this.#fail(ticket);
    this.#signals = new Signals({ world, traffic, clients, people, arrived, lost });
    this.#pickUp = world.simulator.handler((ticket) => this.#accept(ticket), 'meeting is accepted');
    this.#connected = world.simulator.handler(
      (ticket) => this.#enter(ticket),
      'media is connected',
    );
  }

  /** The first member rings at another one's device. */
  invite(meeting: Meeting, id: number, member: number, ringMs: number): void {
    const ticket = this.#begin(meeting, id, member, ringMs, INVITED);
    this.#signals.send(ticket, meeting.members[0]!, meeting.members[member]!);
  }

  /** A member asks to be let in, and is told where. */
  ask(meeting: Meeting, id: number, member: number): void {
    const ticket = this.#begin(meeting, id, member, 0, ASKED);
    const person = meeting.members[member]!;
    this.#signals.send(ticket, person, person);
  }

  #begin(meeting: Meeting, id: number, member: number, ringMs: number, state: number): number {
    const { simulator, recorder } = this.#parts.world;
    const ticket = this.#free.pop() ?? this.#joiners.length;
    const person = meeting.members[member]!;
    this.#joiners[ticket] = { id, person, member, startMs: simulator.nowMs, ringMs, state };
    recorder.add(this.#parts.metersOf(person).joins, 1, simulator.nowMs);
    return ticket;
  }

  #signalled(ticket: number): void {
    const joiner = this.#joiners[ticket]!;
    const { simulator } = this.#parts.world;
    const meeting = this.#parts.meeting(joiner.id);
    if (meeting === undefined) this.#fail(ticket);
    else if (joiner.state === INVITED) simulator.after(joiner.ringMs, this.#pickUp, ticket);
    else if (joiner.state === ACCEPTED) {
      joiner.state = ACKNOWLEDGED;
      this.#signals.send(ticket, meeting.members[0]!, meeting.members[joiner.member]!);
    } else simulator.after(this.#mediaMs(meeting, joiner.member), this.#connected, ticket);
  }

  #accept(ticket: number): void {
    const joiner = this.#joiners[ticket]!;
    const meeting = this.#parts.meeting(joiner.id);
    if (meeting === undefined) {
      this.#fail(ticket);
      return;
    }
    joiner.state = ACCEPTED;
    this.#signals.send(ticket, meeting.members[joiner.member]!, meeting.members[0]!);
  }

  /** Until there are ways for media to all that a member sends to, ms. */
  #mediaMs(meeting: Meeting, member: number): number {
    const { members, server, stage } = meeting;
    const person = members[member]!;
    if (server !== NONE) return this.#pairMs(person, NONE, server);
    let longestMs = 0;
    for (let other = 0; other < members.length; other += 1) {
      if (other === member || stage.here[other] === 0) continue;
      longestMs = Math.max(longestMs, this.#pairMs(person, members[other]!, NONE));
    }
    return longestMs;
  }

  #pairMs(one: number, other: number, server: number): number {
    const { ways, keyRoundTrips, relayOf } = this.#parts;
    const relay = server === NONE ? relayOf(one, other) : NONE;
    const relayMs =
      relay === NONE
        ? 0
        : ALLOCATION_ROUND_TRIPS * ways.roundTripMs(one, NONE, relay) + PAIRS_BEFORE * PACE_MS;
    const middle = server === NONE ? relay : server;
    const roundTripMs = ways.roundTripMs(one, other, middle);
    return relayMs + (CHECK_ROUND_TRIPS + keyRoundTrips) * roundTripMs;
  }

  #enter(ticket: number): void {
    const joiner = this.#joiners[ticket]!;
    const { member, startMs, ringMs } = joiner;
    const meeting = this.#parts.meeting(joiner.id);
    if (meeting === undefined) {
      this.#fail(ticket);
      return;
    }
    this.#release(ticket);
    const { simulator, recorder } = this.#parts.world;
    const { setup } = this.#parts.metersOf(meeting.members[member]!);
    recorder.record(setup, simulator.nowMs - startMs - ringMs, startMs);
    this.#parts.joined(meeting, member);
  }

  /** The signals were lost, or the meeting was over first. */
  #fail(ticket: number): void {
    const { person, startMs } = this.#joiners[ticket]!;
    this.#release(ticket);
    this.#parts.world.recorder.add(this.#parts.metersOf(person).failed, 1, startMs);
  }

  #release(ticket: number): void {
    this.#joiners[ticket] = undefined;
    this.#free.push(ticket);
  }
}
