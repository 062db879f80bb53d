/** One of a few values, some of which look like numbers: a user writes `9` or `"9"`. */
import { z } from 'zod';
import { describeInEditors } from './editor-schema.ts';
import { found, ISSUE, issue } from './issue.ts';

/** @param values as they are written, without quotes. @returns a schema that gives one of them. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
): z.ZodType<Value, unknown> {
  const read = z.transform((raw: unknown, context): Value => {
    const value = values.find((one) => one === String(raw));
    if (value !== undefined) return value;
    const message = `${found(raw)}: expected one of ${values.join(', ')}`;
    context.issues.push(issue(raw, message, { code: ISSUE.range }));
    return z.NEVER;
  });
  return describeInEditors(z.unknown().pipe(read), () => ({
    enum: values.map((one) => (Number.isNaN(Number(one)) ? one : Number(one))),
  }));
}
