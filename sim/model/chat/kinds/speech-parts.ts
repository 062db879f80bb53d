/** What the parts of a chat with kinds share. */
import type { Random } from '../../../engine/random.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { MessageKind } from './kind.ts';
import type { Notes } from './notes.ts';

export interface SpeechParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  /** By number, which labels and notes have. */
  readonly names: readonly string[];
  readonly kinds: readonly MessageKind[];
}

/** Makes messages and sends them. */
export interface Talker {
  readonly notes: Notes;
  /** A message that nobody said by itself, about another one; it is sent by `depart`. */
  about(note: number, kind: number, sender: number, recipient: number, room: number): number;
  depart(note: number): void;
}

/** A stream of chance for each place. */
export function streamsOf(
  { world, traffic, clients }: SpeechParts,
  purpose: string,
): readonly Random[] {
  return clients.map((node) => world.streams.stream(`${traffic}@${node.name}/${purpose}`));
}

/** Numbers of the kinds of which something is true. */
export const kindsThat = (
  kinds: readonly MessageKind[],
  is: (kind: MessageKind) => boolean,
): readonly number[] => kinds.flatMap((kind, number) => (is(kind) ? number : []));

/** Bytes are whole, and one at least. */
export const wholeBytes = (bytes: number): number => Math.max(1, Math.round(bytes));

/** One counter or histogram for each kind and place: at `kind * places + place`. */
export const byKind = (
  { world, traffic, clients, names }: SpeechParts,
  make: (labels: Record<'traffic' | 'place' | 'kind', string>) => number,
): readonly number[] =>
  names.flatMap((kind) =>
    clients.map(({ place }) => make({ traffic, place: world.places[place]!.name, kind })),
  );
