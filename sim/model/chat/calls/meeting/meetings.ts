/** All meetings of one traffic: they begin, people come in, media flow step by step, and they end. */
import type { HandlerId } from '../../../../engine/simulator.ts';
import { nearest } from '../../../node/world.ts';
import { Joining } from './joining.ts';
import { NONE } from './leg-table.ts';
import { Legs } from './legs.ts';
import { type Hearing, Listener } from './listener.ts';
import { Meeting } from './meeting.ts';
import { type MeetingMeters, meetingMeters } from './meeting-meters.ts';
import type { MeetingSettings } from './meeting-settings.ts';
import { Speakers } from './speakers.ts';

/** RTP 12 (RFC 3550 §5.1), UDP 8 and IPv4 20 bytes; SRTP has a tag of 10 more (RFC 3711 §4.2). */
const HEADER_BYTES = 50;
const BITS_A_BYTE_AND_MS = 8000;
const PAIR = 2;

export class Meetings {
  readonly #settings: MeetingSettings;
  readonly #meters: readonly MeetingMeters[];
  readonly #legs: Legs;
  readonly #joining: Joining;
  readonly #speakers: Speakers;
  readonly #hearing: Hearing;
  readonly #voiceBytes: number;
  /** By number, which is not given again; undefined: over. */
  readonly #meetings: (Meeting | undefined)[] = [];
  readonly #endMs: number[] = [];
  readonly #step: HandlerId;
  readonly #ask: HandlerId;
  readonly #turn: HandlerId;

  constructor(settings: MeetingSettings) {
    const { world, traffic, clients, codec, frames } = settings;
    const packetMs = codec.frameMs * frames;
    this.#settings = settings;
    this.#meters = clients.map((node) => meetingMeters(world, traffic, node));
    this.#voiceBytes =
      Math.ceil((codec.bitsPerSecond * packetMs) / BITS_A_BYTE_AND_MS) + HEADER_BYTES;
    this.#hearing = { codec, packetMs, recorder: world.recorder, makeBuffer: settings.makeBuffer };
    const metersOf = (person: number) => this.#metersOf(person);
    const meeting = (id: number) => this.#meetings[id];
    this.#legs = new Legs({
      ...settings,
      voiceBytes: this.#voiceBytes,
      came: (come) => this.#meetings[come.owner]!.came(come),
    });
    const { ways } = this.#legs;
    const joined = (entered: Meeting, member: number) => this.#enter(entered, member);
    this.#joining = new Joining({ ...settings, ways, meeting, metersOf, joined });
    const roundTripMs = (of: Meeting, one: number, other: number) =>
      ways.roundTripMs(of.members[one]!, of.members[other]!, of.server);
    this.#speakers = new Speakers({ ...settings, meeting, roundTripMs, metersOf });
    const { simulator } = world;
    this.#step = simulator.handler((id) => this.#stepOf(id), 'step of a meeting');
    this.#ask = simulator.handler((id, member) => this.#letIn(id, member), 'member comes');
    this.#turn = simulator.handler((id) => this.#turnPage(id), 'page is turned');
  }

  /** @param members people, the first of whom begins it. */
  begin(members: readonly number[], lastsMs: number): void {
    const { world, random } = this.#settings;
    const { simulator, recorder } = world;
    const id = this.#meetings.length;
    const meeting = this.#make(id, members);
    this.#meetings.push(meeting);
    this.#endMs.push(simulator.nowMs + lastsMs);
    recorder.add(this.#metersOf(members[0]!).meetings, 1, simulator.nowMs);
    this.#speakers.open(id);
    this.#bringIn(id, meeting);
    const { screen, stepMs } = this.#settings;
    if (screen !== undefined) simulator.after(screen.every.sample(random), this.#turn, id);
    // Meetings are not in step with each other.
    simulator.after(random.uniform() * stepMs, this.#step, id);
  }

  /** One calls the other; or all of more come by themselves, the first of them at once. */
  #bringIn(id: number, meeting: Meeting): void {
    const { ring, comes, random, world } = this.#settings;
    const { length: size } = meeting.members;
    if (size === PAIR) {
      if (meeting.server === NONE) this.#enter(meeting, 0);
      else this.#joining.ask(meeting, id, 0);
      this.#joining.invite(meeting, id, 1, ring.sample(random));
      return;
    }
    this.#joining.ask(meeting, id, 0);
    for (let member = 1; member < size; member += 1) {
      world.simulator.after(comes.sample(random), this.#ask, id, member);
    }
  }

  #letIn(id: number, member: number): void {
    const meeting = this.#meetings[id];
    if (meeting !== undefined) this.#joining.ask(meeting, id, member);
  }

  #enter(meeting: Meeting, member: number): void {
    const { cameraBits, cameras } = this.#settings;
    meeting.join(member, member < cameras ? cameraBits : 0);
    this.#speakers.joined(meeting, member);
  }

  #stepOf(id: number): void {
    const { simulator } = this.#settings.world;
    const meeting = this.#meetings[id]!;
    const leftMs = this.#endMs[id]! - simulator.nowMs;
    if (leftMs <= 0) {
      meeting.end();
      this.#meetings[id] = undefined;
      return;
    }
    meeting.step();
    simulator.after(this.#settings.stepMs, this.#step, id);
  }

  #turnPage(id: number): void {
    const meeting = this.#meetings[id];
    const { screen, random, world } = this.#settings;
    if (meeting === undefined || screen === undefined) return;
    if (meeting.stage.here[0] === 1) {
      meeting.turnPage(Math.max(1, Math.round(screen.page.sample(random))));
    }
    world.simulator.after(screen.every.sample(random), this.#turn, id);
  }

  #make(id: number, members: readonly number[]): Meeting {
    const { world, makeTopology, stepMs, relayOf } = this.#settings;
    const topology = makeTopology();
    const packetMs = this.#hearing.packetMs;
    return new Meeting({
      world,
      legs: this.#legs,
      topology,
      id,
      members,
      server: topology.server === undefined ? NONE : this.#serverFor(topology.server, id, members),
      stepMs,
      voiceBits: (this.#voiceBytes * BITS_A_BYTE_AND_MS) / packetMs,
      voiceBytes: this.#voiceBytes,
      metersOf: (person) => this.#metersOf(person),
      relayOf,
      listen: (person) => new Listener(this.#hearing, this.#metersOf(person)),
    });
  }

  /** The nearest to who begins; meetings there take turns. */
  #serverFor(group: string, id: number, members: readonly number[]): number {
    const { world, people, clients } = this.#settings;
    const { place } = clients[people.place[members[0]!]!]!;
    const servers = nearest(world, group, place);
    return servers[id % servers.length]!;
  }

  #metersOf(person: number): MeetingMeters {
    return this.#meters[this.#settings.people.place[person]!]!;
  }
}
