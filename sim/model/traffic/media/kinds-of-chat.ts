/** What a chat has beside texts: its parameters, and what becomes of them. */
import type { z } from 'zod';
import { choiceOf, choose } from '../../../part/choice.ts';
import type { Reference } from '../../../part/reference.ts';
import { roomsWithCircles } from '../../chat/kinds/circles.ts';
import { encryptions } from '../../chat/kinds/encryption/index.ts';
import type { MessageKind } from '../../chat/kinds/kind.ts';
import { limitsParams } from '../../chat/kinds/limits.ts';
import { kindsParams } from '../../chat/kinds/mixes.ts';
import { moderations } from '../../chat/kinds/moderation/index.ts';
import { KEYS, NOTICE } from '../../chat/kinds/parts/inner.ts';
import { text } from '../../chat/kinds/parts/text.ts';
import { Speech } from '../../chat/kinds/speech.ts';
import type { People } from '../../chat/people.ts';
import type { Rooms } from '../../chat/rooms.ts';
import { Tokens, type Workload } from '../llm/tokens.ts';
import type { TrafficContext } from '../traffic.ts';
import { ChatMedia, MEDIA_CONTENTS } from './chat-media.ts';
import { mediaParams } from './media-params.ts';

export const kindParams = {
  kinds: kindsParams
    .optional()
    .describe('what people say: social, office, classroom, or a map of kinds; default: texts only'),
  media: mediaParams
    .optional()
    .describe(
      'where media are uploaded to and fetched from; default: pictures and files are their messages only',
    ),
  encryption: choiceOf(encryptions, 'none').describe('between devices: what servers cannot read'),
  moderation: choiceOf(moderations)
    .optional()
    .describe('what looks at messages before others get them; default: nothing'),
  limits: limitsParams
    .optional()
    .describe('what servers do not take, and tell who sent it; default: they take everything'),
};

export type KindParams = z.output<z.ZodObject<typeof kindParams>>;

/** What a chat with kinds consists of; `connect` it to who carries its messages. */
export interface Kinds {
  readonly speech: Speech;
  /** Those that people talk in, and others behind them. */
  readonly rooms: Rooms;
  readonly media: ChatMedia | undefined;
}

/** The kinds of a chat, and what servers and apps send beside these. */
interface Named {
  readonly names: readonly string[];
  readonly kinds: readonly MessageKind[];
}

/** A chat that has no `kinds` says texts when something else is to be known of its messages. */
function choicesOf({ kinds, encryption, moderation, limits }: KindParams) {
  if (kinds !== undefined) return kinds;
  const isPlain = encryption.name === 'none' && moderation === undefined && limits === undefined;
  return isPlain ? undefined : [choose(text, text.params.parse({ share: '100%' }))];
}

function namedKinds(params: KindParams): Named | undefined {
  const choices = choicesOf(params);
  if (choices === undefined) return undefined;
  const hasGate = params.moderation !== undefined || params.limits !== undefined;
  const isEncrypted = params.encryption.name !== 'none';
  const inner = [...(hasGate ? [NOTICE] : []), ...(isEncrypted ? [KEYS] : [])];
  return {
    names: [...choices.map(({ name }) => name), ...inner.map(({ name }) => name)],
    kinds: [...choices.map((kind) => kind.make()), ...inner.map(({ kind }) => kind)],
  };
}

/** @param drawn the rooms that people talk in. @returns undefined for a chat that has texts only. */
export function openKinds(
  context: TrafficContext,
  params: KindParams,
  people: People,
  drawn: Rooms,
): Kinds | undefined {
  const named = namedKinds(params);
  if (named === undefined) return undefined;
  const { names, kinds } = named;
  const { world, name, clients } = context;
  const random = world.streams.stream(`${name}/circles`);
  const { rooms, circles } = roomsWithCircles(drawn, people, kinds, random);
  const { encryption, limits, moderation } = params;
  const roomCount = drawn.count;
  const hasGate = names.includes(NOTICE.name);
  const gate = {
    limits,
    moderation: moderation?.make(),
    notice: names.indexOf(NOTICE.name),
    roomCount,
  };
  const speech = new Speech(
    { world, traffic: name, clients, people, names, kinds },
    {
      circles,
      rooms,
      roomCount,
      encryption: names.includes(KEYS.name) ? encryption.make() : undefined,
      keys: names.indexOf(KEYS.name),
      gate: hasGate ? gate : undefined,
      tokens: (workload) => new Tokens(workload as Workload),
    },
  );
  const stocks = kinds.map(({ stock }) => stock);
  const { media: settings } = params;
  const hasMedia = params.kinds !== undefined && settings !== undefined;
  const media = hasMedia
    ? new ChatMedia(context, settings, { kinds: names, stocks }, speech)
    : undefined;
  return { speech, rooms, media };
}

export const contentsOfKinds = ({ kinds, media }: KindParams): number =>
  kinds === undefined || media === undefined ? 0 : MEDIA_CONTENTS;

export function referencesOfKinds({ kinds, media }: KindParams): readonly Reference[] {
  const groups = (kinds ?? []).flatMap((kind) => kind.make().references ?? []);
  if (media === undefined) return groups;
  const to = { param: 'media.to', to: 'group', name: media.to, needs: 'http' } as const;
  if (media.upload === undefined) return [...groups, to];
  return [...groups, to, { ...to, param: 'media.upload', name: media.upload }];
}
