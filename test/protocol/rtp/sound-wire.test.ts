/** Real packets of sound between two devices, over a network that is a function. */
import { describe, expect, it } from 'vitest';
import { codecs } from '../../../sim/model/chat/calls/codecs.ts';
import { soundPacket, sourceOf } from '../../../sim/protocol/rtp/packets.ts';
import { RtpPorts, RtpWire } from '../../../sim/protocol/rtp/sound-wire.ts';
import { Datagrams } from '../../../sim/protocol/wire/datagrams.ts';

const PACKET_MS = 10;

/** A stream from one device to another. */
function stream() {
  const kernel = { nowMs: 0, after: (_ms: number, action: () => void) => action() } as never;
  const world = { nodes: [{ devices: 2 }], exchange: { up: [1] } } as never;
  const heard: number[] = [];
  const tally = { isCut: false, lost: 0 };
  const path = {
    endOf: (person: number) => ({ node: 0, device: person }),
    toBackboneMs: () => (tally.isCut ? Number.POSITIVE_INFINITY : 0),
    toDeviceMs: () => 0,
  };
  const ear = {
    path,
    reportPath: path,
    packetMs: PACKET_MS,
    payloadBytes: 80,
    format: { payloadType: 0, clockPerMs: 8 },
    arrived: (_stream: number, packet: number) => heard.push(packet),
    lost: () => {
      tally.lost += 1;
    },
    measured: () => {},
  };
  const datagrams = new Datagrams(kernel, world);
  const wire = new RtpWire({ kernel, ear, datagrams, ports: new RtpPorts() });
  wire.open(0, { from: 0, to: 1, relay: -1 }, -1);
  const say = (...packets: readonly number[]) => {
    for (const packet of packets) wire.send(0, packet);
  };
  return { say, heard, tally };
}

describe('sound on the wire', () => {
  it('begins its numbers where who misses the first ones guesses right (RFC 3711 §3.3.1)', () => {
    expect(sourceOf(Buffer.alloc(10, 0xff)).sequence).toBe(0x7fff);
    expect(sourceOf(Buffer.alloc(10, 0x7e)).sequence).toBe(0x7e7e);
  });

  it('is lost, not the end of the run, once so many have been lost that nobody can read it', () => {
    const { say, heard, tally } = stream();
    say(0, 1, 2);
    tally.isCut = true;
    // Its sender skips what would be lost as well.
    say(20_000, 40_000, 60_000);
    tally.isCut = false;
    say(70_000, 70_001);
    expect(heard).toEqual([0, 1, 2]);
    expect(tally.lost).toBe(5);
  });
});

/** Payload type, and the step of timestamps in 60 ms: RFC 3551 §6; RFC 4867 §4.1; RFC 7587 §4.1. */
const FORMATS = new Map([
  ['opus', [111, 2880]],
  ['opus-full', [111, 2880]],
  ['opus-narrow', [111, 2880]],
  ['g711', [0, 480]],
  ['g711-plc', [0, 480]],
  ['g729a', [18, 480]],
  ['g723.1', [4, 480]],
  ['amr-wb', [96, 960]],
]);

describe('a packet of sound', () => {
  it.each(codecs.parts.map((codec) => [codec.name, codec.make({} as never)] as const))(
    'of %s says whose it is, and its time by the clock of that',
    (name, { format }) => {
      const source = { ssrc: 1, sequence: 2, timestamp: 1000 };
      const packet = soundPacket(source, format, 1, 60, Buffer.alloc(20));
      // RFC 3550 §5.1
      expect([packet[1]! & 0x7f, packet.readUInt32BE(4) - 1000]).toEqual(FORMATS.get(name));
    },
  );
});

describe('ports for sound', () => {
  it('are even, and each is given once at an address, to any number of pairs (RFC 3550 §11)', () => {
    const ports = new RtpPorts();
    // 16,384 even ports from 16,384 on: one for each of twice as many pairs.
    for (let pair = 0; pair < 32_768; pair += 1) {
      const port = ports.take(`caller ${pair}`, `callee ${pair}`);
      if (port % 2 !== 0 || port < 16_384 || port > 49_150) expect.fail(`port ${port}`);
    }
    const all = Array.from({ length: 16_384 }, () => ports.take('a', 'b'));
    expect(new Set(all).size).toBe(16_384);
    expect(() => ports.take('c', 'b')).toThrow('all ports for sound between c and b are taken');
    ports.release(all[7]!, 'a', 'b');
    expect(ports.take('c', 'b')).toBe(all[7]);
    expect(() => ports.take('c', 'b')).toThrow(RangeError);
  });
});
