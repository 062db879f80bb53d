/** How often a scenario runs: a number, or until a figure is known well enough. */
import { z } from 'zod';
import { describeInEditors, editorSchema } from '../part/editor-schema.ts';
import { ISSUE, issue } from '../part/issue.ts';
import { keysAt } from '../part/keys.ts';
import { count } from '../part/units.ts';
import { isMap } from './inline.ts';

const MOST_REPLICATIONS = 10_000;

/** Fewer give intervals that are narrow by luck. Source: Law, Simulation Modeling, 9.4.1. */
const DEFAULT_MIN = 10;
const DEFAULT_MAX = 100;

const number = count({ min: 1, max: MOST_REPLICATIONS });

const sequential = z.strictObject({
  min: count({ min: 2, max: MOST_REPLICATIONS })
    .prefault(DEFAULT_MIN)
    .describe('replications before the first look at the interval'),
  max: count({ min: 2, max: MOST_REPLICATIONS })
    .prefault(DEFAULT_MAX)
    .describe('replications after which the run ends in any case'),
  until: z
    .string()
    .describe('figure and half of its 95 % interval, as a share of it: p99(latency) ± 5%'),
});

export type Replications = z.infer<typeof sequential> | { readonly max: number };

type Context = Parameters<Parameters<typeof z.transform>[0]>[1];

function read(raw: unknown, { issues }: Context): Replications {
  const schema = isMap(raw) ? sequential : number;
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (!parsed.success) {
    for (const problem of parsed.error.issues) {
      const isUnknown = problem.code === 'unrecognized_keys';
      const known = isUnknown && { params: { known: keysAt(schema, problem.path) } };
      issues.push({ ...known, ...problem } as (typeof issues)[number]);
    }
    return z.NEVER;
  }
  if (typeof parsed.data === 'number') return { max: parsed.data };
  const { min, max } = parsed.data;
  if (min <= max) return parsed.data;
  const message = `${max}: expected min, which is ${min}, or more`;
  issues.push(issue(max, message, { code: ISSUE.range }, ['max']));
  return z.NEVER;
}

export const replications = (): z.ZodType<Replications, unknown> =>
  describeInEditors(z.unknown().pipe(z.transform(read)), () => ({
    anyOf: [editorSchema(number), editorSchema(sequential)],
  }));
