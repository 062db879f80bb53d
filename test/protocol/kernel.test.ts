import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { Audit } from '../../sim/protocol/virtual/audit.ts';
import { virtualChance } from '../../sim/protocol/virtual/chance.ts';
import { EPOCH_MS, virtualDate, virtualHrtime } from '../../sim/protocol/virtual/clocks.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { VirtualImmediate, VirtualTimeout } from '../../sim/protocol/virtual/timers.ts';

describe.each(['ticks', 'turns'] as const)('the kernel, draining by %s', (draining) => {
  it('lets promises, ticks and immediates happen before time goes on', async () => {
    const kernel = new Kernel(new Simulator(), draining);
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what} at ${kernel.nowMs}`);
    kernel.after(1, () => {
      note('event');
      process.nextTick(() => note('tick'));
      void Promise.resolve().then(() => note('promise'));
      kernel.immediate(() => {
        note('immediate');
        void Promise.resolve().then(() => note('promise of the immediate'));
      });
    });
    kernel.after(2, () => note('next event'));
    await kernel.run(10);
    expect(seen).toEqual([
      'event at 1',
      'tick at 1',
      'promise at 1',
      'immediate at 1',
      'promise of the immediate at 1',
      'next event at 2',
    ]);
    expect(kernel.nowMs).toBe(10);
  });

  it('lets no time pass while real work is under way', async () => {
    const kernel = new Kernel(new Simulator(), draining);
    let tookMs = -1;
    kernel.after(1, () => {
      // Real time, by a real thread of the system.
      const work = import('node:fs/promises').then(({ stat }) => stat('.'));
      void kernel.frozen(work).then(() => {
        tookMs = kernel.nowMs - 1;
      });
    });
    kernel.after(500, () => {});
    await kernel.run(1000);
    expect(tookMs).toBe(0);
    // Whole turns may have been long enough by themselves.
    if (draining === 'ticks') expect(kernel.realTurns).toBeGreaterThan(0);
  });
});

describe('an error that nobody catches', () => {
  const throwing = () => {
    throw new Error('of a library');
  };

  it.each([
    ['an event', throwing],
    ['a next tick', () => process.nextTick(throwing)],
  ])('in %s comes out of the run, and Node goes on', async (_where, action) => {
    // With these Node ends a process whose callbacks do not close (async hook stack has become corrupted).
    const audit = new Audit();
    audit.begin();
    const kernel = new Kernel(new Simulator());
    kernel.after(1, action);
    await expect(kernel.run(10)).rejects.toThrow('of a library');
    audit.end();
    const next = new Kernel(new Simulator());
    await next.run(10);
    expect(next.nowMs).toBe(10);
  });
});

describe('virtual timers', () => {
  it('fire in virtual time, again after a refresh, and not when cleared', async () => {
    const kernel = new Kernel(new Simulator());
    const seen: number[] = [];
    const timeout = new VirtualTimeout(kernel, () => seen.push(kernel.nowMs), 10, false, []);
    const cleared = new VirtualTimeout(kernel, () => seen.push(-1), 5, false, []);
    const repeated = new VirtualTimeout(kernel, () => seen.push(kernel.nowMs), 30, true, []);
    const immediate = new VirtualImmediate(kernel, () => seen.push(-2), []);
    kernel.after(4, () => {
      timeout.refresh();
      cleared.close();
    });
    immediate.close();
    await kernel.run(70);
    repeated.close();
    await kernel.run(200);
    expect(seen).toEqual([14, 30, 60]);
  });
});

describe('virtual clocks', () => {
  it('say the virtual time', () => {
    let nowMs = 1500.25;
    const VirtualDate = virtualDate(() => nowMs);
    expect(VirtualDate.now()).toBe(EPOCH_MS + 1500);
    expect(new VirtualDate().toISOString()).toBe('2026-01-01T00:00:01.500Z');
    expect(new VirtualDate(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(new VirtualDate()).toBeInstanceOf(Date);
    const hrtime = virtualHrtime(() => nowMs);
    const since = hrtime();
    nowMs += 2000;
    expect(hrtime(since)).toEqual([2, 0]);
    expect(hrtime.bigint()).toBe(3_500_250_000n);
  });
});

describe('virtual chance', () => {
  it('gives the same bytes to the same seed, and identifiers of version 4', () => {
    const of = (seed: string) => {
      const random = new Streams(seed, 0).stream('protocol');
      const { randomBytes, randomInt, randomUUID } = virtualChance(() => random);
      return [String((randomBytes(8) as Buffer).toString('hex')), randomUUID(), randomInt(5, 9)];
    };
    expect(of('a')).toEqual(of('a'));
    expect(of('a')).not.toEqual(of('b'));
    // RFC 9562 §5.4
    expect(of('a')[1]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(of('a')[2]).toBeGreaterThanOrEqual(5);
    expect(of('a')[2]).toBeLessThan(9);
  });
});

describe('the audit', () => {
  it('names what is real: a timer, a socket', async () => {
    const audit = new Audit();
    audit.begin();
    await new Promise((resolve) => setTimeout(resolve, 1));
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    await new Promise((resolve) => server.close(resolve));
    const found = audit.end().join(' ');
    expect(found).toContain('a real timer');
    expect(found).toContain('a real TCP server');
    expect(found).toContain('kernel.test.ts');
  });

  it('stops a run at once that what has escaped would hold up for ever', async () => {
    const kernel = new Kernel(new Simulator());
    const audit = new Audit(() => kernel.stop());
    audit.begin();
    let server: Server | undefined;
    kernel.after(1, () => {
      server = createServer().listen(0, '127.0.0.1');
    });
    kernel.after(5, () => {});
    await kernel.run(1000);
    expect(audit.end().join(' ')).toContain('a real TCP server');
    expect(kernel.nowMs).toBe(1);
    await new Promise((resolve) => server!.close(resolve));
  });
});
