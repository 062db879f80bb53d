import { z } from 'zod';
import { graduated } from '../billing/tiers.ts';
import { GB } from '../usage.ts';
import { perGbIn, perRequests, steps } from './charges.ts';
import { priceList } from './list.ts';
import { AWS_EGRESS, S3_STORED } from './tables.data.ts';

/** USD per GB, by who takes what leaves it. */
const EGRESS = {
  internet: steps(AWS_EGRESS.endsGb, AWS_EGRESS.prices),
  region: steps([], [0.02]),
  cloudfront: steps([], [0]),
} as const;

const STORED = steps(S3_STORED.endsGb, S3_STORED.prices);

export const s3 = priceList({
  name: 's3',
  summary: 'Amazon S3 standard: storage, reads, and what leaves it',
  source:
    'aws.amazon.com/s3/pricing by api-evangelist/amazon-s3, read 2026-09-20: GET 0.0004 USD per 1000, another region 0.01 to 0.02 USD/GB; storage and internet from memory: an assumption',
  provider: 'Amazon Web Services',
  date: '2026-09-20',
  isVerified: true,
  params: {
    to: z
      .enum(['internet', 'region', 'cloudfront'])
      .default('internet')
      .describe('who takes what leaves it; CloudFront takes it for nothing'),
  },
  charges: ({ to }) => [
    {
      item: 'storage',
      model: () => ({ monthly: ({ storedBytes }) => graduated(STORED, storedBytes / GB) }),
    },
    { item: 'requests', model: () => perRequests(0.0004, 1000) },
    { item: 'traffic', model: () => perGbIn(EGRESS[to]) },
  ],
});
