import { choiceOf } from '../../../part/choice.ts';
import { bitRate, bytes, number } from '../../../part/units.ts';
import type { Samples } from '../usage.ts';
import { billingModel } from './billing.ts';
import { simpleModels } from './simple.ts';

/** What is left of each sample above a bit rate that is paid for. */
const above = ({ eachMs, bitsPerSecond }: Samples, includedBits: number): Samples => ({
  eachMs,
  bitsPerSecond: bitsPerSecond.map((bits) => Math.max(0, bits - includedBits)),
});

export const commit = billingModel({
  name: 'commit',
  summary: 'charges a fee for an amount that is taken or not, and what goes beyond it',
  source: 'contracts of CDNs and transit: commitment and overage; terms are negotiated',
  params: {
    fee: number({ min: 0 }).describe('of a month, in the currency of the list'),
    traffic: bytes().prefault('0B').describe('bytes a month that the fee pays for'),
    bandwidth: bitRate()
      .optional()
      .describe('bit rate that the fee pays for, where samples are billed; default: none'),
    beyond: choiceOf(simpleModels).describe('how the rest is charged: the overage'),
  },
  make: ({ fee, traffic, bandwidth = 0, beyond }) => {
    const overage = beyond.make();
    return {
      monthly: (usage) => {
        const left = Math.max(0, usage.bytes - traffic);
        const samples = above(usage.samples, bandwidth);
        return fee + overage.monthly({ ...usage, bytes: left, samples });
      },
    };
  },
});
