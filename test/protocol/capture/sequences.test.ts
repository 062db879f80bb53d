/** Sequences of what was recorded. */
import { expect, it } from 'vitest';
import type { Names } from '../../../sim/protocol/capture/names.ts';
import { connectionSequence } from '../../../sim/protocol/capture/sequences.ts';
import { ACK, type Segments } from '../../../sim/protocol/wire/tap.ts';

const NAMES: Names = { of: ({ node }) => `${node}`, node: String, place: String };
const party = (node: number) => ({
  node,
  device: -1,
  address: { address: `10.0.0.${node}`, port: 80 },
});

const segments = (sentMs: number, takesMs: number, length: number): Segments => ({
  connection: 1,
  isUp: true,
  sentMs,
  takesMs,
  flags: ACK,
  position: 0,
  acknowledged: 0,
  windowBytes: 65_535,
  beyond: [],
  bytes: new Uint8Array(length),
});

it('counts as lost what does not arrive, and not what is under way when the run ends', () => {
  // Two segments of 1448 B, and one whose end over the air nobody knows yet.
  const sent = [
    segments(1, 2, 10),
    segments(2, Number.POSITIVE_INFINITY, 2896),
    segments(3, Number.NaN, 10),
  ];
  const recorded = {
    number: 1,
    caller: party(0),
    callee: party(1),
    isSealed: false,
    sent,
    keys: '',
  };
  const { connections } = connectionSequence([recorded], 1, NAMES)!;
  expect(connections[0]!.lostPackets).toBe(2);
});
