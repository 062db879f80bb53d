/** Answers of a language model in a chat: events of a few tokens, or a message that is edited as it grows. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Lane } from '../../node/peer.ts';
import type { AnswerMeters } from './answer-meters.ts';
import type { TokenStream } from './kind.ts';
import type { Notes } from './notes.ts';
import type { SpeechParts } from './speech-parts.ts';

/** How many tokens a question and its answer have. */
export interface TokenSource {
  question: number;
  answer: number;
  draw(random: Random): void;
}

interface StreamPlan {
  readonly stream: TokenStream;
  readonly places: number;
  readonly tokens: TokenSource;
  readonly random: Random;
}

const MS_PER_SECOND = 1000;
/** Bytes of text in a token: English has about four letters in one (OpenAI help centre, 4936856). */
const TOKEN_BYTES = 4;

export class AnswerStreams {
  readonly #parts: SpeechParts;
  readonly #notes: Notes;
  readonly #plan: StreamPlan;
  readonly #meters: AnswerMeters;
  readonly #lanes: readonly Lane[];
  readonly #make: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  readonly #queue: number[] = [];
  #head = 0;
  #busy = 0;
  /** By note: tokens of the question, of the answer, and of those made; ms for each. */
  readonly #question: number[] = [];
  readonly #answer: number[] = [];
  readonly #made: number[] = [];
  readonly #perTokenMs: number[] = [];
  /** Crashes of its gateway when it began; whether it has broken off; events on the way; when one was shown. */
  readonly #epoch: number[] = [];
  readonly #isBroken: boolean[] = [];
  readonly #onTheWay: number[] = [];
  readonly #lastMs: number[] = [];

  constructor(parts: SpeechParts, notes: Notes, plan: StreamPlan, meters: AnswerMeters) {
    const { world, clients, traffic } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#notes = notes;
    this.#plan = plan;
    this.#meters = meters;
    this.#lanes = clients.map((node) => node.lane(`${traffic}/tokens`));
    this.#make = simulator.handler(
      (note, tokens) => this.#produce(note, tokens),
      'tokens are made',
    );
    this.#atBackbone = simulator.handler(
      (note, bytes) => this.#goDown(note, bytes),
      'tokens at the backbone',
    );
    this.#atDevice = simulator.handler((note) => this.#show(note), 'tokens shown');
  }

  ask(note: number): void {
    const { tokens, random, places } = this.#plan;
    const { exchange } = this.#parts.world;
    tokens.draw(random);
    this.#question[note] = tokens.question;
    this.#answer[note] = tokens.answer;
    this.#made[note] = 0;
    this.#epoch[note] = exchange.epoch[this.#gatewayOf(note)]!;
    this.#isBroken[note] = false;
    this.#onTheWay[note] = 0;
    this.#lastMs[note] = -1;
    if (this.#busy < places) this.#begin(note);
    else this.#queue.push(note);
  }

  #begin(note: number): void {
    const { stream, random } = this.#plan;
    this.#busy += 1;
    this.#perTokenMs[note] = MS_PER_SECOND / Math.max(1e-3, stream.perSecond.sample(random));
    const prefillMs = (this.#question[note]! / stream.prefillPerSecond) * MS_PER_SECOND;
    // The first token comes alone, with the question's end: so does what everybody waits for.
    const first = prefillMs + this.#perTokenMs[note]!;
    this.#parts.world.simulator.after(first, this.#make, note, 1);
  }

  #produce(note: number, tokens: number): void {
    const { exchange, simulator } = this.#parts.world;
    const gateway = this.#gatewayOf(note);
    const isGone = exchange.epoch[gateway] !== this.#epoch[note] || exchange.up[gateway] === 0;
    this.#made[note]! += tokens;
    const wayMs = isGone ? Number.POSITIVE_INFINITY : this.#send(note, gateway);
    if (wayMs === Number.POSITIVE_INFINITY) {
      this.#breakOff(note);
      return;
    }
    const left = this.#answer[note]! - this.#made[note]!;
    if (left === 0) {
      this.#leave();
      return;
    }
    const next = Math.min(left, this.#tokensAtOnce(note));
    simulator.after(next * this.#perTokenMs[note]!, this.#make, note, next);
  }

  /** @returns how long what was made is on its way to the device's backbone, ms. */
  #send(note: number, gateway: number): number {
    const { clients, people, world } = this.#parts;
    const { stream } = this.#plan;
    const { bytes, sender, saidAtMs } = this.#notes;
    const isEdit = stream.editEveryMs > 0;
    const size = isEdit ? bytes[note]! + TOKEN_BYTES * this.#made[note]! : stream.eventBytes;
    const { id } = clients[people.place[sender[note]!]!]!;
    const wayMs = world.exchange.carry(gateway, id, size, saidAtMs[note]!);
    if (wayMs === Number.POSITIVE_INFINITY) return wayMs;
    this.#meters.event(note, this.#notes, size);
    this.#onTheWay[note]! += 1;
    world.simulator.after(wayMs, this.#atBackbone, note, size);
    return wayMs;
  }

  #tokensAtOnce(note: number): number {
    const { editEveryMs, tokensInEvent } = this.#plan.stream;
    if (editEveryMs === 0) return tokensInEvent;
    return Math.max(1, Math.floor(editEveryMs / this.#perTokenMs[note]!));
  }

  /** No more tokens are made for it: the next question has its place. */
  #leave(): void {
    this.#busy -= 1;
    if (this.#head === this.#queue.length) return;
    const next = this.#queue[this.#head]!;
    this.#head += 1;
    if (2 * this.#head > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    this.#begin(next);
  }

  /** The connection is gone, and with it the rest of the answer. */
  #breakOff(note: number): void {
    this.#isBroken[note] = true;
    this.#leave();
    if (this.#onTheWay[note] === 0) this.#end(note);
  }

  #goDown(note: number, bytes: number): void {
    const { clients, people, world } = this.#parts;
    const { sender } = this.#notes;
    const place = people.place[sender[note]!]!;
    const device = people.device[sender[note]!]!;
    const downMs = clients[place]!.downMs(
      device,
      bytes,
      this.#lanes[place]!,
      this.#gatewayOf(note),
    );
    world.simulator.after(downMs, this.#atDevice, note);
  }

  #show(note: number): void {
    this.#meters.shown(note, this.#notes, this.#lastMs[note]!);
    this.#lastMs[note] = this.#parts.world.simulator.nowMs;
    this.#onTheWay[note]! -= 1;
    if (this.#onTheWay[note]! > 0) return;
    if (this.#isBroken[note] === true || this.#made[note] === this.#answer[note]) this.#end(note);
  }

  #end(note: number): void {
    const { people } = this.#parts;
    const { kind, sender, saidAtMs } = this.#notes;
    if (this.#isBroken[note] === true) this.#meters.failed(note, this.#notes);
    else {
      this.#meters.done(kind[note]!, people.place[sender[note]!]!, saidAtMs[note]!);
      this.#meters.tokens(note, this.#notes, this.#question[note]!, this.#answer[note]!);
    }
    this.#notes.drop(note);
  }

  #gatewayOf(note: number): number {
    return this.#parts.people.gateway[this.#notes.sender[note]!]!;
  }
}
