/** Messages that nobody means to say: devices tell contacts that they come and go, servers tell everybody something. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { SERVER } from './post.ts';
import { kindsThat, type SpeechParts, streamsOf, type Talker } from './speech-parts.ts';

const MS_PER_SECOND = 1000;

/** Rooms beside those that people talk in: everybody, and the contacts of each person. */
export interface Circles {
  /** -1: nobody needs it. */
  readonly everybody: number;
  /** By kind: the first of as many rooms as there are people; -1: none. */
  readonly contacts: readonly number[];
}

export class ByItself {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #circles: Circles;
  readonly #chance: readonly Random[];
  readonly #change: HandlerId;
  readonly #announce: HandlerId;

  constructor(parts: SpeechParts, talker: Talker, circles: Circles) {
    const { simulator } = parts.world;
    this.#parts = parts;
    this.#talker = talker;
    this.#circles = circles;
    this.#chance = streamsOf(parts, 'by itself');
    this.#change = simulator.handler(
      (kind, place) => this.#changed(kind, place),
      'device comes or goes',
    );
    this.#announce = simulator.handler((kind) => this.#tellAll(kind), 'server tells everybody');
  }

  start(): void {
    const { kinds, clients, world } = this.#parts;
    for (const [kind, { occasion }] of kinds.entries()) {
      if (occasion.when === 'by a server') {
        world.simulator.at(occasion.firstMs, this.#announce, kind);
      } else if (occasion.when === 'by itself') {
        for (const place of clients.keys()) this.#waitForChange(kind, place);
      }
    }
  }

  /** Changes of all devices of a place together come at random. */
  #waitForChange(kind: number, place: number): void {
    const { kinds, clients, world } = this.#parts;
    const { occasion } = kinds[kind]!;
    if (occasion.when !== 'by itself') return;
    const meanMs = MS_PER_SECOND / (occasion.perSecond * clients[place]!.devices);
    world.simulator.after(this.#chance[place]!.exponential(meanMs), this.#change, kind, place);
  }

  #changed(kind: number, place: number): void {
    const { people, clients } = this.#parts;
    const device = this.#chance[place]!.below(clients[place]!.devices);
    const person = people.firstOfPlace[place]! + device;
    const room = this.#circles.contacts[kind]! + person;
    this.#talker.depart(this.#talker.about(-1, kind, person, -1, room));
    this.#waitForChange(kind, place);
  }

  #tellAll(kind: number): void {
    const { kinds, world } = this.#parts;
    const { occasion } = kinds[kind]!;
    const note = this.#talker.about(-1, kind, SERVER, -1, this.#circles.everybody);
    this.#talker.depart(note);
    if (occasion.when !== 'by a server' || occasion.everyMs === Number.POSITIVE_INFINITY) return;
    world.simulator.after(occasion.everyMs, this.#announce, kind);
  }
}

export const needsByItself = ({ kinds }: SpeechParts): boolean =>
  kindsThat(
    kinds,
    ({ occasion }) => occasion.when === 'by itself' || occasion.when === 'by a server',
  ).length > 0;
