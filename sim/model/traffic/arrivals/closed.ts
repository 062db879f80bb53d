import { count, duration } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivals, NO_STREAM } from './process.ts';

export const closed = arrivals({
  name: 'closed',
  summary: 'is a fixed number of people who wait for the answer and think before they ask again',
  source:
    'closed system: Schroeder, Wierman & Harchol-Balter, Open versus closed, NSDI 2006; it hides how slow a system is, since fewer ask while they wait',
  params: {
    users: count({ min: 1 }).describe('people over all places; a ramp does not change them'),
    think: varying(duration)
      .prefault({ exponential: '7s' })
      .describe('time from an answer to the next question; 7 s as in TPC-W'),
  },
  make: ({ users, think }) => {
    const shape = think.make();
    const thinkMs = (random: Parameters<typeof shape.sample>[0]) =>
      Math.max(0, shape.sample(random));
    return { ...NO_STREAM, people: { count: users, firstMs: thinkMs, againMs: thinkMs } };
  },
});
