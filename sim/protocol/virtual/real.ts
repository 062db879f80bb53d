/** What the process has by itself, taken before anything is replaced. */
import { setImmediate as soon } from 'node:timers';

export const real = {
  setImmediate: soon,
  Date,
  /** Runs all next ticks and microtasks that wait. Not public; where it is missing, turns of the loop do. */
  drain: (process as { _tickCallback?: () => void })._tickCallback?.bind(process),
  activeResources: process.getActiveResourcesInfo.bind(process),
};
