import { describe, expect, it } from 'vitest';
import { editorSchema } from '../../sim/part/editor-schema.ts';
import { oneOf } from '../../sim/part/one-of.ts';

const schema = oneOf(['best', '7', '12']);

describe('one of a few values', () => {
  it.each([
    ['best', 'best'],
    [7, '7'],
    ['12', '12'],
  ])('%j is read as %j', (raw, value) => {
    expect(schema.parse(raw)).toBe(value);
  });

  it('is refused with the values that would be right', () => {
    const [issue] = schema.safeParse(13).error!.issues;
    expect(issue!.message).toBe('13: expected one of best, 7, 12');
    expect(schema.safeParse('worst').success).toBe(false);
  });

  it('is offered by editors as a user would write it', () => {
    expect(editorSchema(schema)).toMatchObject({ enum: ['best', 7, 12] });
  });
});
