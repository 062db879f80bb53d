import { z } from 'zod';
import { duration, ratio } from '../../../part/units.ts';
import { accessProfile } from '../profile.ts';
import { CurveLink } from './curve-link.ts';
import { curveOf, readRateTrace } from './trace-text.ts';

function problemOf(text: string): string | undefined {
  const read = readRateTrace(text);
  return typeof read === 'string' ? read : undefined;
}

export const bandwidthTrace = accessProfile({
  name: 'trace',
  summary: 'a measured bandwidth, replayed over and over from a file of seconds and Mbit/s',
  source:
    'reading of the file: env.py of Pensieve (Mao et al., SIGCOMM 2017); delay and rate up are assumptions',
  params: {
    file: z.string().min(1).describe('lines of `seconds Mbit/s`, relative to the scenario'),
    'round-trip': duration()
      .prefault('50ms')
      .describe('delay there and back, which traces do not have'),
    up: ratio({ above: 0 }).prefault('25%').describe('rate up as a part of the rate down'),
    aligned: z
      .boolean()
      .default(false)
      .describe('all devices begin at the beginning; else each somewhere in the trace'),
  },
  main: 'file',
  files: ({ file }) => [{ param: 'file', name: file, wrong: problemOf }],
  make: ({ file, 'round-trip': roundTripMs, up: upShare, aligned: isAligned }) => ({
    oneWayMs: () => roundTripMs / 2,
    // The rate of no moment: that of a device is in the link.
    downBitsPerSecond: () => Number.POSITIVE_INFINITY,
    upBitsPerSecond: () => Number.POSITIVE_INFINITY,
    open: (context) =>
      new CurveLink(
        { curve: curveOf(context.file(file)), upShare, roundTripMs, isAligned },
        context,
      ),
  }),
});
