import { z } from 'zod';
import { number } from '../../../part/units.ts';
import { perGbIn, steps } from './charges.ts';
import { priceList } from './list.ts';
import { AWS_EGRESS } from './tables.data.ts';

const EGRESS = {
  internet: steps(AWS_EGRESS.endsGb, AWS_EGRESS.prices),
  cloudfront: steps([], [0]),
} as const;

export const ec2 = priceList({
  name: 'ec2',
  summary: 'Amazon EC2: each node is an instance, and what leaves it costs per GB',
  source: 'c7g.large on demand and transfer to the internet, from memory: an assumption',
  provider: 'Amazon Web Services',
  date: '2026-09',
  isVerified: false,
  params: {
    hour: number({ min: 0 }).prefault(0.0725).describe('of one instance, USD; default: c7g.large'),
    to: z
      .enum(['internet', 'cloudfront'])
      .default('internet')
      .describe('who takes what leaves it; CloudFront takes it for nothing'),
  },
  charges: ({ hour, to }) => [
    { item: 'servers', model: () => ({ monthly: ({ nodeHours }) => nodeHours * hour }) },
    { item: 'traffic', model: () => perGbIn(EGRESS[to]) },
  ],
});
