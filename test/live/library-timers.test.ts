import { describe, expect, it } from 'vitest';
import { LibraryTimers } from '../../sim/live/library-timers.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('timers of libraries', () => {
  it('are timers as ever, and keep no process alive when the run is over', async () => {
    const before = globalThis.setTimeout;
    const timers = new LibraryTimers();
    const rung: string[] = [];
    const [kept, cleared] = [setTimeout(() => {}, 60_000), setTimeout(() => {}, 60_000)];
    setTimeout((what: string) => rung.push(what), 5, 'once');
    clearTimeout(cleared);
    await pause(20);
    expect(rung).toEqual(['once']);
    timers.release();
    expect(globalThis.setTimeout).toBe(before);
    expect([kept.hasRef(), cleared.hasRef()]).toEqual([false, true]);
    clearTimeout(kept);
  });
});
