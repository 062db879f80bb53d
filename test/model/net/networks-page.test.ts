/** The formulas' rows of the table in docs/networks.md, computed anew. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { framesPerHour, timeOnAirMs } from '../../../sim/model/access/lorawan/airtime.ts';
import {
  bentPipeRoundTripMs,
  GEOSTATIONARY_KM,
} from '../../../sim/model/access/satellite/orbit.ts';
import { FLOOR_MS_PER_KM, roundTripMs } from '../../../sim/model/net/latency/distance-rule.ts';
import { slowStartRounds } from '../../../sim/model/net/transport/slow-start.ts';
import {
  cubicPeriodSeconds,
  cubicWindow,
  mathisWindow,
  padhyeWindow,
  windowBitsPerSecond,
} from '../../../sim/model/net/transport/steady-state.ts';

const mbps = (window: number) =>
  `${(windowBitsPerSecond(window, 1460, 100) / 1e6).toFixed(3)} Mbit/s`;
const segments = (loss: number) => `${cubicWindow(loss, 100).toFixed(0)} segments`;
const sf12 = timeOnAirMs({ spreading: 12, bytes: 20 });

/** What is ours in the row that begins so. */
const OURS: Readonly<Record<string, string>> = {
  'Mathis et al. 1997': mbps(mathisWindow(1e-3)),
  'Padhye et al. 1998, one segment an acknowledgement': mbps(padhyeWindow(1e-3, 100, 1000)),
  'Padhye et al. 1998, two segments an acknowledgement': mbps(padhyeWindow(1e-3, 100, 1000, 2)),
  'CUBIC, mean window at a loss of 1e-4 (RFC 9438 §5.1)': segments(1e-4),
  'CUBIC, mean window at a loss of 1e-5': segments(1e-5),
  'CUBIC, mean window at a loss of 1e-6': segments(1e-6),
  'CUBIC, time back to 100 segments': `${cubicPeriodSeconds(100).toFixed(4)} s`,
  'rounds of slow start for 14.6 kB, 30 kB, 100 kB, 1 MB': [14_600, 30_000, 100_000, 1e6]
    .map((bytes) => slowStartRounds(bytes))
    .join(', '),
  '10 000 km, light in fibre there and back': `${10_000 * FLOOR_MS_PER_KM} ms`,
  '10 000 km, the line fitted to cloud regions': `${roundTripMs(10_000).toFixed(0)} ms`,
  'GEO, least round trip': `${bentPipeRoundTripMs(GEOSTATIONARY_KM, 90).toFixed(1)} ms`,
  'LEO at 550 km, least round trip': `${bentPipeRoundTripMs(550, 90).toFixed(2)} ms`,
  'LoRa on the air, SF7, 20 B': `${timeOnAirMs({ spreading: 7, bytes: 20 }).toFixed(3)} ms`,
  'LoRa on the air, SF12, 51 B': `${timeOnAirMs({ spreading: 12, bytes: 51 }).toFixed(3)} ms`,
  'LoRa, SF12, 20 B at 1 %': `${framesPerHour(sf12, 0.01).toFixed(1)} an hour`,
};

describe('docs/networks.md', () => {
  const rows = readFileSync('docs/networks.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it.each(Object.entries(OURS))('has ours for %s: %s, as the source has it', (what, ours) => {
    const row = rows.find(([, name]) => name === what);
    expect(row?.[3]).toBe(ours);
    // What the sources have is typed there by hand, from domain §9, oracles 13 to 15, 19 and 20.
    expect(row?.[2]).toBe(ours);
  });
});
