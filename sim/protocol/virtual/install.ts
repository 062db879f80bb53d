/**
 * Puts virtual time and seeded chance in the place of Node's own, for good: a worker does this before it
 * loads any library, and lives for one run.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Random } from '../../engine/random.ts';
import { virtualChance } from './chance.ts';
import { virtualDate, virtualHrtime, virtualUptime } from './clocks.ts';
import { compressInPlace } from './compression.ts';
import { dateInVirtualTime } from './http-date.ts';
import type { Kernel } from './kernel.ts';
import { virtualSocketTimeouts } from './socket-timeouts.ts';
import { clear, VirtualImmediate, VirtualTimeout } from './timers.ts';

type Callback = (...given: unknown[]) => void;

/** The run that has the process. */
export interface Life {
  kernel: Kernel;
  random: Random;
}

/**
 * Timers come first: what Node has inside takes them when it is loaded, and `node:http` brings `node:tls` along in Node 22. So nothing
 * here imports these.
 *
 * @param life whose members may be replaced by those of the next run.
 */
export function install(life: Life): void {
  const nowMs = () => life.kernel.nowMs;
  installTimers(life);
  Object.assign(globalThis, { Date: virtualDate(nowMs) });
  performance.now = nowMs;
  process.hrtime = virtualHrtime(nowMs);
  process.uptime = virtualUptime(nowMs);
  Math.random = () => life.random.uniform();
  const chance = virtualChance(() => life.random);
  Object.assign(crypto, chance);
  crypto.webcrypto.getRandomValues = chance.randomFillSync as typeof crypto.getRandomValues;
  crypto.webcrypto.randomUUID = chance.randomUUID;
  compressInPlace();
  dateInVirtualTime();
  virtualSocketTimeouts(() => life.kernel);
  syncBuiltinESMExports();
}

function installTimers(life: Life): void {
  const setTimeout = (callback: Callback, delay?: unknown, ...given: unknown[]) =>
    new VirtualTimeout(life.kernel, callback, delay, false, given);
  const setInterval = (callback: Callback, delay?: unknown, ...given: unknown[]) =>
    new VirtualTimeout(life.kernel, callback, delay, true, given);
  const setImmediate = (callback: Callback, ...given: unknown[]) =>
    new VirtualImmediate(life.kernel, callback, given);
  const clearImmediate = (immediate: unknown) => {
    if (immediate instanceof VirtualImmediate) immediate.close();
  };
  const all = {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate,
  };
  Object.assign(globalThis, all);
  Object.assign(timers, all);
  const resolves = (set: (done: Callback, ...given: unknown[]) => unknown) => {
    return (delay?: unknown, value?: unknown) =>
      new Promise((resolve) => void set(() => resolve(value), delay));
  };
  Object.assign(timersPromises, {
    setTimeout: resolves(setTimeout),
    setImmediate: (value?: unknown) =>
      new Promise((resolve) => void setImmediate(() => resolve(value))),
  });
  AbortSignal.timeout = (ms: number) => {
    const controller = new AbortController();
    const reason = () => new DOMException('The operation timed out', 'TimeoutError');
    setTimeout(() => controller.abort(reason()), ms);
    return controller.signal;
  };
}
