import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { LiveKernel } from '../../sim/live/live-kernel.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps the process from doing anything else. */
function block(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

describe('a live kernel', () => {
  it('lets events happen when the clock of the machine says so', async () => {
    const kernel = new LiveKernel(new Simulator());
    const startMs = performance.now();
    const happened: number[] = [];
    for (const ms of [30, 10, 20]) {
      kernel.after(ms, () => happened.push(performance.now() - startMs - ms));
    }
    await kernel.run(40);
    expect(happened).toHaveLength(3);
    // Half a millisecond early at most; late only as the machine is.
    for (const off of happened) expect(off).toBeGreaterThan(-1);
    expect(performance.now() - startMs).toBeGreaterThan(39);
  });

  it('gives what is late the time at which it was meant to happen', async () => {
    const kernel = new LiveKernel(new Simulator());
    const seen: number[] = [];
    kernel.after(5, () => block(30));
    kernel.after(10, () => {
      seen.push(kernel.nowMs);
      kernel.after(50, () => seen.push(kernel.nowMs));
    });
    await kernel.run(80);
    expect(seen).toEqual([10, 60]);
    expect(kernel.lateness.max).toBeGreaterThan(20);
  });

  it('catches up with what is due for what comes from outside, and never in the middle of it', async () => {
    const kernel = new LiveKernel(new Simulator());
    const order: string[] = [];
    kernel.after(400, () => order.push('event'));
    const running = kernel.run(500);
    await pause(5);
    block(420);
    // As a socket does it: the clock first, and then whatever it brings.
    kernel.after(0, () => {});
    order.push('after schedules only');
    kernel.catchUp();
    order.push('caught up');
    expect(kernel.nowMs).toBeGreaterThan(400);
    await running;
    expect(order).toEqual(['after schedules only', 'event', 'caught up']);
  });

  it('is at a point of the engine’s grid whenever it is, so that nothing waits for a time between two of them', async () => {
    const kernel = new LiveKernel(new Simulator());
    const running = kernel.run(60);
    const seen: number[] = [];
    for (let look = 0; look < 20; look += 1) {
      await pause(2);
      kernel.catchUp();
      seen.push(kernel.nowMs);
    }
    await running;
    expect(new Set(seen).size).toBeGreaterThan(5);
    for (const ms of seen) expect(Number.isInteger(ms * 2 ** 20)).toBe(true);
  });

  it('ends early when it is told to', async () => {
    const kernel = new LiveKernel(new Simulator());
    const running = kernel.run(60_000);
    setTimeout(() => kernel.stop(), 20);
    await running;
    expect(kernel.nowMs).toBeLessThan(60_000);
  });
});
