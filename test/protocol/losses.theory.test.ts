/** What a sender of spoken TCP makes of losses: by the RFCs, and by the congestion controls that the model has. */
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { congestionControls } from '../../sim/model/net/transport/congestion/index.ts';
import { choiceOf } from '../../sim/part/choice.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { SendWindows } from '../../sim/protocol/wire/send-windows.ts';
import { Way } from '../../sim/protocol/wire/way.ts';

const ONE_WAY_MS = 25;
const SEGMENT = 1448;
const HEADER = 52;
/** Segments that travel as one. */
const CHUNK = 8;

interface Sending {
  readonly kernel: Kernel;
  readonly way: Way;
  /** Segments that have left, by time. */
  readonly left: Map<number, number>;
  readonly failed: number[];
}

/** @param isLost whether what leaves now is lost, with the segments that have left at this time; @param isAckLost the same of acknowledgements. */
function sending(
  isLost: (sent: number, nowMs: number, leftNow: number) => boolean,
  isAckLost: (sent: number, nowMs: number) => boolean = () => false,
  congestion = 'cubic',
  initialWindow = 10,
): Sending {
  const kernel = new Kernel(new Simulator());
  const left = new Map<number, number>();
  const failed: number[] = [];
  let [sent, acks] = [0, 0];
  const there = {
    passMs: (bytes: number, packets: number) => {
      sent += 1;
      if (bytes > HEADER) left.set(kernel.nowMs, (left.get(kernel.nowMs) ?? 0) + packets);
      return isLost(sent, kernel.nowMs, left.get(kernel.nowMs) ?? 0)
        ? Number.POSITIVE_INFINITY
        : ONE_WAY_MS;
    },
  };
  const back = {
    passMs: () => {
      acks += 1;
      return isAckLost(acks, kernel.nowMs) ? Number.POSITIVE_INFINITY : ONE_WAY_MS;
    },
  };
  const settings = { congestion: choiceOf(congestionControls).parse(congestion), initialWindow };
  const window = new SendWindows().open(settings);
  const sink = { arrive: () => {}, finish: () => {} };
  const way = new Way(kernel, there, back, window, sink, {
    failed: () => failed.push(kernel.nowMs),
  });
  return { kernel, way, left, failed };
}

describe('a sender that has lost something', () => {
  it.each([
    // RFC 5681 §3.1, eq. 4; RFC 9438 §4.6: what is left of the window.
    ['reno', 0.5],
    ['cubic', 0.7],
  ])('goes on by %s with %d of its window', async (congestion, share) => {
    // Slow start has 10, 20, 40, 80 segments in flight, one round trip after the other; the first chunk of 80 is lost.
    const { kernel, way, left } = sending((_, nowMs) => nowMs === 150, undefined, congestion);
    way.send(Buffer.alloc(2000 * SEGMENT));
    await kernel.run(260);
    expect([0, 50, 100, 150].map((ms) => left.get(ms))).toEqual([10, 20, 40, 80]);
    // All of it was lost: nobody tells, and a timeout ends in slow start (RFC 5681 §3.1).
    await kernel.run(3000);
    const window = [...left.entries()].filter(([ms]) => ms > 1000).map(([, segments]) => segments);
    expect(window[0]).toBeGreaterThanOrEqual(80 * share);
    expect(window[0]).toBeLessThan(80 * share + 20);
  });

  it.each([
    ['reno', 0.5],
    ['cubic', 0.7],
  ])('shrinks by %s at once where later chunks tell of it', async (congestion, share) => {
    const { kernel, way, left } = sending(
      (_, nowMs, leftNow) => nowMs === 150 && leftNow <= CHUNK,
      undefined,
      congestion,
    );
    way.send(Buffer.alloc(2000 * SEGMENT));
    await kernel.run(290);
    // All of it was sent at once, so that all acknowledgements come at once, and the new window leaves.
    const inFlight = [...left.entries()].filter(([ms]) => ms >= 200 && ms < 250);
    const segments = inFlight.reduce((sum, [, one]) => sum + one, 0);
    expect(Math.abs(segments / 80 - share)).toBeLessThan(0.11);
  });

  it('finds the loss of what it sent last by a probe after two round trips', async () => {
    // RFC 8985 §7.2
    const { kernel, way, left } = sending((sent) => sent === 3);
    way.measured(2 * ONE_WAY_MS);
    for (const ms of [0, 10, 20]) kernel.after(ms, () => way.send(Buffer.alloc(SEGMENT)));
    await kernel.run(1000);
    expect([...left.keys()]).toEqual([0, 10, 20, 120]);
    expect(way.intake.deliveredBytes).toBe(3 * SEGMENT);
  });

  it('shrinks its window when a probe has found a loss, and not when it has found none', async () => {
    // RFC 8985 §7.4
    const burstBehind = async (isLost: boolean) => {
      const { kernel, way, left } = sending(
        (sent) => isLost && sent === 1,
        (acks) => !isLost && acks === 1,
        'reno',
      );
      way.measured(2 * ONE_WAY_MS);
      way.send(Buffer.alloc(SEGMENT));
      await kernel.run(200);
      expect(way.segmentsSentAgain).toBe(1);
      kernel.after(0, () => way.send(Buffer.alloc(100 * SEGMENT)));
      await kernel.run(201);
      return left.get(200);
    };
    expect(await burstBehind(true)).toBe(5);
    expect(await burstBehind(false)).toBe(10);
  });

  it('waits a second for what nothing has been measured of, and three round trips after a handshake', async () => {
    // RFC 6298 §2.1, §2.2; a floor of 200 ms for four variations, as Linux has it; a probe comes first.
    const untold = sending((sent) => sent === 1);
    untold.way.send(Buffer.alloc(SEGMENT));
    await untold.kernel.run(5000);
    expect([...untold.left.keys()]).toEqual([0, 1000]);
    const told = sending((sent) => sent === 1);
    told.way.measured(2 * ONE_WAY_MS);
    told.way.send(Buffer.alloc(SEGMENT));
    await told.kernel.run(5000);
    expect([...told.left.keys()]).toEqual([0, 100]);
  });

  it('sends one chunk after each timeout while nothing gets through, not all that was in flight', async () => {
    const isCut = (_: number, nowMs: number) => nowMs >= 150 && nowMs < 3000;
    const { kernel, way, left } = sending(isCut, isCut);
    way.send(Buffer.alloc(2000 * SEGMENT));
    await kernel.run(2900);
    const again = [...left.entries()].filter(([ms]) => ms > 160);
    expect(again.length).toBeGreaterThan(2);
    for (const [, segments] of again) expect(segments).toBeLessThanOrEqual(8);
    await kernel.run(60_000);
    expect(way.intake.deliveredBytes).toBe(2000 * SEGMENT);
  });

  it('takes a lost acknowledgement for one with the next that comes, and sends again when none does', async () => {
    const next = sending(
      () => false,
      (acks) => acks === 1,
    );
    for (const ms of [0, 5]) next.kernel.after(ms, () => next.way.send(Buffer.alloc(SEGMENT)));
    await next.kernel.run(5000);
    expect(next.way.segmentsSentAgain).toBe(0);
    expect(next.way.isBusy).toBe(false);
    const none = sending(
      () => false,
      (acks) => acks === 1,
    );
    none.way.send(Buffer.alloc(SEGMENT));
    await none.kernel.run(5000);
    expect(none.way.segmentsSentAgain).toBe(1);
    // What has come twice is there once.
    expect(none.way.intake.beyond).toEqual([]);
    expect(none.way.intake.deliveredBytes).toBe(SEGMENT);
    expect(none.way.isBusy).toBe(false);
  });

  it('gives up a path whose acknowledgements never come back', async () => {
    // RFC 9293 §3.8.3: R2, at least 100 s.
    const { kernel, way, failed } = sending(
      () => false,
      () => true,
    );
    way.send(Buffer.alloc(SEGMENT));
    await kernel.run(400_000);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toBeGreaterThan(100_000);
    expect(failed[0]).toBeLessThan(200_000);
  });
});

describe('a window', () => {
  it('does not grow while it is not used', async () => {
    // RFC 7661 §4.1, RFC 5681 §3.1: one segment in flight each time, and then all that may leave at once.
    const { kernel, way, left } = sending((sent) => sent === 20);
    for (let at = 0; at < 3000; at += 1) {
      kernel.after(60 * at, () => way.send(Buffer.alloc(SEGMENT)));
    }
    await kernel.run(200_000);
    kernel.after(0, () => way.send(Buffer.alloc(1000 * SEGMENT)));
    await kernel.run(200_001);
    expect(left.get(200_000)).toBeLessThanOrEqual(10);
  });

  it('does not grow beyond a loss while a part of it is used', async () => {
    // RFC 5681 §3.1: of 40 segments and a loss 20 are left, of which 12 are used in each of a hundred round trips.
    const { kernel, way, left } = sending((_, nowMs) => nowMs === 100, undefined, 'reno');
    way.send(Buffer.alloc(110 * SEGMENT));
    await kernel.run(10_000);
    for (let at = 0; at < 100; at += 1) {
      kernel.after(50 * at, () => way.send(Buffer.alloc(12 * SEGMENT)));
    }
    await kernel.run(15_050);
    kernel.after(0, () => way.send(Buffer.alloc(1000 * SEGMENT)));
    await kernel.run(15_051);
    expect(left.get(15_050)).toBe(20);
  });

  it('begins with what the scenario says', async () => {
    const { kernel, way, left } = sending(() => false, undefined, 'cubic', 32);
    way.send(Buffer.alloc(100 * SEGMENT));
    await kernel.run(10);
    expect(left.get(0)).toBe(32);
  });

  it('is that of a new connection where an old one had its place', () => {
    const windows = new SendWindows();
    const first = windows.open();
    first.left(5 * SEGMENT);
    first.restart(5, 100);
    expect(first.roomBytes).toBeLessThan(0);
    first.close();
    first.close();
    const [second, third] = [windows.open(), windows.open()];
    expect(second.roomBytes).toBe(10 * SEGMENT);
    expect(third.roomBytes).toBe(10 * SEGMENT);
    // Who is over changes nothing of who came after.
    first.shrink(6, 7, 200);
    second.left(0);
    second.acknowledged(0, 0, 1, 1);
    expect(second.roomBytes).toBe(10 * SEGMENT);
  });
});
