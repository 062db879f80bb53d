import { describe, expect, it } from 'vitest';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { SendWindows } from '../../sim/protocol/wire/send-windows.ts';
import { type Course, Way } from '../../sim/protocol/wire/way.ts';

const ONE_WAY_MS = 25;
const SEGMENT = 1448;

/** Sends bytes over a way. @returns when each part arrived, ms. */
async function sent(
  bytes: number,
  there: Course,
  pieceBytes = bytes,
  stepMs = 0,
): Promise<{ atMs: number[]; data: Buffer; way: Way }> {
  const kernel = new Kernel(new Simulator());
  const atMs: number[] = [];
  const parts: Buffer[] = [];
  const sink = {
    arrive: (part: Buffer) => {
      parts.push(part);
      atMs.push(kernel.nowMs);
    },
    finish: () => atMs.push(kernel.nowMs),
  };
  const failed = () => atMs.push(Number.POSITIVE_INFINITY);
  const back = { passMs: () => ONE_WAY_MS };
  const window = new SendWindows().open();
  const way = new Way(kernel, there, back, window, sink, { failed });
  const data = Buffer.from(Array.from({ length: bytes }, (_, at) => at % 251));
  for (let at = 0; at < bytes; at += pieceBytes) {
    way.send(data.subarray(at, at + pieceBytes));
    if (pieceBytes < bytes) await kernel.run(kernel.nowMs + stepMs);
  }
  way.end();
  await kernel.run(400_000);
  expect(Buffer.concat(parts).equals(data) || atMs.at(-1) === Number.POSITIVE_INFINITY).toBe(true);
  return { atMs, data, way };
}

const steady: Course = { passMs: () => ONE_WAY_MS };

describe('one direction of a connection', () => {
  it.each([
    // RFC 6928: 10 segments at once; slow start doubles that each round trip (RFC 5681 §3.1).
    [10 * SEGMENT, 0],
    [11 * SEGMENT, 1],
    [30 * SEGMENT, 1],
    [31 * SEGMENT, 2],
    [70 * SEGMENT, 2],
    [71 * SEGMENT, 3],
  ])('brings %i bytes after half a round trip and %i whole ones', async (bytes, roundTrips) => {
    const { atMs } = await sent(bytes, steady);
    const lastData = atMs.at(-2)!;
    expect(lastData).toBeCloseTo(ONE_WAY_MS + roundTrips * 2 * ONE_WAY_MS, 3);
  });

  it('brings bytes in order although the second chunk is lost once', async () => {
    let packets = 0;
    const lossy: Course = {
      passMs: () => {
        packets += 1;
        return packets === 2 ? Number.POSITIVE_INFINITY : ONE_WAY_MS;
      },
    };
    const { way } = await sent(60 * SEGMENT, lossy);
    expect(way.intake.deliveredBytes).toBe(60 * SEGMENT);
    expect(way.segmentsSentAgain).toBe(2);
  });

  // As in real time, whose clock stands between the steps of virtual time.
  it.each([30.123456789, 33.2345678912345, 35.7257753312588, 41.12345678987])(
    'brings all of what is written between them, every %d ms',
    async (stepMs) => {
      const course = { passMs: () => 25.1234567891 };
      const { atMs, way } = await sent(160 * SEGMENT, course, 8 * SEGMENT, stepMs);
      expect(way.intake.deliveredBytes).toBe(160 * SEGMENT);
      expect(atMs.at(-1)!).toBeLessThan(20 * stepMs + 10 * ONE_WAY_MS);
    },
  );

  it('gives up after a hundred seconds of nothing', async () => {
    // RFC 9293 §3.8.3: R2, at least 100 s.
    const { atMs } = await sent(SEGMENT, { passMs: () => Number.POSITIVE_INFINITY });
    expect(atMs).toEqual([Number.POSITIVE_INFINITY]);
  });
});
