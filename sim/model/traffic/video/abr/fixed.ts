import { count } from '../../../../part/units.ts';
import { abrRule } from './rule.ts';

export const fixed = abrRule({
  name: 'fixed',
  summary: 'stays in one rendition, whatever happens',
  source: 'definition',
  params: {
    level: count({ max: 29 })
      .prefault(1)
      .describe(
        'rendition, 0 the lowest; 1 is where Pensieve’s players begin; above the ladder: its top',
      ),
  },
  main: 'level',
  make: ({ level }, { ladder }) => {
    const chosen = Math.min(level, ladder.length - 1);
    return { reserve() {}, begin() {}, loaded() {}, choose: () => chosen };
  },
});
