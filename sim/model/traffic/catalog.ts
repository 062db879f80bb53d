/** The objects that people can ask for: how many, how popular, how large. */
import { z } from 'zod';
import type { Streams } from '../../engine/streams.ts';
import { choiceOf } from '../../part/choice.ts';
import { bytes, count } from '../../part/units.ts';
import { varying } from '../distribution/distribution.ts';
import type { Popularity } from './catalog/popularity.ts';
import { popularities } from './popularity.ts';
import { tagsParams } from './tags.ts';
import { variantsOf, varyParams } from './vary.ts';

/** Above this a table of sizes would not fit a browser's memory beside the rest. */
const MOST_OBJECTS = 20e6;

const settings = z.strictObject({
  objects: count({ min: 1, max: MOST_OBJECTS }).describe('how many objects there are'),
  popularity: choiceOf(popularities).describe('how requests spread over them'),
  size: varying(bytes)
    .optional()
    .describe('bytes of one object, drawn once an object; akamai brings sizes of its own'),
  tags: tagsParams.optional(),
  vary: varyParams.optional(),
});

/** Each variant is an object to caches. */
export const catalogParams = settings
  .refine(({ objects, vary }) => objects * variantsOf(vary) <= MOST_OBJECTS, {
    path: ['vary'],
    error: `too many variants: expected ${MOST_OBJECTS / 1e6}M objects times variants or less`,
  })
  .refine(({ popularity, size }) => size !== undefined || popularity.name === 'akamai', {
    path: ['size'],
    error: 'nothing says how large objects are: expected a size, or a popularity that brings sizes',
  });

type CatalogParams = z.output<typeof catalogParams>;

export interface Catalog {
  readonly popularity: Popularity;
  /** Bytes of each object, whole and at least 1; index 0 is the most popular at the start. */
  readonly sizes: Float64Array;
  readonly smallestBytes: number;
}

/** @param name of the traffic. */
export function openCatalog(params: CatalogParams, streams: Streams, name: string): Catalog {
  const { objects } = params;
  const random = streams.stream(`${name}/popularity`);
  const popularity = params.popularity.make({ objects, random });
  const sizes = drawSizes(params, popularity, streams, name);
  return { popularity, sizes, smallestBytes: sizes.reduce((least, one) => Math.min(least, one)) };
}

function drawSizes(
  params: CatalogParams,
  popularity: Popularity,
  streams: Streams,
  name: string,
): Float64Array {
  const random = streams.stream(`${name}/sizes`);
  const size = params.size?.make();
  if (size === undefined) return popularity.sizes!(random);
  const draw = () => Math.max(1, Math.round(size.sample(random)));
  return Float64Array.from({ length: params.objects }, draw);
}
