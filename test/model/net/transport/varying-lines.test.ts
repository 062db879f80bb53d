import { describe, expect, it } from 'vitest';
import { congestionControls } from '../../../../sim/model/net/transport/congestion/index.ts';
import { Flows } from '../../../../sim/model/net/transport/flows.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText } from '../../../run-scenario.ts';
import { contextOf, linkOf, profileOf } from '../../access/fixtures.ts';
import { ONE_DEVICE as ONE } from '../../node/one-device.ts';

const WIRE_BITS = 1500 * 8;
const SEGMENT_BYTES = 1460;
const ROUND_TRIP_MS = 20;

/** Time that one answer takes to the device of an access network, ms. */
function overMs(profile: string, given: unknown, bytes: number, file = ''): number {
  const context = contextOf(1, { trace: file });
  const { simulator } = context;
  const { lines } = linkOf(profileOf(profile, given), context);
  const part = congestionControls.find('cubic')!;
  const settings = {
    congestion: choose(part, part.params.parse({})).make(undefined),
    initialWindow: 10,
    receiveWindow: 1000,
    isOrdered: true,
  };
  let wholeMs = 0;
  const flows = new Flows(simulator, settings, () => {
    wholeMs = simulator.nowMs;
  });
  const roomMs = Number.POSITIVE_INFINITY;
  const hop = { delayMs: () => ROUND_TRIP_MS / 2, roomMs };
  const course = { there: hop, back: hop, lines: lines!, lineRoomMs: 1000 };
  flows.answer(flows.open(course, 0, ROUND_TRIP_MS), 0, bytes);
  simulator.run(Number.POSITIVE_INFINITY);
  return wholeMs;
}

describe('an answer over a line whose rate changes', () => {
  it('takes as long as the integral of the rate says, at all levels of it', () => {
    // 20 Mbit/s for 5 s, none for 1 s, 2 Mbit/s for 4 s: 108 Mbit a round of 10 s.
    const trace = '0 1\n5 20\n6 0\n10 2\n';
    const given = { file: 'trace', aligned: true, 'round-trip': '0ms' };
    const passed = (ms: number) => {
      const intoMs = ms % 10_000;
      const fast = 20 * Math.min(intoMs, 5000) + 2 * Math.max(0, intoMs - 6000);
      return (108e3 * Math.floor(ms / 10_000) + fast) / 1000;
    };
    for (const megabits of [50, 90, 104, 158]) {
      const bytes = Math.floor((megabits * 1e6) / WIRE_BITS) * SEGMENT_BYTES;
      const passedMegabits = passed(overMs('trace', given, bytes, trace));
      // Slow start leaves some 50 ms of 20 Mbit/s unused: three round trips, and half of a fourth.
      expect(passedMegabits - megabits).toBeGreaterThan(0);
      expect(passedMegabits - megabits).toBeLessThan(0.07 * 20);
    }
  });

  it('waits while a satellite is changed for another, each 15 s (arXiv 2310.09242)', () => {
    const given = { slot: '15s', outage: '4s' };
    // 50 to 250 Mbit/s: 15 s from the first outage on are 11 s of some of these.
    const bytes = 10e6;
    const ms = overMs('leo', given, bytes);
    expect(ms).toBeGreaterThan(4000 + (bytes * 8) / 250e3);
    expect(ms).toBeLessThan(4000 + (bytes * 8) / 50e3 + 1000);
  });
});

describe('packets that an access network loses', () => {
  const slowest = (access: string) =>
    figure(
      runText(ONE, [
        'traffic.page.transport=http-2',
        'traffic.page.catalog.size=100kB',
        'run.duration=300s',
        `nodes.people.access=${access}`,
      ]),
      'p99',
      'latency',
    );

  it('are sent again by transports that follow packets', () => {
    // GEO loses 0.5 %: a third of the answers of 69 packets; each costs a round trip of 500 ms or more.
    const set = (transport: string) => [
      `traffic.page.transport=${transport}`,
      'traffic.page.catalog.size=100kB',
      'traffic.page.arrivals.steady=0.2rps',
      'run.duration=2000s',
      'nodes.people.access=geo',
    ];
    const [some, all] = (['p50', 'p95'] as const).map((fn) =>
      figure(runText(ONE, set('http-2')), fn, 'latency'),
    );
    expect(all! - some!).toBeGreaterThan(450);
    expect(slowest('fibre')).toBeLessThan(some!);
  });
});
