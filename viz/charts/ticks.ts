/** Where axes have their marks. */

/** Round distances between marks of virtual time, ms. */
export const TIME_STEPS_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3,
  900e3, 1800e3, 3600e3, 7200e3, 14400e3, 21600e3, 43200e3, 86400e3, 172800e3, 604800e3,
];

/** Round times from 0 to the end, at most `wanted` steps apart; for charts that draw their own axis. */
export function timeTicks(durationMs: number, wanted: number): number[] {
  const step =
    TIME_STEPS_MS.find((candidate) => durationMs / candidate <= wanted) ?? durationMs / wanted;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
}

/** 1, 2 and 5 times the powers of ten between the edges; only the powers when these are many. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of [1, 2, 5]) ticks.push(Number(`${factor}e${power}`));
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  return inside.length > 10 ? inside.filter((tick) => Number.isInteger(Math.log10(tick))) : inside;
}
