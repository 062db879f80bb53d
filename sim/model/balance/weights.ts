/** Weights as a parameter of those balancers that look at them. */
import { z } from 'zod';
import { number } from '../../part/units.ts';

export const weights = z
  .array(number({ min: 0 }))
  .max(1000)
  .default([])
  .describe('part of the load of each backend, in their order; those beyond the list weigh 1');
