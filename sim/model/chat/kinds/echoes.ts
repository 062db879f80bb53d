/** Messages that refer to what somebody said: taken back, changed, answered with an emoji, read. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { kindsThat, type SpeechParts, streamsOf, type Talker } from './speech-parts.ts';

export class Echoes {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #afterSending: readonly number[];
  readonly #afterSeeing: readonly number[];
  readonly #chance: readonly Random[];
  readonly #due: HandlerId;

  constructor(parts: SpeechParts, talker: Talker) {
    const { kinds, world } = parts;
    this.#parts = parts;
    this.#talker = talker;
    this.#afterSending = kindsThat(kinds, ({ occasion }) => occasion.when === 'after sending');
    this.#afterSeeing = kindsThat(kinds, ({ occasion }) => occasion.when === 'after seeing');
    this.#chance = streamsOf(parts, 'echoes');
    this.#due = world.simulator.handler((note) => talker.depart(note), 'message refers to another');
  }

  sent(note: number): void {
    const { kinds, people } = this.#parts;
    const { sender, recipient, room } = this.#talker.notes;
    for (const kind of this.#afterSending) {
      const { occasion } = kinds[kind]!;
      if (occasion.when !== 'after sending') continue;
      const from = sender[note]!;
      const random = this.#chance[people.place[from]!]!;
      if (random.uniform() >= occasion.share) continue;
      const waitMs = occasion.after.sample(random);
      if (waitMs > occasion.atMostMs) continue;
      this.#send(note, kind, waitMs, from, recipient[note]!, room[note]!);
    }
  }

  shown(note: number, person: number): void {
    const { kinds, people } = this.#parts;
    const { sender, room } = this.#talker.notes;
    for (const kind of this.#afterSeeing) {
      const { occasion } = kinds[kind]!;
      if (occasion.when !== 'after seeing') continue;
      const random = this.#chance[people.place[person]!]!;
      if (random.uniform() >= occasion.share) continue;
      const waitMs = occasion.after.sample(random);
      const isToRoom = occasion.to === 'conversation' && room[note]! >= 0;
      if (isToRoom) this.#send(note, kind, waitMs, person, -1, room[note]!);
      else this.#send(note, kind, waitMs, person, sender[note]!, -1);
    }
  }

  #send(
    note: number,
    kind: number,
    waitMs: number,
    sender: number,
    recipient: number,
    room: number,
  ): void {
    const echo = this.#talker.about(note, kind, sender, recipient, room);
    this.#parts.world.simulator.after(waitMs, this.#due, echo);
  }
}
