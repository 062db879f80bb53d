/** Which kinds a chat has: a map of kinds, or a mix that has a name. */
import { z } from 'zod';
import { choicesOf } from '../../../part/choice.ts';
import { describeInEditors, editorSchema } from '../../../part/editor-schema.ts';
import { messageKinds } from './index.ts';

/** Shares of kinds in per cent. Source: reference/domain.md §4.2, from memory, to be tuned. */
const MIXES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  social: {
    text: '72%',
    sticker: '12%',
    image: '9%',
    'voice-note': '4%',
    video: '1.5%',
    file: '1%',
    location: '0.5%',
  },
  office: {
    text: '85%',
    sticker: '4%',
    image: '6%',
    'voice-note': '1%',
    video: '0.5%',
    file: '3%',
    location: '0.5%',
  },
  classroom: {
    text: '80%',
    sticker: '10%',
    image: '3%',
    'voice-note': '3%',
    file: '3%',
    location: '1%',
  },
};

export const MIX_NAMES = Object.keys(MIXES);

/** `social`, or `{ like: social, image: 20% }`: the mix by name, with what stands beside it. */
function spelledOut(raw: unknown): unknown {
  if (typeof raw === 'string') return MIXES[raw] ?? raw;
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return raw;
  const { like, ...rest } = raw as Readonly<Record<string, unknown>>;
  const mix = typeof like === 'string' ? MIXES[like] : undefined;
  return mix === undefined ? raw : { ...mix, ...rest };
}

const choices = choicesOf(messageKinds);

export const kindsParams = describeInEditors(
  z.unknown().pipe(z.transform(spelledOut)).pipe(choices),
  () => {
    const map = editorSchema(choices);
    const properties = { like: { enum: MIX_NAMES }, ...map.properties };
    return { anyOf: [{ enum: MIX_NAMES }, { ...map, properties }] };
  },
);
