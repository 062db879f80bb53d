import { duration } from '../../../../part/units.ts';
import { abrRule } from './rule.ts';

export const bba = abrRule({
  name: 'bba',
  summary:
    'goes up with the buffer: lowest rendition below the reservoir, highest above the cushion',
  source:
    'Huang et al., A Buffer-Based Approach to Rate Adaptation, SIGCOMM 2014 (BBA-0); reservoir 5 s and cushion 10 s as in bb.py of Pensieve',
  params: {
    reservoir: duration().prefault('5s').describe('below so much media the lowest rendition'),
    cushion: duration({ above: 0 })
      .prefault('10s')
      .describe('media from the lowest to the highest'),
  },
  make: ({ reservoir, cushion }, { ladder }) => ({
    reserve() {},
    begin() {},
    loaded() {},
    choose({ bufferMs }) {
      if (bufferMs < reservoir) return 0;
      if (bufferMs >= reservoir + cushion) return ladder.length - 1;
      return Math.floor(((ladder.length - 1) * (bufferMs - reservoir)) / cushion);
    },
  }),
});
