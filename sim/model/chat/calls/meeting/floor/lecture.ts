import { duration, number } from '../../../../../part/units.ts';
import { varying } from '../../../../distribution/distribution.ts';
import { floor } from './floor.ts';

const HOUR_MS = 3600e3;

export const lecture = floor({
  name: 'lecture',
  summary:
    'the first member speaks all the time, others raise their hands and are called on in turn',
  source: 'definition; as many hands and words as in `kind: class`, which are assumptions',
  params: {
    hands: number({ min: 0 }).prefault(12).describe('hands raised in an hour, at random times'),
    speaks: varying(duration)
      .prefault({ exponential: '20s' })
      .describe('how long one speaks who was called on'),
    'calls-on': varying(duration)
      .prefault({ exponential: '2s' })
      .describe('how long it takes to call on the next one'),
  },
  make: ({ hands, speaks, 'calls-on': callsOn }) => {
    const [lasts, reacts] = [speaks.make(), callsOn.make()];
    return {
      isLed: true,
      untilNextMs: (random) =>
        hands > 0 ? random.exponential(HOUR_MS / hands) : Number.POSITIVE_INFINITY,
      lastsMs: (random) => lasts.sample(random),
      callsOnMs: (random) => reacts.sample(random),
    };
  },
});
