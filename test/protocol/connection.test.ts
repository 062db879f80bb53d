import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { Connection } from '../../sim/protocol/wire/connection.ts';
import { SendWindows } from '../../sim/protocol/wire/send-windows.ts';
import { VirtualSocket } from '../../sim/protocol/wire/socket.ts';
import { RST, type Segments } from '../../sim/protocol/wire/tap.ts';
import type { Course } from '../../sim/protocol/wire/way.ts';

const ONE_WAY_MS = 20;
const course: Course = { passMs: () => ONE_WAY_MS };
const MIB = 1024 * 1024;

/** Two ends that know each other from time 0 on. */
function joined(receiveBytes = 64 * 1024) {
  const kernel = new Kernel(new Simulator());
  const [one, other] = [
    { address: '10.0.0.1', port: 1 },
    { address: '10.0.0.2', port: 2 },
  ] as const;
  const caller = new VirtualSocket(kernel, { allowHalfOpen: false, local: one, remote: other });
  const callee = new VirtualSocket(kernel, { allowHalfOpen: true, local: other, remote: one });
  const windows = new SendWindows();
  const packets: Segments[] = [];
  let isOver = false;
  const connection = new Connection({
    kernel,
    number: 1,
    courses: { there: course, back: course },
    firstMs: ONE_WAY_MS,
    roundTripMs: 2 * ONE_WAY_MS,
    receiveBytes,
    openWindow: () => windows.open(),
    caller,
    callee,
    tap: { dialled: () => {}, datagram: () => {}, segments: (each) => packets.push(each) },
    handed: () => {},
    over: () => {
      isOver = true;
    },
  });
  const seen: string[] = [];
  for (const [name, socket] of [
    ['caller', caller],
    ['callee', callee],
  ] as const) {
    const note = (what: string) => seen.push(`${name} ${what} at ${Math.round(kernel.nowMs)}`);
    socket.on('error', (error: NodeJS.ErrnoException) => note(error.code!));
    socket.on('end', () => note('end'));
    socket.on('close', () => note('closed'));
  }
  const accepted: number[] = [];
  kernel.after(0, () => connection.begin(() => accepted.push(kernel.nowMs)));
  // Time goes on by events only, to the last of them.
  for (const ms of [9000, 3_599_000]) kernel.after(ms, () => {});
  return { kernel, connection, caller, callee, packets, seen, accepted, isOver: () => isOver };
}

describe('who reads no more', () => {
  it('closes its window, holds up the writer, and gets all of it afterwards', async () => {
    const { kernel, caller, callee, packets } = joined();
    let bytes = 0;
    let hasTaken: boolean | undefined;
    let drainedMs = 0;
    callee.on('drain', () => {
      drainedMs = kernel.nowMs;
    });
    kernel.after(1, () => {
      caller.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      caller.stall(1);
      hasTaken = callee.write(Buffer.alloc(MIB));
    });
    await kernel.run(20_000);
    expect({ bytes, hasTaken, drainedMs }).toEqual({ bytes: 0, hasTaken: false, drainedMs: 0 });
    const acks = packets.filter(({ isUp }) => isUp);
    expect(acks.at(-1)!.windowBytes).toBe(0);
    // RFC 9293 §3.8.6.1: probes, each after twice the time.
    const sent = packets.filter(({ isUp, bytes: { length } }) => !isUp && length === 0);
    const gaps = sent.map(({ sentMs }, at) => sentMs - (sent[at - 1]?.sentMs ?? 0)).slice(2);
    expect(gaps.length).toBeGreaterThan(3);
    for (const [at, gap] of gaps.slice(1).entries()) expect(gap / gaps[at]!).toBeCloseTo(2, 3);
    kernel.after(0, () => caller.stall(-1));
    await kernel.run(60_000);
    expect(bytes).toBe(MIB);
    expect(drainedMs).toBeGreaterThan(20_000);
  });

  it('does not hold up what fits into its window', async () => {
    const { kernel, caller, callee } = joined();
    let isDone = false;
    kernel.after(1, () => {
      caller.stall(1);
      callee.write(Buffer.alloc(40_000), () => {
        isDone = true;
      });
    });
    await kernel.run(20_000);
    expect(isDone).toBe(true);
  });
});

describe('a reset in the middle', () => {
  it('ends both ends with ECONNRESET', async () => {
    const { kernel, connection, caller, callee, seen, isOver } = joined();
    kernel.after(1, () => {
      caller.resume();
      callee.resume();
      callee.write(Buffer.alloc(MIB));
    });
    kernel.after(50, () => connection.reset());
    await kernel.run(10_000);
    // Half a round trip of 40 ms later.
    expect(seen).toEqual([
      'caller ECONNRESET at 70',
      'caller closed at 70',
      'callee ECONNRESET at 70',
      'callee closed at 70',
    ]);
    expect(isOver()).toBe(true);
  });
});

describe('a half-open connection', () => {
  it('is found by keep-alive: ten probes of a second, as libuv asks Linux for', async () => {
    const { kernel, connection, caller, callee, seen } = joined();
    caller.setKeepAlive(true, 5000);
    kernel.after(1, () => {
      caller.resume();
      callee.resume();
      caller.write('hello');
    });
    kernel.after(2000, () => connection.vanish());
    await kernel.run(3_600_000);
    // 5 s after it last said or heard something, and 10 s; the other end has no keep-alive.
    expect(seen).toEqual(['caller ETIMEDOUT at 15001', 'caller closed at 15001']);
  });

  it('is found by whoever sends, when nobody has acknowledged for 100 s', async () => {
    const { kernel, connection, callee, seen } = joined();
    kernel.after(2000, () => {
      connection.vanish();
      callee.write('hello');
    });
    await kernel.run(3_600_000);
    expect(seen.map((one) => one.replace(/ at .*/, ''))).toEqual([
      'callee ETIMEDOUT',
      'callee closed',
    ]);
    // RFC 9293 §3.8.3: at least 100 s. A probe after two round trips of 40 ms (RFC 8985 §7.2), then timeouts of 40 + 200 ms,
    // twice as long each time, 60 s at most: 80 + 240 × (2⁸ − 1) + 60,000 ms.
    expect(seen[0]).toBe('callee ETIMEDOUT at 123280');
  });
});

describe('setting up', () => {
  it('lets the callee know half a round trip later, or by what comes before', async () => {
    const { kernel, accepted } = joined();
    await kernel.run(1000);
    expect(accepted).toEqual([ONE_WAY_MS]);
  });
});

describe('closing', () => {
  it('leaves nothing to ask or to send again when both ends are gone', async () => {
    const { kernel, caller, callee, packets } = joined();
    kernel.after(30, () => {
      caller.stall(1);
      callee.write(Buffer.alloc(MIB));
    });
    kernel.after(5000, () => caller.destroy());
    kernel.after(6000, () => callee.destroy());
    await kernel.run(1_000_000);
    expect(packets.at(-1)!.sentMs).toBeLessThan(6100);
  });

  it('lets nobody send again what was lost when both ends are gone', async () => {
    const { kernel, connection, caller, callee, packets } = joined();
    kernel.after(5000, () => {
      connection.vanish();
      callee.write('hello');
    });
    kernel.after(5100, () => caller.destroy());
    kernel.after(5200, () => callee.destroy());
    await kernel.run(1_000_000);
    expect(packets.at(-1)!.sentMs).toBeLessThan(5300);
  });

  it('by a reset ends who still has something to write, although nothing more comes', async () => {
    // RFC 9293 §3.10.7.4
    const { kernel, connection, caller, callee, seen } = joined();
    kernel.after(30, () => {
      caller.resume();
      callee.stall(1);
      callee.end();
      // More than the other end takes in unread.
      caller.write(Buffer.alloc(8 * MIB));
    });
    kernel.after(500, () => connection.reset());
    await kernel.run(10_000);
    expect(caller.readableEnded).toBe(true);
    expect(seen).toContain('caller ECONNRESET at 520');
  });

  it('sends FIN, and a reset only to who goes on sending', async () => {
    const { kernel, caller, callee, packets, seen } = joined();
    kernel.after(1, () => {
      callee.resume();
      caller.destroy();
    });
    kernel.after(100, () => callee.write('too late'));
    kernel.after(200, () => callee.write('much too late'));
    await kernel.run(10_000);
    expect(seen).toEqual([
      'caller closed at 1',
      'callee end at 21',
      'callee ECONNRESET at 200',
      'callee closed at 200',
    ]);
    expect(packets.filter(({ flags }) => (flags & RST) !== 0).length).toBe(1);
  });

  it('without having read sends a reset', async () => {
    // RFC 1122 §4.2.2.13
    const { kernel, caller, callee, seen } = joined();
    kernel.after(1, () => {
      caller.stall(1);
      callee.write('never read');
    });
    kernel.after(100, () => caller.destroy());
    await kernel.run(10_000);
    expect(seen[1]).toBe('callee ECONNRESET at 120');
  });
});
