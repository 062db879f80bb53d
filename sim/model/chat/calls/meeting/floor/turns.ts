import { duration } from '../../../../../part/units.ts';
import { varying } from '../../../../distribution/distribution.ts';
import { floor } from './floor.ts';

export const turns = floor({
  name: 'turns',
  summary: 'one after the other speaks, whoever it is, with pauses in between',
  source: 'definition; the durations are assumptions',
  params: {
    speaks: varying(duration).prefault({ exponential: '10s' }).describe('how long one speaks'),
    pause: varying(duration).prefault({ exponential: '500ms' }).describe('until the next begins'),
  },
  make: ({ speaks, pause }) => {
    const [lasts, gap] = [speaks.make(), pause.make()];
    return {
      isLed: false,
      untilNextMs: (random) => gap.sample(random),
      lastsMs: (random) => lasts.sample(random),
      callsOnMs: () => 0,
    };
  },
});
