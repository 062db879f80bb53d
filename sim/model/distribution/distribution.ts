/** Where a scenario may say how a quantity varies: `35ms`, or `{ lognormal: { median, p99 } }`. */
import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { describeInEditors, editorSchema } from '../../part/editor-schema.ts';
import { partOf, type Registry, registry } from '../../part/part.ts';
import { number } from '../../part/units.ts';
import {
  betaOf,
  constant,
  cut,
  discretePareto,
  exponential,
  gammaOf,
  hyperexponentialOf,
  lognormal,
  pareto,
  sampleOf,
  uniform,
  weibullOf,
} from './shapes.ts';

/** A quantity that varies; values are in the base unit of the quantity. */
export interface Distribution {
  sample(random: Random): number;
}

/** A schema of one quantity, such as `duration`. */
export type QuantitySchema = (range?: { above?: number }) => z.ZodType<number, unknown>;

const distribution = partOf<Distribution>();

/** The shapes, with parameters in the unit of `quantity`. */
export function distributions(quantity: QuantitySchema): Registry<Distribution> {
  return registry('distribution', [
    distribution({
      name: 'constant',
      summary: 'is always the same',
      source: 'definition',
      params: { value: quantity().describe('the value') },
      main: 'value',
      make: ({ value }) => constant(value),
    }),
    distribution({
      name: 'uniform',
      summary: 'is equally likely anywhere between two bounds',
      source: 'definition',
      params: {
        min: quantity().describe('lowest value'),
        max: quantity().describe('highest value'),
      },
      make: ({ min, max }) => uniform(min, max),
    }),
    distribution({
      name: 'exponential',
      summary: 'has no memory: the standard deviation equals the mean',
      source: 'definition',
      params: { mean: quantity().describe('mean') },
      main: 'mean',
      make: ({ mean }) => exponential(mean),
    }),
    distribution({
      name: 'lognormal',
      summary: 'has a long right tail; its logarithm is normal',
      source: 'definition; sigma follows from the two quantiles, with z(0.99) = 2.326348',
      params: {
        median: quantity({ above: 0 }).describe('half of the values are below'),
        p99: quantity({ above: 0 }).describe('99 % of the values are below; at least the median'),
        max: quantity({ above: 0 }).optional().describe('larger values are cut to this'),
      },
      make: ({ median, p99, max }) => {
        const shape = lognormal(median, p99);
        return max === undefined ? shape : cut(shape, max);
      },
    }),
    distribution({
      name: 'pareto',
      summary: 'has a tail that falls as a power, for ever or up to a largest value',
      source: 'Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, §10',
      params: {
        min: quantity({ above: 0 }).describe('lowest value'),
        alpha: number({ above: 0 }).describe('exponent of the tail; the mean is infinite up to 1'),
        max: quantity({ above: 0 }).optional().describe('highest value; default: none'),
      },
      make: ({ min, alpha, max }) => pareto(min, alpha, max ?? Number.POSITIVE_INFINITY),
    }),
    distribution({
      name: 'discrete-pareto',
      summary: 'is a whole number, the frequencies of which fall as a power: sizes of groups',
      source:
        'Clauset, Shalizi & Newman, SIAM Review 51(4), 2009; drawn by Hörmann & Derflinger 1996',
      params: {
        min: quantity({ above: 0 }).describe('lowest value'),
        alpha: number({ above: 0 }).describe('exponent of the frequencies'),
        max: quantity({ above: 0 }).describe('highest value; at least the lowest'),
      },
      make: ({ min, alpha, max }) => discretePareto(min, alpha, max),
    }),
    distribution({
      name: 'weibull',
      summary: 'has a tail that is heavier than the exponential one below shape 1, lighter above',
      source: 'Weibull, J. Applied Mechanics 18, 1951',
      params: {
        mean: quantity({ above: 0 }).describe('mean'),
        shape: number({ above: 0.05 }).describe('1 is the exponential distribution'),
      },
      make: ({ mean, shape }) => weibullOf(mean, shape),
    }),
    distribution({
      name: 'gamma',
      summary: 'is a sum of exponential stages: the more of them, the less it varies',
      source: 'definition; drawn by Marsaglia & Tsang, ACM TOMS 26(3), 2000',
      params: {
        mean: quantity({ above: 0 }).describe('mean'),
        shape: number({ above: 0 }).describe('number of stages; 1 is the exponential distribution'),
      },
      make: ({ mean, shape }) => gammaOf(mean, shape),
    }),
    distribution({
      name: 'beta',
      summary: 'lies between two bounds, with one hump, or most of it at the bounds',
      source: 'definition; drawn from two gamma variates',
      params: {
        min: quantity().describe('lowest value'),
        max: quantity().describe('highest value'),
        a: number({ above: 0 }).describe('larger: nearer to the highest value'),
        b: number({ above: 0 }).describe('larger: nearer to the lowest value'),
      },
      make: ({ min, max, a, b }) => betaOf(min, max, a, b),
    }),
    distribution({
      name: 'hyperexponential',
      summary:
        'is one of two exponentials with balanced means: it varies more than the exponential',
      source: 'Allen, Probability, Statistics and Queueing Theory, 2nd ed. 1990, §3.2.9',
      params: {
        mean: quantity({ above: 0 }).describe('mean'),
        scv: number({ min: 1 }).describe('variance over squared mean, 1 or more'),
      },
      make: ({ mean, scv }) => hyperexponentialOf(mean, scv),
    }),
    distribution({
      name: 'empirical',
      summary: 'is like a sample: straight lines between its values in order',
      source: 'Law, Simulation Modeling and Analysis, 5th ed. 2015, §6.2.4',
      params: {
        values: z
          .array(quantity())
          .min(2)
          .describe('measured values, two or more, in any order; nothing beyond them occurs'),
      },
      main: 'values',
      make: ({ values }) => sampleOf(values),
    }),
  ]);
}

/** A schema for a quantity that may vary; a plain quantity means that it is constant. */
export function varying(
  quantity: QuantitySchema,
  fallback?: string,
): z.ZodType<Choice<Distribution>, unknown> {
  const shapes = distributions(quantity);
  const isName = (raw: unknown) => typeof raw === 'string' && shapes.find(raw) !== undefined;
  const isScalar = (raw: unknown) => typeof raw !== 'object' && !isName(raw);
  const spelledOut = z.transform((raw: unknown) => (isScalar(raw) ? { constant: raw } : raw));
  const choice = choiceOf(shapes);
  const schema = describeInEditors(z.unknown().pipe(spelledOut).pipe(choice), () => ({
    anyOf: [editorSchema(quantity()), editorSchema(choice)],
  }));
  return fallback === undefined ? schema : schema.prefault(fallback);
}
