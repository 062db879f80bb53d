/** Reads an eviction policy where only one will do that knows no future. */
import type { z } from 'zod';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { evictionPolicies } from '../cache/eviction/index.ts';
import {
  type EvictionContext,
  type EvictionPolicy,
  evictionTraits,
} from '../cache/eviction/policy.ts';

export type PolicyChoice = Choice<EvictionPolicy, EvictionContext>;

export const onlinePolicy = (fallback: string): z.ZodType<PolicyChoice, unknown> =>
  choiceOf(evictionPolicies, fallback).refine(
    (policy) => evictionTraits(policy).needsFuture !== true,
    {
      error: 'a bound that knows the future: expected a policy; twinwing cache can replay it',
    },
  );
