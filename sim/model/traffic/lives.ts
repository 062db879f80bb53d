/** Objects of one catalog that live differently: each belongs to a class, drawn once. */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { ratio } from '../../part/units.ts';
import { freshnessSettings, isGuessable, NEEDS_CHANGES } from './freshness-params.ts';
import { lifeOf } from './http-params.ts';
import type { Life, Objects } from './objects.ts';

const life = freshnessSettings
  .extend({
    share: ratio({ above: 0 }).describe('of the objects of the catalog, drawn once for each'),
  })
  .refine(isGuessable, NEEDS_CHANGES);

export const livesParams = z
  .array(life)
  .min(1)
  .refine((lives) => lives.reduce((sum, { share }) => sum + share, 0) <= 1 + 1e-9, {
    error: 'shares of more than all objects: expected 100% or less in all',
  })
  .optional()
  .describe(
    'classes of objects that live otherwise than `freshness` says, each with a share of the catalog and a freshness of its own; the others live as `freshness` says',
  );

export type LivesParams = z.output<typeof livesParams>;

interface HasLives {
  readonly lives?: LivesParams;
}

/** What a traffic tells of its objects' lives: nothing when all live as `freshness` says. */
export function livesIn(
  { lives: params }: HasLives,
  objects: number,
  random: () => Random,
): Pick<Objects, 'lifeOf'> {
  if (params === undefined) return {};
  const lives: readonly (Life | undefined)[] = [undefined, ...params.map(lifeOf)];
  const drawn = random();
  const classes = Uint8Array.from({ length: objects }, () => {
    let left = drawn.uniform();
    const found = params.findIndex(({ share }) => {
      left -= share;
      return left < 0;
    });
    return found + 1;
  });
  return { lifeOf: (object) => lives[classes[object]!] };
}
