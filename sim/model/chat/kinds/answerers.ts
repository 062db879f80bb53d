/** Servers that people talk to: programs that answer with one message, and models that answer in a stream. */
import type { Random } from '../../../engine/random.ts';
import { Station } from '../../../engine/station.ts';
import { AnswerMeters } from './answer-meters.ts';
import { AnswerStreams, type TokenSource } from './answer-streams.ts';
import { SERVER } from './post.ts';
import { kindsThat, type SpeechParts, type Talker, wholeBytes } from './speech-parts.ts';

/** Whoever answers for one kind. */
interface Answerer {
  ask(note: number): void;
}

export class Answerers {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #meters: AnswerMeters;
  readonly #answerers: readonly (Answerer | undefined)[];

  /** @param tokens of questions and answers, by workload. */
  constructor(parts: SpeechParts, talker: Talker, tokens: (workload: string) => TokenSource) {
    const { world, kinds, traffic, names } = parts;
    this.#parts = parts;
    this.#talker = talker;
    this.#meters = new AnswerMeters(parts);
    this.#answerers = kinds.map(({ answering }, kind) => {
      if (answering === undefined) return undefined;
      const { reply, stream, places } = answering;
      const random = world.streams.stream(`${traffic}/${names[kind]!} answers`);
      if (reply !== undefined) return this.#program(reply, places, random);
      const plan = { stream: stream!, places, tokens: tokens(stream!.workload), random };
      return new AnswerStreams(parts, talker.notes, plan, this.#meters);
    });
  }

  /** A question is at a server; its note is kept until it is answered. */
  ask(note: number): void {
    const { kind } = this.#talker.notes;
    this.#talker.notes.keep(note);
    this.#meters.began(note, this.#talker.notes);
    this.#answerers[kind[note]!]!.ask(note);
  }

  /** The one message that is an answer has been shown. */
  shown(answer: number, person: number): void {
    const { kind, saidAtMs } = this.#talker.notes;
    this.#meters.done(kind[answer]!, this.#parts.people.place[person]!, saidAtMs[answer]!);
  }

  #program(
    reply: { takes: { sample(random: Random): number }; bytes: { sample(random: Random): number } },
    places: number,
    random: Random,
  ): Answerer {
    const { simulator } = this.#parts.world;
    const station = new Station(simulator, { servers: places }, (note) => {
      const { notes } = this.#talker;
      const { kind, sender, saidAtMs } = notes;
      const answer = this.#talker.about(note, kind[note]!, SERVER, sender[note]!, -1);
      notes.bytes[answer] = wholeBytes(reply.bytes.sample(random));
      notes.saidAtMs[answer] = saidAtMs[note]!;
      this.#talker.depart(answer);
      notes.drop(note);
    });
    return { ask: (note) => void station.submit(note, reply.takes.sample(random)) };
  }
}

export const hasAnswers = ({ kinds }: SpeechParts): boolean =>
  kindsThat(kinds, ({ answering }) => answering !== undefined).length > 0;
