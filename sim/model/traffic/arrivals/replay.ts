import { z } from 'zod';
import { number } from '../../../part/units.ts';
import { arrivals, NO_STREAM } from './process.ts';

const MS_PER_SECOND = 1000;

/** @returns times in seconds, or what is wrong with the text. */
function readTimes(text: string): number[] | string {
  const times: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [cell = ''] = line.trim().split(/[\s,]+/);
    if (cell === '') continue;
    const seconds = Number(cell);
    const isRight = Number.isFinite(seconds) && seconds >= (times.at(-1) ?? 0);
    if (!isRight)
      return `line ${index + 1}: ${cell.slice(0, 40)}: expected seconds, not decreasing`;
    times.push(seconds);
  }
  return times.length > 0 ? times : 'no line: expected the seconds of one arrival in each';
}

export const replay = arrivals({
  name: 'replay',
  summary: 'comes at the times of a file; for whole logs with their objects there is kind: trace',
  source: 'definition',
  params: {
    file: z
      .string()
      .min(1)
      .describe('a line for each arrival that begins with its seconds, relative to the scenario'),
    speed: number({ above: 0 }).prefault(1).describe('2: everything comes in half the time'),
  },
  main: 'file',
  files: ({ file }) => [
    {
      param: 'file',
      name: file,
      wrong: (text) => {
        const read = readTimes(text);
        return typeof read === 'string' ? read : undefined;
      },
    },
  ],
  make: ({ file, speed }) => ({
    ...NO_STREAM,
    times: (text) => {
      const read = readTimes(text(file));
      const seconds = typeof read === 'string' ? [] : read;
      return Float64Array.from(seconds, (one) => (one * MS_PER_SECOND) / speed);
    },
  }),
});
