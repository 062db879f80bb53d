/** The objects that people can ask for: how many, how popular, how large. */
import { z } from 'zod';
import type { Streams } from '../../engine/streams.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes, count } from '../../part/units.ts';
import { varying } from '../distribution/distribution.ts';
import { popularities } from './popularity.ts';
import { tagsParams } from './tags.ts';
import { variantsOf, varyParams } from './vary.ts';

/** Above this a table of sizes would not fit a browser's memory beside the rest. */
const MOST_OBJECTS = 20e6;

const settings = z.strictObject({
  objects: count({ min: 1, max: MOST_OBJECTS }).describe('how many objects there are'),
  popularity: choiceOf(popularities).describe('how requests spread over them'),
  size: varying(bytes).describe('bytes of one object; drawn once an object'),
  tags: tagsParams.optional(),
  vary: varyParams.optional(),
});

/** Each variant is an object to caches. */
export const catalogParams = settings.refine(
  ({ objects, vary }) => objects * variantsOf(vary) <= MOST_OBJECTS,
  {
    path: ['vary'],
    error: `too many variants: expected ${MOST_OBJECTS / 1e6}M objects times variants or less`,
  },
);

type CatalogParams = z.output<typeof catalogParams>;

/** Sizes of a catalog's objects, bytes, index = rank - 1; whole and at least 1. */
export function drawSizes(params: CatalogParams, streams: Streams, name: string): Float64Array {
  const size = params.size.make();
  const random = streams.stream(`${name}/sizes`);
  const draw = () => Math.max(1, Math.round(size.sample(random)));
  return Float64Array.from({ length: params.objects }, draw);
}
