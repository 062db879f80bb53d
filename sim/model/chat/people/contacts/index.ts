/** Whom people write to. */
import { registry } from '../../../../part/part.ts';
import { anybody } from './anybody.ts';
import { office } from './office.ts';
import { powerLaw, preferential } from './power-law.ts';
import { smallWorld } from './small-world.ts';

export const contactModels = registry('contacts', [
  anybody,
  smallWorld,
  powerLaw,
  preferential,
  office,
]);
