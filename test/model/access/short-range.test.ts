import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { bytesPerSecond, discoveryMs, packetMs } from '../../../sim/model/access/ble/timing.ts';
import {
  ackMs,
  backoffsBelow,
  exchangeMs,
  frameMs,
  meanFirstBackoffMs,
} from '../../../sim/model/access/zigbee/csma.ts';
import { meanOf } from './fixtures.ts';

describe('802.15.4', () => {
  it('has the times of the standard', () => {
    // 2.4 GHz, 250 kbit/s: 133 bytes on the air take 4.256 ms, an acknowledgement 352 µs; the mean
    // first backoff is 3.5 periods of 320 µs (IEEE 802.15.4-2006; Latré et al., J. Networks 1(1), 2006).
    expect(frameMs(127)).toBeCloseTo(4.256, 9);
    expect(ackMs()).toBeCloseTo(0.352, 9);
    expect(meanFirstBackoffMs()).toBeCloseTo(1.12, 9);
    expect([0, 1, 2, 3, 4].map(backoffsBelow)).toEqual([8, 16, 32, 32, 32]);
  });

  it('carries at most about 160 kbit/s of 114 bytes each without acknowledgement', () => {
    // Backoff 1.12 + listening .128 + turning .192 + frame 4.256 + pause .64 ms: 6.336 ms by hand.
    expect(exchangeMs(127, false)).toBeCloseTo(6.336, 9);
    expect(exchangeMs(127, true)).toBeCloseTo(6.336 + 0.192 + 0.352, 9);
    expect(exchangeMs(18, false)).toBeCloseTo(1.12 + 0.128 + 0.192 + 0.768 + 0.192, 9);
  });
});

describe('Bluetooth Low Energy', () => {
  it('has packets of 80 µs when empty and 2.088 ms at 251 bytes', () => {
    // Core Specification 5.4, Vol 6, Part B, §2.1: 10 bytes around the data, 8 µs a byte.
    expect(packetMs(0)).toBeCloseTo(0.08, 9);
    expect(packetMs(251)).toBeCloseTo(2.088, 9);
  });

  it('carries 0.7 to 0.8 Mbit/s of long packets', () => {
    // reference/domain.md §1.5: 1M PHY 0.7–0.8 Mbit/s.
    const mbps = (bytesPerSecond(100, 251) * 8) / 1e6;
    expect(mbps).toBeGreaterThan(0.7);
    expect(mbps).toBeLessThan(0.8);
    // One packet of 20 bytes for each 7.5 ms: 2667 bytes a second by hand.
    expect(bytesPerSecond(7.5, 27, 1)).toBeCloseTo(20 / 0.0075, 6);
  });

  it('is found after half an interval by who always listens', () => {
    const random = new Streams('ble', 0).stream('ble');
    const always = { windowMs: 100, intervalMs: 100 };
    const took = Float64Array.from({ length: 20_000 }, () => discoveryMs(1000, always, random));
    // Uniform in the first interval: mean 500 ms, standard error 2 ms.
    expect(Math.abs(meanOf(took) - 500)).toBeLessThan(8);
    expect(Math.max(...took)).toBeLessThan(1000);
  });

  it('is found after about ten intervals by who listens for a tenth of the time', () => {
    const random = new Streams('ble', 1).stream('ble');
    const seldom = { windowMs: 11.25, intervalMs: 112.5 };
    const took = Float64Array.from({ length: 20_000 }, () => discoveryMs(1022.5, seldom, random));
    // If events met the window independently with p = 0.1: 511 + 9 · 1027.5 = 9759 ms in the mean.
    // 1022.5 is 9.09 scan intervals and the delay adds up to 10 ms, so that phases walk round.
    expect(meanOf(took)).toBeGreaterThan(0.6 * 9759);
    expect(meanOf(took)).toBeLessThan(1.4 * 9759);
  });
});
