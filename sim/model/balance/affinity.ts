/** What hashing balancers keep together. */
import { z } from 'zod';
import type { Request } from './balancer.ts';
import { mix32 } from './hash.ts';

export const on = z
  .enum(['object', 'client'])
  .default('object')
  .describe('what stays on one backend: each object, or each client');

/** @returns a hash of what a request is kept with, 32 bits. */
export const affinityOf = ({ object, client }: Request, kept: z.output<typeof on>): number =>
  mix32(kept === 'object' ? object : client);
