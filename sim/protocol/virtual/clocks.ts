/** The clocks that libraries read, in virtual time. */
import { real } from './real.ts';

/**
 * What the wall clock says when a run begins, ms since 1970: 2026-01-01 00:00 UTC. An assumption; any other
 * whole second would do.
 */
export const EPOCH_MS = 1_767_225_600_000;

const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1000;

/** `Date` whose now is another one. */
export function virtualDate(nowMs: () => number): DateConstructor {
  const wall = () => Math.floor(EPOCH_MS + nowMs());
  function VirtualDate(this: unknown, ...given: unknown[]): unknown {
    if (new.target === undefined) return new real.Date(wall()).toString();
    return Reflect.construct(real.Date, given.length === 0 ? [wall()] : given, new.target);
  }
  Object.setPrototypeOf(VirtualDate, real.Date);
  VirtualDate.prototype = real.Date.prototype;
  VirtualDate.now = wall;
  return VirtualDate as unknown as DateConstructor;
}

/** `process.hrtime` and its `bigint`. */
export function virtualHrtime(nowMs: () => number): typeof process.hrtime {
  const bigint = () => BigInt(Math.floor(nowMs() * NS_PER_MS));
  const hrtime = (since?: [number, number]): [number, number] => {
    const ns = nowMs() * NS_PER_MS - (since === undefined ? 0 : since[0] * 1e9 + since[1]);
    const seconds = Math.floor(ns / 1e9);
    return [seconds, Math.floor(ns - seconds * 1e9)];
  };
  return Object.assign(hrtime, { bigint });
}

export const virtualUptime = (nowMs: () => number) => (): number => nowMs() / MS_PER_SECOND;
