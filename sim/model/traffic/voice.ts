import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { count, duration } from '../../part/units.ts';
import { type Codec, codecs } from '../chat/calls/codecs.ts';
import { type JitterBuffer, jitterBuffers } from '../chat/calls/jitter-buffers.ts';
import { VoiceCalls } from '../chat/calls/voice-calls.ts';
import { People } from '../chat/people.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import { type Source, sourcesOf } from './sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

interface VoiceParams {
  readonly arrivals: Choice<Arrivals>;
  readonly talk: Choice<Distribution>;
  readonly ring: Choice<Distribution>;
  readonly codec: Choice<Codec>;
  readonly frames: number;
  readonly 'jitter-buffer': Choice<JitterBuffer>;
  readonly media: 'direct' | 'relay';
  readonly 'media-round-trips': number;
}

/** People who call one other person at a time. */
class Voice implements Traffic {
  readonly #sources: readonly Source[];
  readonly #people: People;
  readonly #calls: VoiceCalls;
  readonly #talk: Distribution;
  readonly #ring: Distribution;

  constructor(context: TrafficContext, params: VoiceParams) {
    const { world, name, clients, to } = context;
    this.#people = new People(world, clients, to);
    this.#talk = params.talk.make();
    this.#ring = params.ring.make();
    this.#calls = new VoiceCalls({
      world,
      traffic: name,
      clients,
      people: this.#people,
      codec: params.codec.make(),
      frames: params.frames,
      isRelayed: params.media === 'relay',
      mediaRoundTrips: params['media-round-trips'],
      makeBuffer: () => params['jitter-buffer'].make(),
    });
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const chance = world.streams.stream(`${name}@${node.name}/call`);
      return (user) => {
        this.#call(place, node.devices, chance, user);
        return false;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** Anybody calls anybody: who speaks already can be called as well. @param user who calls, where arrivals are people. */
  #call(place: number, devices: number, random: Random, user: number): void {
    const device = user < 0 ? random.below(devices) : user % devices;
    const caller = this.#people.firstOfPlace[place]! + device;
    const callee = this.#people.other(caller, random);
    this.#calls.call(caller, callee, this.#ring.sample(random), this.#talk.sample(random));
  }
}

export const voice = trafficKind({
  name: 'voice',
  summary: 'voice calls between two people, with what they sound like',
  source: 'ITU-T G.107 (E-model) for quality; RFC 3261 §13 for signals; RFC 3550 for sound',
  needs: 'chat',
  leastDevices: 2,
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how calls follow each other'),
    talk: varying(duration)
      .prefault({ exponential: '3m' })
      .describe('how long people talk; exponential with 3 minutes is the classical assumption'),
    ring: varying(duration)
      .prefault({ exponential: '6s' })
      .describe('how long it rings until somebody answers; 6 s is an assumption'),
    codec: choiceOf(codecs, 'opus').describe('how sound is coded'),
    frames: count({ min: 1, max: 10 })
      .prefault(1)
      .describe('frames of the codec in a packet: more save headers and take time'),
    'jitter-buffer': choiceOf(jitterBuffers, 'adaptive').describe(
      'how long a listener’s device holds packets',
    ),
    media: z
      .enum(['direct', 'relay'])
      .default('direct')
      .describe('whether sound goes from device to device or over the gateway of who calls'),
    'media-round-trips': count()
      .prefault(3)
      .describe(
        'round trips before sound flows: 1 to check the way (RFC 8445 §2.2) and 2 for keys (DTLS 1.2, RFC 6347 §4.2.4); DTLS 1.3 needs 1 of these',
      ),
  },
  make: (params, context) => new Voice(context, params),
});
