/**
 * Voice calls from the first signal to the last packet: invite → ringing → answer → both ends find
 * their way to each other and agree on keys → sound in both directions.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { Codec } from './codecs.ts';
import { opinionOf, ratingOf } from './e-model.ts';
import type { JitterBuffer } from './jitter-buffers.ts';
import { MediaPath } from './media-path.ts';
import { Signals } from './signals.ts';
import { type Fared, StreamsOfSound } from './streams-of-sound.ts';
import { type VoiceMeters, voiceMeters } from './voice-meters.ts';

const INVITED = 0;
const ANSWERED = 1;

interface Call {
  readonly caller: number;
  readonly callee: number;
  readonly startMs: number;
  readonly ringMs: number;
  readonly talkMs: number;
  state: number;
}

export interface VoiceParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly codec: Codec;
  /** Frames in a packet, 1 or more. */
  readonly frames: number;
  readonly isRelayed: boolean;
  /** Round trips between the devices before sound can flow. */
  readonly mediaRoundTrips: number;
  makeBuffer(): JitterBuffer;
}

export class VoiceCalls {
  readonly #parts: VoiceParts;
  readonly #meters: readonly VoiceMeters[];
  readonly #signals: Signals;
  readonly #path: MediaPath;
  readonly #sound: StreamsOfSound;
  readonly #packetMs: number;
  readonly #calls: (Call | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #answer: HandlerId;
  readonly #talk: HandlerId;

  constructor(parts: VoiceParts) {
    const { world, traffic, clients, people, codec, frames, isRelayed, makeBuffer } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#packetMs = codec.frameMs * frames;
    this.#meters = clients.map((node) => voiceMeters(world, traffic, node));
    this.#signals = new Signals({
      world,
      traffic,
      clients,
      people,
      arrived: (call) => this.#signalled(call),
      lost: (call) => this.#fail(call),
    });
    this.#path = new MediaPath({ world, traffic, clients, people, isRelayed });
    const ofReports = `${traffic}/reports`;
    this.#sound = new StreamsOfSound({
      world,
      path: this.#path,
      reportPath: new MediaPath({ world, traffic: ofReports, clients, people, isRelayed }),
      reportTimes: world.streams.stream(ofReports),
      packetMs: this.#packetMs,
      payloadBytes: Math.ceil((codec.bitsPerSecond * this.#packetMs) / 8000),
      format: codec.format,
      makeBuffer,
      ended: (fared) => this.#heard(fared),
      measured: (listener, roundTripMs) => {
        const { roundTrip } = this.#metersOf(listener);
        world.recorder.record(roundTrip, roundTripMs, simulator.nowMs);
      },
    });
    this.#answer = simulator.handler((call) => this.#pickUp(call), 'call is answered');
    this.#talk = simulator.handler((call) => this.#begin(call), 'talk begins');
  }

  /** @param ringMs until the other one answers. @param talkMs of the conversation. */
  call(caller: number, callee: number, ringMs: number, talkMs: number): void {
    const { simulator, recorder } = this.#parts.world;
    const startMs = simulator.nowMs;
    const call = this.#free.pop() ?? this.#calls.length;
    this.#calls[call] = { caller, callee, startMs, ringMs, talkMs, state: INVITED };
    recorder.add(this.#metersOf(caller).calls, 1, startMs);
    this.#signals.send(call, caller, callee);
  }

  #signalled(id: number): void {
    const call = this.#calls[id]!;
    const { simulator } = this.#parts.world;
    if (call.state === INVITED) simulator.after(call.ringMs, this.#answer, id);
    else this.#connect(id, call);
  }

  #pickUp(id: number): void {
    const call = this.#calls[id]!;
    call.state = ANSWERED;
    this.#signals.send(id, call.callee, call.caller);
  }

  #connect(id: number, { caller, callee }: Call): void {
    const { world, mediaRoundTrips } = this.#parts;
    const relay = this.#path.relayOf(caller);
    const roundTripMs = this.#path.roundTripMs(caller, callee, relay);
    world.simulator.after(mediaRoundTrips * roundTripMs, this.#talk, id);
  }

  #begin(id: number): void {
    const { caller, callee, startMs, ringMs, talkMs } = this.#end(id);
    const { simulator, recorder } = this.#parts.world;
    const setupMs = simulator.nowMs - startMs - ringMs;
    recorder.record(this.#metersOf(caller).setup, setupMs, startMs);
    const packets = Math.max(1, Math.round(talkMs / this.#packetMs));
    const relay = this.#path.relayOf(caller);
    // A stream belongs to the one who hears it.
    const first = this.#sound.begin(callee, caller, callee, relay, packets);
    this.#sound.begin(caller, callee, caller, relay, packets, first);
  }

  /** What one of the two heard of all that the other one said. */
  #heard({ owner, sent, lost, late, bursts, playoutMs }: Fared): void {
    const { world, codec } = this.#parts;
    const { recorder, simulator } = world;
    const meters = this.#metersOf(owner);
    const { nowMs } = simulator;
    const missed = lost + late;
    recorder.add(meters.packets, sent, nowMs);
    recorder.add(meters.lost, lost, nowMs);
    recorder.add(meters.late, late, nowMs);
    if (missed === sent) {
      recorder.record(meters.mos, 1, nowMs);
      return;
    }
    const lossRatio = missed / sent;
    // Losses by chance come in runs of 1 / (1 - p). Source: ITU-T G.107 §3.5
    const burstRatio = bursts === 0 ? 1 : Math.max(1, (missed / bursts) * (1 - lossRatio));
    const delayMs = this.#packetMs + codec.lookaheadMs + playoutMs;
    recorder.record(meters.mouthToEar, delayMs, nowMs);
    const rating = ratingOf(codec, { delayMs, lossRatio, burstRatio });
    recorder.record(meters.mos, opinionOf(rating, codec.scale), nowMs);
  }

  #fail(id: number): void {
    const { caller, startMs } = this.#end(id);
    this.#parts.world.recorder.add(this.#metersOf(caller).failed, 1, startMs);
  }

  #end(id: number): Call {
    const call = this.#calls[id]!;
    this.#calls[id] = undefined;
    this.#free.push(id);
    return call;
  }

  #metersOf(person: number): VoiceMeters {
    return this.#meters[this.#parts.people.place[person]!]!;
  }
}
