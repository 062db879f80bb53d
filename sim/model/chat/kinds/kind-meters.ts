/** Where messages are counted by kind, beside what who carries them counts. */
import type { Recorder } from '../../../result/recorder.ts';
import { byKind, type SpeechParts } from './speech-parts.ts';

export class KindMeters {
  readonly #recorder: Recorder;
  readonly #places: number;
  readonly #unsent: readonly number[];
  readonly #bytes: readonly number[];

  constructor(parts: SpeechParts) {
    const { recorder } = parts.world;
    this.#recorder = recorder;
    this.#places = parts.clients.length;
    this.#unsent = byKind(parts, (labels) => recorder.counter('unsent', labels));
    this.#bytes = byKind(parts, (labels) => recorder.counter('message_bytes', labels));
  }

  sent(kind: number, place: number, bytes: number, atMs: number): void {
    this.#recorder.add(this.#bytes[kind * this.#places + place]!, bytes, atMs);
  }

  /** What goes before a message has failed: it never leaves. */
  unsent(kind: number, place: number, saidAtMs: number): void {
    this.#recorder.add(this.#unsent[kind * this.#places + place]!, 1, saidAtMs);
  }
}
