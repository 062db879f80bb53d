/** Reads bandwidth traces of lines `seconds Mbit/s`, as of Mahimahi players and Pensieve. */
import { RateCurve } from './rate-curve.ts';

const MBPS = 1e6;
const MS_PER_SECOND = 1000;

interface Samples {
  readonly stepsMs: number[];
  readonly bitsPerSecond: number[];
}

/**
 * A line's rate holds from the time of the line before to its own.
 * Source: Pensieve's env.py (Mao et al., SIGCOMM 2017), for which these traces were made.
 *
 * @returns what is wrong with the text where it is none.
 */
export function readRateTrace(text: string): Samples | string {
  const samples: Samples = { stepsMs: [], bitsPerSecond: [] };
  let lastSeconds: number | undefined;
  let sum = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(/[\s,]+/);
    const [seconds, mbps] = [Number(cells[0]), Number(cells[1])];
    const isRight = cells.length === 2 && Number.isFinite(seconds) && mbps >= 0 && mbps < 1e9;
    if (!isRight)
      return `line ${index + 1}: ${line.trim().slice(0, 40)}: expected seconds and Mbit/s`;
    if (lastSeconds !== undefined) {
      if (seconds <= lastSeconds) return `line ${index + 1}: ${seconds} s: expected a later time`;
      samples.stepsMs.push((seconds - lastSeconds) * MS_PER_SECOND);
      samples.bitsPerSecond.push(mbps * MBPS);
      sum += mbps;
    }
    lastSeconds = seconds;
  }
  if (samples.stepsMs.length === 0)
    return 'fewer than two lines: expected seconds and Mbit/s in each';
  return sum > 0 ? samples : 'nothing ever passes: expected some rate above 0';
}

/** @throws Error for a text that `readRateTrace` refuses. */
export function curveOf(text: string): RateCurve {
  const samples = readRateTrace(text);
  if (typeof samples === 'string') throw new Error(samples);
  return new RateCurve(samples.stepsMs, samples.bitsPerSecond);
}
