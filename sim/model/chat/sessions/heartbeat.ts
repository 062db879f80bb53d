/** How often a device says that it is there, so that translators of addresses do not forget it. */
import { partOf, registry } from '../../../part/part.ts';
import { count, duration, number } from '../../../part/units.ts';

/** What a device has learned of its network. */
export interface Learned {
  /** Interval that it goes by, ms. */
  intervalMs: number;
  /** Heartbeats in a row that were answered, or that were not, at this interval. */
  answered: number;
  missed: number;
  /** Whether it has found the longest interval that works. */
  isSettled: boolean;
}

export interface Heartbeats {
  readonly firstMs: number;
  /** @param learned is changed by what became of a heartbeat. Undefined: nothing is learned. */
  learn?(learned: Learned, isAnswered: boolean): void;
}

const heartbeats = partOf<Heartbeats>();

const fixed = heartbeats({
  name: 'fixed',
  summary: 'always waits the same time',
  source:
    'reference page §4.2: 240 to 300 s on mobile networks, 30 to 60 s at desks (assumption); 270 s is the least of WeChat’s Mars',
  params: {
    every: duration({ above: 0 }).prefault('270s').describe('of silence before a heartbeat'),
  },
  main: 'every',
  make: ({ every }) => ({ firstMs: every }),
});

const adaptive = heartbeats({
  name: 'adaptive',
  summary: 'tries longer and longer intervals, and stays below the first that failed',
  source:
    'Tencent Mars, stn/config.h and smart_heartbeat: 270 s, steps of 60 s up to 590 s, less 20 s when found; 3 answers to go on, 3 misses to go back',
  params: {
    from: duration({ above: 0 }).prefault('270s').describe('the shortest interval'),
    to: duration({ above: 0 }).prefault('590s').describe('the longest'),
    step: duration().prefault('60s').describe('what is added after enough answers'),
    factor: number({ min: 1, max: 4 })
      .prefault(1)
      .describe('by which an interval is multiplied before that: 2 doubles it'),
    margin: duration()
      .prefault('20s')
      .describe('by which a device stays below the longest interval that worked'),
    answers: count({ min: 1, max: 100 }).prefault(3).describe('in a row before it goes on'),
    misses: count({ min: 1, max: 100 }).prefault(3).describe('in a row before it goes back'),
  },
  make: ({ from, to, step, factor, margin, answers, misses }) => {
    const settle = (learned: Learned, longestMs: number) => {
      learned.intervalMs = Math.max(from, longestMs - margin);
      learned.isSettled = true;
      learned.answered = 0;
      learned.missed = 0;
    };
    return {
      firstMs: from,
      learn: (learned, isAnswered) => {
        if (!isAnswered) {
          learned.answered = 0;
          learned.missed += 1;
          // A probe that fails is believed at once; what has worked for long is given some misses.
          if (learned.isSettled && learned.missed < misses) return;
          const before = (learned.intervalMs - step) / factor;
          settle(learned, learned.isSettled ? from : before);
          return;
        }
        learned.missed = 0;
        if (learned.isSettled) return;
        learned.answered += 1;
        if (learned.answered < answers) return;
        learned.answered = 0;
        if (learned.intervalMs >= to) settle(learned, to);
        else learned.intervalMs = Math.min(to, learned.intervalMs * factor + step);
      },
    };
  },
});

const none = heartbeats({
  name: 'none',
  summary: 'never: what has died in silence is not found out',
  source: 'definition',
  params: {},
  make: () => ({ firstMs: Number.POSITIVE_INFINITY }),
});

export const heartbeatPlans = registry('heartbeat', [fixed, adaptive, none]);
