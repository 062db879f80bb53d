/** Who says where he is may go on saying so; servers keep none of these updates. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type SpeechParts, streamsOf, type Talker } from './speech-parts.ts';

export class LiveUpdates {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #chance: readonly Random[];
  readonly #goOn: HandlerId;

  constructor(parts: SpeechParts, talker: Talker) {
    this.#parts = parts;
    this.#talker = talker;
    this.#chance = streamsOf(parts, 'updates');
    this.#goOn = parts.world.simulator.handler((note) => this.#update(note), 'update of a message');
  }

  sent(note: number): void {
    const { kinds, people, world } = this.#parts;
    const { kind, sender, untilMs } = this.#talker.notes;
    const { updates } = kinds[kind[note]!]!;
    if (updates === undefined) return;
    const random = this.#chance[people.place[sender[note]!]!]!;
    if (random.uniform() >= updates.share) return;
    this.#talker.notes.keep(note);
    untilMs[note] = world.simulator.nowMs + updates.lasts.sample(random);
    world.simulator.after(updates.everyMs, this.#goOn, note);
  }

  #update(note: number): void {
    const { kinds, world } = this.#parts;
    const { notes } = this.#talker;
    const { kind, sender, recipient, room, untilMs } = notes;
    const updates = kinds[kind[note]!]!.updates!;
    if (world.simulator.nowMs > untilMs[note]!) {
      notes.drop(note);
      return;
    }
    const update = this.#talker.about(
      note,
      kind[note]!,
      sender[note]!,
      recipient[note]!,
      room[note]!,
    );
    notes.bytes[update] = updates.bytes;
    notes.isKept[update] = 0;
    this.#talker.depart(update);
    world.simulator.after(updates.everyMs, this.#goOn, note);
  }
}
