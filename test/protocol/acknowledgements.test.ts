import { describe, expect, it } from 'vitest';
import { Acknowledgements } from '../../sim/protocol/wire/acknowledgements.ts';
import type { Chunk } from '../../sim/protocol/wire/chunk.ts';

const chunk = (order: number, knownMs: number): Chunk => ({
  order,
  position: 0,
  bytes: Buffer.alloc(0),
  isEnd: false,
  firstSentMs: 0,
  sentMs: 0,
  timeoutMs: 0,
  isSentAgain: false,
  isProbe: false,
  arrivedMs: Number.POSITIVE_INFINITY,
  knownMs,
  edge: 0,
});

describe('acknowledgements on their way', () => {
  it('arrive in order of time, those of one time as they left', () => {
    const all = new Acknowledgements();
    for (const [order, knownMs] of [30, 10, 20, 10, 40].entries()) all.add(chunk(order, knownMs));
    expect(all.nextMs).toBe(10);
    const orders: number[] = [];
    for (const nowMs of [5, 10, 30, 50]) {
      for (let next = all.arrived(nowMs); next !== undefined; next = all.arrived(nowMs)) {
        orders.push(next.order);
      }
      orders.push(-nowMs);
    }
    expect(orders).toEqual([-5, 1, 3, -10, 2, 0, -30, 4, -50]);
    expect(all.nextMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('are many over time, of which some are always on their way', () => {
    const all = new Acknowledgements();
    const orders: number[] = [];
    for (let at = 0; at < 1000; at += 1) {
      all.add(chunk(at, 10 * at));
      const next = all.arrived(10 * (at - 30));
      if (next !== undefined) orders.push(next.order);
    }
    expect(orders).toEqual(Array.from({ length: 970 }, (_, at) => at));
    expect(all.nextMs).toBe(9700);
  });

  it('never stand before one that has arrived', () => {
    const all = new Acknowledgements();
    all.add(chunk(0, 10));
    all.add(chunk(1, 30));
    expect(all.arrived(10)?.order).toBe(0);
    all.add(chunk(2, 20));
    expect(all.arrived(40)?.order).toBe(2);
    expect(all.arrived(40)?.order).toBe(1);
    expect(all.arrived(40)).toBeUndefined();
  });
});
