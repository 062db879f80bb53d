/** One meeting: who is in, what its legs carry in each step, and what becomes of it. */
import type { World } from '../../../node/world.ts';
import { NONE } from './leg-table.ts';
import type { Come, Legs } from './legs.ts';
import type { Listener } from './listener.ts';
import type { MediaServer } from './media-server.ts';
import type { MeetingMeters } from './meeting-meters.ts';
import { SharedScreen } from './shared-screen.ts';
import { Stage } from './stage.ts';
import {
  directLeg,
  directLegs,
  downLeg,
  serverLegs,
  type Topology,
  upLeg,
} from './topology/topology.ts';

const MS_PER_SECOND = 1000;
const BITS_A_BYTE_AND_MS = 8000;
/** A picture stands still when the next one comes so much later than it should. Source: W3C webrtc-stats, freezeCount. */
const FREEZE_MS = 150;
const FREEZE_STEPS = 3;

export interface MeetingParts {
  readonly world: World;
  readonly legs: Legs;
  readonly topology: Topology;
  readonly id: number;
  /** People, the first of whom leads. */
  readonly members: readonly number[];
  /** Node of the server; `NONE` in a mesh. */
  readonly server: number;
  readonly stepMs: number;
  readonly voiceBits: number;
  /** Bytes of a packet of sound. */
  readonly voiceBytes: number;
  metersOf(person: number): MeetingMeters;
  /** The relay between two people, or `NONE`. */
  relayOf(one: number, other: number): number;
  listen(person: number): Listener;
}

export class Meeting {
  readonly stage: Stage;
  readonly screen: SharedScreen;
  readonly #parts: MeetingParts;
  /** By leg of the stage: that of `Legs`, or `NONE`. */
  readonly #legs: Int32Array;
  /** By leg: when pictures last came over it; NaN: none are expected. */
  readonly #pictureMs: Float64Array;
  /** By member: bytes of the camera that were sent in the last step, and that came to the server since. */
  readonly #sentBytes: Float64Array;
  readonly #cameBytes: Float64Array;
  /** By member: how long the last group took to the server, ms. */
  readonly #upMs: Float64Array;
  readonly #listeners: Listener[] = [];
  #switches = 0;
  #present = 0;

  constructor(parts: MeetingParts) {
    const { members, server, voiceBits } = parts;
    const size = members.length;
    const legs = server === NONE ? directLegs(size) : serverLegs(size);
    this.#parts = parts;
    this.stage = new Stage(size, legs, voiceBits);
    this.screen = new SharedScreen(size, legs);
    this.#legs = new Int32Array(legs).fill(NONE);
    this.#pictureMs = new Float64Array(legs).fill(Number.NaN);
    this.#sentBytes = new Float64Array(size);
    this.#cameBytes = new Float64Array(size);
    this.#upMs = new Float64Array(size);
  }

  get members(): readonly number[] {
    return this.#parts.members;
  }

  get server(): number {
    return this.#parts.server;
  }

  get present(): number {
    return this.#present;
  }

  /** The index of a member who is in, of those in the order of members. */
  presentAt(index: number): number {
    let left = index;
    const { here } = this.stage;
    for (let member = 0; member < here.length; member += 1) {
      if (here[member] === 0) continue;
      if (left === 0) return member;
      left -= 1;
    }
    throw new RangeError(`${index}: expected less than ${this.#present} members`);
  }

  /** @param cameraBits 0: without a camera. */
  join(member: number, cameraBits: number): void {
    const { members, server, listen } = this.#parts;
    const { size, here, camera } = this.stage;
    here[member] = 1;
    camera[member] = cameraBits;
    this.#present += 1;
    this.#listeners[member] = listen(members[member]!);
    this.screen.join(member);
    if (server !== NONE) {
      this.#open(upLeg(size, member), member, NONE);
      this.#open(downLeg(size, member), NONE, member);
      return;
    }
    for (let other = 0; other < size; other += 1) {
      if (other === member || here[other] === 0) continue;
      this.#open(directLeg(size, member, other), member, other);
      this.#open(directLeg(size, other, member), other, member);
    }
  }

  #open(leg: number, from: number, to: number): void {
    const { legs, id, members, server, relayOf } = this.#parts;
    const [one, other] = [members[from] ?? NONE, members[to] ?? NONE];
    const middle = server === NONE ? relayOf(one, other) : server;
    this.#legs[leg] = legs.open({ owner: id, index: leg, from: one, to: other, middle });
  }

  /** Sends what is to be sent in one step. */
  step(): void {
    const { topology, legs, stepMs } = this.#parts;
    const { stage, screen } = this;
    for (let leg = 0; leg < this.#legs.length; leg += 1) {
      if (this.#legs[leg] === NONE) continue;
      stage.allowed[leg] = legs.allowed(this.#legs[leg]!);
      stage.page[leg] = (screen.pending[leg]! * BITS_A_BYTE_AND_MS) / stepMs;
    }
    this.#freshen();
    stage.count();
    topology.plan(stage);
    const cores = topology.cores(stage);
    if (cores > 0) this.#compute(cores);
    for (let leg = 0; leg < this.#legs.length; leg += 1) this.#send(leg);
    this.#count();
  }

  /** The first member, who is in, shows another page to all who are. */
  turnPage(bytes: number): void {
    const { server, world } = this.#parts;
    const { size, here } = this.stage;
    this.screen.turn(bytes, world.simulator.nowMs);
    if (server !== NONE) this.screen.pending[upLeg(size, 0)]! += bytes;
    for (let to = 1; to < size && server === NONE; to += 1) {
      if (here[to] === 1) this.screen.pending[directLeg(size, 0, to)]! += bytes;
    }
  }

  /** A server that is down, or does not keep up with coding, has nothing to send to members. */
  #compute(cores: number): void {
    const { world, server, stepMs } = this.#parts;
    const isUp = world.exchange.up[server] === 1;
    if (isUp && (world.nodes[server] as MediaServer).compute(cores * stepMs)) return;
    const { size, video, shown } = this.stage;
    for (let member = 0; member < size; member += 1) video[downLeg(size, member)] = 0;
    shown.fill(0);
  }

  /** How much of what cameras sent has come to the server. */
  #freshen(): void {
    const { stage } = this;
    if (this.#parts.server === NONE) return;
    for (let member = 0; member < stage.size; member += 1) {
      const sent = this.#sentBytes[member]!;
      stage.fresh[member] = sent === 0 ? 0 : this.#cameBytes[member]! / sent;
      this.#cameBytes[member] = 0;
    }
  }

  #send(leg: number): void {
    const id = this.#legs[leg]!;
    if (id === NONE) return;
    const { legs, stepMs, server, world, members, metersOf } = this.#parts;
    const { stage, screen } = this;
    const scale = stepMs / BITS_A_BYTE_AND_MS;
    const [page, video] = [stage.screen[leg]!, stage.video[leg]!];
    screen.pending[leg]! -= page * scale;
    if (video === 0 && !this.#isShown(leg)) this.#pictureMs[leg] = Number.NaN;
    const sender = this.#senderOf(leg);
    if (sender !== NONE) {
      const bytes = stage.bitsPerSecond(leg) * scale;
      world.recorder.add(metersOf(members[sender]!).upBytes, bytes, world.simulator.nowMs);
      if (server !== NONE) this.#sentBytes[sender] = video * scale;
    }
    const [voice, padding] = [stage.voice[leg]!, stage.padding[leg]!];
    legs.send(id, voice * scale, page * scale, video * scale, padding * scale);
  }

  /** Whether pictures should come over a leg, although there are none to send in this step. */
  #isShown(leg: number): boolean {
    const receiver = this.#receiverOf(leg);
    const isForwarded = this.#parts.server !== NONE && receiver !== NONE;
    return isForwarded && this.stage.shown[receiver]! > 0;
  }

  #senderOf(leg: number): number {
    const { size } = this.stage;
    if (this.#parts.server === NONE) return Math.floor(leg / size);
    return leg < size ? leg : NONE;
  }

  #receiverOf(leg: number): number {
    const { size } = this.stage;
    if (this.#parts.server === NONE) return leg % size;
    return leg < size ? NONE : leg - size;
  }

  /** What members would see and do not, and how long they are in. */
  #count(): void {
    const { world, stepMs, members, metersOf } = this.#parts;
    const { recorder, simulator } = world;
    const { here, wanted, shown, size } = this.stage;
    const seconds = stepMs / MS_PER_SECOND;
    for (let member = 0; member < size; member += 1) {
      if (here[member] === 0) continue;
      const meters = metersOf(members[member]!);
      recorder.add(meters.memberSeconds, seconds, simulator.nowMs);
      recorder.add(meters.videoSeconds, wanted[member]! * seconds, simulator.nowMs);
      const missing = wanted[member]! - shown[member]!;
      if (missing > 0) recorder.add(meters.frozenSeconds, missing * seconds, simulator.nowMs);
    }
    const switches = this.stage.switches - this.#switches;
    this.#switches = this.stage.switches;
    if (switches > 0) recorder.add(metersOf(members[0]!).switches, switches, simulator.nowMs);
  }

  /** A group has come over one of its legs, or is lost. */
  came(come: Come): void {
    const { index: leg, screen, share } = come;
    const receiver = this.#receiverOf(leg);
    // What is lost of a page is sent again.
    if (screen > 0 && share < 1) this.screen.pending[leg]! += screen * (1 - share);
    if (receiver === NONE) this.#cameToServer(come);
    else this.#cameToMember(come, receiver);
  }

  #cameToServer({ index: sender, voice, screen, video, padding, share, tookMs }: Come): void {
    const { world, members, metersOf } = this.#parts;
    const lost = (voice + screen + video + padding) * (1 - share);
    const { lostBytes } = metersOf(members[sender]!);
    if (lost > 0) world.recorder.add(lostBytes, lost, world.simulator.nowMs);
    if (share === 0) return;
    this.#cameBytes[sender]! += video * share;
    this.#upMs[sender] = tookMs;
    if (screen === 0) return;
    const { size, here } = this.stage;
    for (let member = 0; member < size; member += 1) {
      if (member === sender || here[member] === 0) continue;
      this.screen.pending[downLeg(size, member)]! += screen * share;
    }
  }

  #cameToMember(come: Come, member: number): void {
    const { world, members, metersOf, server } = this.#parts;
    const { recorder, simulator } = world;
    const meters = metersOf(members[member]!);
    const { nowMs } = simulator;
    const sent = come.voice + come.screen + come.video + come.padding;
    if (come.share < 1) recorder.add(meters.lostBytes, sent * (1 - come.share), nowMs);
    if (come.voice > 0) this.#hear(come, member);
    if (come.share === 0) return;
    recorder.add(meters.downBytes, sent * come.share, nowMs);
    recorder.add(meters.videoBytes, come.video * come.share, nowMs);
    if (come.video > 0) {
      const streams = server === NONE ? 1 : this.stage.shown[member]!;
      recorder.add(meters.frozenSeconds, streams * this.#frozenSeconds(come.index, nowMs), nowMs);
      this.#pictureMs[come.index] = nowMs;
    }
    if (come.screen === 0) return;
    this.screen.came(member, come.screen * come.share, nowMs, (tookMs) =>
      recorder.record(meters.page, tookMs + this.#parts.topology.holdsMs, nowMs),
    );
  }

  #hear({ voice, tookMs, share }: Come, member: number): void {
    const { server, topology, voiceBytes, world } = this.#parts;
    const beforeMs = server === NONE ? 0 : this.#speakerMs(member) + topology.holdsMs;
    const packets = voice / voiceBytes;
    this.#listeners[member]!.heard(packets, tookMs + beforeMs, share, world.simulator.nowMs);
  }

  /** How long the voice that a member hears took to the server: of who began to speak last, ms. */
  #speakerMs(listener: number): number {
    const { order, speaks, here, size } = this.stage;
    for (let rank = 0; rank < size; rank += 1) {
      const member = order[rank]!;
      if (member !== listener && speaks[member] === 1 && here[member] === 1) {
        return this.#upMs[member]!;
      }
    }
    return 0;
  }

  /** How long pictures of a leg stood still before one came now, s. */
  #frozenSeconds(leg: number, nowMs: number): number {
    const { stepMs } = this.#parts;
    const gapMs = nowMs - this.#pictureMs[leg]!;
    const leastMs = Math.max(FREEZE_STEPS * stepMs, stepMs + FREEZE_MS);
    return gapMs >= leastMs ? gapMs / MS_PER_SECOND : 0;
  }

  end(): void {
    const { legs, members, metersOf, world, server } = this.#parts;
    const { recorder, simulator } = world;
    for (let leg = 0; leg < this.#legs.length; leg += 1) {
      if (this.#legs[leg] === NONE) continue;
      legs.close(this.#legs[leg]!);
      const receiver = this.#receiverOf(leg);
      if (receiver === NONE) continue;
      const streams = server === NONE ? 1 : this.stage.shown[receiver]!;
      const frozen = streams * this.#frozenSeconds(leg, simulator.nowMs);
      recorder.add(metersOf(members[receiver]!).frozenSeconds, frozen, simulator.nowMs);
    }
    for (const listener of this.#listeners) listener?.end(simulator.nowMs);
  }
}
