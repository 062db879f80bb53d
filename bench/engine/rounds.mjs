import { spawnSync } from 'node:child_process';

/**
 * Measures several programs in turn, A B C A B C, so that whatever else the machine does falls on
 * all of them, and keeps the best of each.
 *
 * @param subjects { name, command: [program, ...arguments] }; each prints one line of JSON.
 * @returns for each name: operations a CPU second, the check and the peak memory; an `error` where
 * a program failed or took too long.
 */
export function interleaved(subjects, { rounds = 3, limitSeconds = 120 } = {}) {
  const best = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, command } of subjects) {
      const before = best.get(name);
      if (before?.error !== undefined) continue;
      const measured = once(command, limitSeconds);
      if (!(before?.rate > measured.rate)) best.set(name, measured);
    }
  }
  return best;
}

function once([program, ...args], limitSeconds) {
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: limitSeconds * 1000 });
  if (run.error?.code === 'ETIMEDOUT') return { error: `over ${limitSeconds} s` };
  if (run.error !== undefined) return { error: run.error.message };
  if (run.status !== 0) return { error: run.stderr.trim().split('\n').at(-1) ?? 'failed' };
  const line = JSON.parse(run.stdout);
  return { ...line, rate: line.operations / line.cpuSeconds };
}

/** Our own measurement, for `interleaved`. */
export function twinwing(workload, operations, pending = 0, law = 'exponential') {
  return measuredBy('bench/engine/measure.mjs', workload, operations, pending, law);
}

/** The same by another copy of the script. */
export function measuredBy(script, workload, operations, pending, law = 'exponential') {
  return [process.execPath, script, workload, String(operations), String(pending), law];
}

/** All engines that do the same work must arrive at the same number. @throws Error otherwise. */
export function agree(what, results, tolerance = 0) {
  const checks = [...results].filter(([, { error }]) => error === undefined);
  const expected = checks[0]?.[1].check;
  for (const [name, { check }] of checks) {
    if (Math.abs(check - expected) > tolerance * Math.abs(expected)) {
      throw new Error(`${what}: ${name} arrives at ${check}, ${checks[0][0]} at ${expected}`);
    }
  }
}

export const millions = (result) =>
  result === undefined ? '–' : (result.error ?? (result.rate / 1e6).toPrecision(3));

/** @returns how many times faster the one is, or a dash. */
export const times = (one, other) =>
  one?.rate > 0 && other?.rate > 0 ? (one.rate / other.rate).toFixed(2) : '–';

/** Rows of text as a Markdown table; the first is its head. */
export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}
