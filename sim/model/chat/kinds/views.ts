/** What people fetch of the messages that they see. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type MediaStore, ORIGINAL, PREVIEW } from './media-store.ts';
import type { Notes } from './notes.ts';
import { type SpeechParts, streamsOf } from './speech-parts.ts';

export class Views {
  readonly #parts: SpeechParts;
  readonly #notes: Notes;
  readonly #media: MediaStore;
  readonly #chance: readonly Random[];
  readonly #open: HandlerId;

  constructor(parts: SpeechParts, notes: Notes, media: MediaStore) {
    this.#parts = parts;
    this.#notes = notes;
    this.#media = media;
    this.#chance = streamsOf(parts, 'views');
    this.#open = parts.world.simulator.handler(
      (note, person) => this.#openOriginal(note, person),
      'media is opened',
    );
  }

  shown(note: number, person: number): void {
    const number = this.#notes.kind[note]!;
    const { media, stock } = this.#parts.kinds[number]!;
    if (stock !== undefined) this.#showStock(note, number, person, stock.held);
    if (media === undefined) return;
    const random = this.#chance[this.#parts.people.place[person]!]!;
    if (media.preview !== undefined) this.#fetch(note, person, PREVIEW);
    const { share, after } = media.original;
    if (random.uniform() >= share) return;
    const waitMs = after.sample(random);
    this.#notes.keep(note);
    if (waitMs > 0) this.#parts.world.simulator.after(waitMs, this.#open, note, person);
    else this.#openOriginal(note, person);
  }

  #showStock(note: number, kind: number, person: number, held: number): void {
    const place = this.#parts.people.place[person]!;
    if (this.#chance[place]!.uniform() < held) this.#media.held(kind, ORIGINAL, place);
    else this.#fetch(note, person, ORIGINAL);
  }

  #openOriginal(note: number, person: number): void {
    this.#fetch(note, person, ORIGINAL);
    this.#notes.drop(note);
  }

  #fetch(note: number, person: number, piece: number): void {
    const { people, kinds } = this.#parts;
    const { kind, object } = this.#notes;
    const isSecond = piece === ORIGINAL && kinds[kind[note]!]!.media?.preview !== undefined;
    const wanted = object[note]! + (isSecond ? 1 : 0);
    this.#notes.keep(note);
    const [place, device] = [people.place[person]!, people.device[person]!];
    this.#media.fetch(note, kind[note]!, piece, place, device, wanted);
  }
}
