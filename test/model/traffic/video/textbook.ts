/**
 * A player and its rules as the papers and Pensieve's programs write them (fixed_env.py, bb.py, mpc.py at
 * hongzimao/pensieve), step by step over the lines of the trace; slow, and with nothing of ours in it.
 */

export interface Chunk {
  readonly level: number;
  readonly delayMs: number;
  readonly rebufferMs: number;
  /** The new chunk included. */
  readonly bufferMs: number;
}

const RATES_KBPS = [300, 750, 1200, 1850, 2850, 4300];
const CHUNKS = 48;
const CHUNK_MS = 4000;
const BUFFER_MS = 60_000;
const SLEEP_MS = 500;
const RTT_MS = 80;
const PAYLOAD = 0.95;
const FIRST_LEVEL = 1;
const PENALTY = 4.3;

/** What a rule is told: throughputs in MB/s, oldest first, and the buffer in seconds. */
export interface State {
  readonly throughputs: readonly number[];
  readonly bufferS: number;
  readonly last: number;
  readonly next: number;
  readonly sizes: readonly (readonly number[])[];
  /** What the rule keeps from call to call. */
  readonly memory: { estimates: number[]; errors: number[] };
}

export type Rule = (state: State) => number;

function harmonic(values: readonly number[]): number {
  const last = values.slice(-5);
  return 1 / (last.reduce((sum, value) => sum + 1 / value, 0) / last.length);
}

/** Highest rate at or below the harmonic mean of five. */
const rateBased: Rule = ({ throughputs }) => {
  const kbps = harmonic(throughputs) * 8000;
  const level = RATES_KBPS.findLastIndex((rate) => rate <= kbps);
  return Math.max(0, level);
};

/** bb.py. */
const bba: Rule = ({ bufferS }) => {
  if (bufferS < 5) return 0;
  if (bufferS >= 15) return 5;
  return Math.trunc((5 * (bufferS - 5)) / 10);
};

/** BOLA-BASIC, equation (8) of the paper, γp = 5, V from the largest buffer. */
const bola: Rule = ({ bufferS }) => {
  const utility = RATES_KBPS.map((rate) => Math.log(rate / RATES_KBPS[0]!));
  const v = (BUFFER_MS / CHUNK_MS - 1) / (utility[5]! + 5);
  const scores = RATES_KBPS.map((rate, m) => (v * (utility[m]! + 5) - bufferS / 4) / rate);
  return scores.lastIndexOf(Math.max(...scores));
};

/**
 * mpc.py, with the sizes of the chunks that come (it takes those one further): every sequence of levels, in the
 * order of itertools.product, of equals the last. What sequences have in common is computed once; none is left out.
 */
const mpcOf =
  (isRobust: boolean): Rule =>
  ({ throughputs, bufferS, last, next, sizes, memory }) => {
    const newest = throughputs.at(-1)!;
    const estimate = memory.estimates.at(-1);
    memory.errors.push(estimate === undefined ? 0 : Math.abs(estimate - newest) / newest);
    const mean = harmonic(throughputs);
    memory.estimates.push(mean);
    const rate = isRobust ? mean / (1 + Math.max(...memory.errors.slice(-5))) : mean;
    const depth = Math.min(5, CHUNKS - next);
    let best = 0;
    let most = -1e8;
    const plan = (
      at: number,
      first: number,
      before: number,
      buffer: number,
      rebuffer: number,
      rates: number,
      changes: number,
    ): void => {
      if (at === depth) {
        const reward = rates / 1000 - PENALTY * rebuffer - changes / 1000;
        if (reward < most) return;
        most = reward;
        best = first;
        return;
      }
      for (let level = 0; level < 6; level += 1) {
        const seconds = sizes[level]![next + at]! / 1e6 / rate;
        const dry = buffer < seconds ? seconds - buffer : 0;
        const left = buffer < seconds ? 0 : buffer - seconds;
        const change = Math.abs(RATES_KBPS[level]! - RATES_KBPS[before]!);
        const begun = at === 0 ? level : first;
        plan(
          at + 1,
          begun,
          level,
          left + 4,
          rebuffer + dry,
          rates + RATES_KBPS[level]!,
          changes + change,
        );
      }
    };
    plan(0, 0, last, bufferS, 0, 0, 0);
    return best;
  };

export const RULES: Readonly<Record<string, Rule>> = {
  fixed: () => 1,
  'rate-based': rateBased,
  bba,
  bola,
  mpc: mpcOf(false),
  'robust-mpc': mpcOf(true),
};

/** fixed_env.py: a video over a trace of `seconds Mbit/s`. */
export function watch(
  trace: string,
  sizes: readonly (readonly number[])[],
  rule: Rule,
): readonly Chunk[] {
  const lines = trace.trim().split('\n');
  const time = lines.map((line) => Number(line.trim().split(/\s+/)[0]));
  const bandwidth = lines.map((line) => Number(line.trim().split(/\s+/)[1]));
  let at = 1;
  let lastTime = time[0]!;
  const step = (): void => {
    lastTime = time[at]!;
    at += 1;
    if (at < bandwidth.length) return;
    at = 1;
    lastTime = time[0]!;
  };
  const chunks: Chunk[] = [];
  const throughputs: number[] = [];
  const memory = { estimates: [], errors: [] };
  let bufferMs = 0;
  let level = FIRST_LEVEL;
  for (let next = 0; next < CHUNKS; next += 1) {
    if (next > 0) {
      level = rule({ throughputs, bufferS: bufferMs / 1000, last: level, next, sizes, memory });
    }
    const size = sizes[level]![next]!;
    let sent = 0;
    let delayS = 0;
    for (;;) {
      const throughput = (bandwidth[at]! * 1e6) / 8;
      const seconds = time[at]! - lastTime;
      const payload = throughput * seconds * PAYLOAD;
      if (sent + payload > size) {
        const part = (size - sent) / throughput / PAYLOAD;
        delayS += part;
        lastTime += part;
        break;
      }
      sent += payload;
      delayS += seconds;
      step();
    }
    const delayMs = delayS * 1000 + RTT_MS;
    const rebufferMs = Math.max(delayMs - bufferMs, 0);
    bufferMs = Math.max(bufferMs - delayMs, 0) + CHUNK_MS;
    chunks.push({ level, delayMs, rebufferMs, bufferMs });
    throughputs.push(size / delayMs / 1000);
    if (bufferMs <= BUFFER_MS) continue;
    let sleepMs = Math.ceil((bufferMs - BUFFER_MS) / SLEEP_MS) * SLEEP_MS;
    bufferMs -= sleepMs;
    for (;;) {
      const seconds = time[at]! - lastTime;
      if (seconds > sleepMs / 1000) {
        lastTime += sleepMs / 1000;
        break;
      }
      sleepMs -= seconds * 1000;
      step();
    }
  }
  return chunks;
}
