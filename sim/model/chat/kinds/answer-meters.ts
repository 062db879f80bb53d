/** Where answers of servers are counted: each question ends answered, broken off, or is open at the end. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Notes } from './notes.ts';
import { byKind, type SpeechParts } from './speech-parts.ts';

export class AnswerMeters {
  readonly #parts: SpeechParts;
  readonly #recorder: Recorder;
  readonly #done: readonly number[];
  readonly #failed: readonly number[];
  readonly #open: readonly number[];
  readonly #took: readonly number[];
  readonly #firstToken: readonly number[];
  readonly #gap: readonly number[];
  readonly #questions: readonly number[];
  readonly #answers: readonly number[];
  readonly #bytes: readonly number[];

  constructor(parts: SpeechParts) {
    const { recorder } = parts.world;
    this.#parts = parts;
    this.#recorder = recorder;
    // Kinds that nobody answers have no figures.
    const isAnswered = new Set(parts.names.filter((_, kind) => parts.kinds[kind]!.answering));
    const counter = (metric: string) =>
      byKind(parts, (labels) =>
        isAnswered.has(labels.kind) ? recorder.counter(metric, labels) : -1,
      );
    const histogram = (metric: string) =>
      byKind(parts, (labels) =>
        isAnswered.has(labels.kind) ? recorder.histogram(metric, labels, { windows: true }) : -1,
      );
    this.#done = counter('answers');
    this.#failed = counter('answer_errors');
    this.#open = counter('answers_open');
    this.#took = histogram('answer_time');
    this.#firstToken = histogram('first_token');
    this.#gap = histogram('token_gap');
    this.#questions = counter('question_tokens');
    this.#answers = counter('answer_tokens');
    this.#bytes = counter('answer_bytes');
  }

  began(note: number, notes: Notes): void {
    this.#recorder.add(this.#open[this.#of(note, notes)]!, 1, notes.saidAtMs[note]!);
  }

  /** @param saidAtMs when the question was said. */
  done(kind: number, place: number, saidAtMs: number): void {
    const at = kind * this.#parts.clients.length + place;
    this.#recorder.add(this.#open[at]!, -1, saidAtMs);
    this.#recorder.add(this.#done[at]!, 1, saidAtMs);
    this.#recorder.record(this.#took[at]!, this.#parts.world.simulator.nowMs - saidAtMs, saidAtMs);
  }

  failed(note: number, notes: Notes): void {
    const at = this.#of(note, notes);
    this.#recorder.add(this.#open[at]!, -1, notes.saidAtMs[note]!);
    this.#recorder.add(this.#failed[at]!, 1, notes.saidAtMs[note]!);
  }

  event(note: number, notes: Notes, bytes: number): void {
    this.#recorder.add(this.#bytes[this.#of(note, notes)]!, bytes, notes.saidAtMs[note]!);
  }

  /** @param sinceMs when the event before was shown; below 0 for the first. */
  shown(note: number, notes: Notes, sinceMs: number): void {
    const at = this.#of(note, notes);
    const { nowMs } = this.#parts.world.simulator;
    const saidAtMs = notes.saidAtMs[note]!;
    if (sinceMs < 0) this.#recorder.record(this.#firstToken[at]!, nowMs - saidAtMs, saidAtMs);
    else this.#recorder.record(this.#gap[at]!, nowMs - sinceMs, saidAtMs);
  }

  tokens(note: number, notes: Notes, question: number, answer: number): void {
    const at = this.#of(note, notes);
    this.#recorder.add(this.#questions[at]!, question, notes.saidAtMs[note]!);
    this.#recorder.add(this.#answers[at]!, answer, notes.saidAtMs[note]!);
  }

  #of(note: number, { kind, sender }: Notes): number {
    const { people, clients } = this.#parts;
    return kind[note]! * clients.length + people.place[sender[note]!]!;
  }
}
