/** The others see that somebody types, for as long as that takes; then the message is sent. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Occasion } from './kind.ts';
import { kindsThat, type SpeechParts, streamsOf, type Talker } from './speech-parts.ts';

/** Times of the clock lie on a grid much finer than this, ms. */
const GRID_MS = 1e-3;

export class Writing {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #kind: number;
  readonly #occasion: Extract<Occasion, { when: 'typing' }>;
  readonly #chance: readonly Random[];
  readonly #written: (note: number) => void;
  readonly #type: HandlerId;

  constructor(parts: SpeechParts, talker: Talker, kind: number, written: (note: number) => void) {
    this.#parts = parts;
    this.#talker = talker;
    this.#kind = kind;
    this.#occasion = parts.kinds[kind]!.occasion as Extract<Occasion, { when: 'typing' }>;
    this.#chance = streamsOf(parts, 'typing');
    this.#written = written;
    this.#type = parts.world.simulator.handler((note) => this.#goOn(note), 'somebody types');
  }

  begin(note: number): void {
    const { people, world } = this.#parts;
    const { untilMs, sender } = this.#talker.notes;
    const random = this.#chance[people.place[sender[note]!]!]!;
    untilMs[note] = world.simulator.nowMs + this.#occasion.lasts.sample(random);
    this.#goOn(note);
  }

  #goOn(note: number): void {
    const { simulator } = this.#parts.world;
    const { untilMs, sender, recipient, room } = this.#talker.notes;
    const leftMs = untilMs[note]! - simulator.nowMs;
    if (leftMs <= GRID_MS) {
      this.#written(note);
      return;
    }
    const [from, to, where] = [sender[note]!, recipient[note]!, room[note]!];
    const signal = this.#talker.about(note, this.#kind, from, to, where);
    this.#talker.depart(signal);
    simulator.after(Math.min(this.#occasion.everyMs, leftMs), this.#type, note);
  }
}

/** Number of the kind that goes before what people type; undefined: there is none. */
export const typingKind = ({ kinds }: SpeechParts): number | undefined =>
  kindsThat(kinds, ({ occasion }) => occasion.when === 'typing')[0];
