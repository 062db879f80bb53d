import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveKeys,
  keyStream,
  SrtcpContext,
  SrtpContext,
  TAG_BYTES,
} from '../../../sim/protocol/rtp/srtp.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const MASTER_KEY = hex('E1F97A0D3E018BE0D64FA32C06DE4139');
const MASTER_SALT = hex('0EC675AD498AFEEBB6960B3AABE6');
const HEADER_BYTES = 12;

/** A packet of RTP whose payload is its number. */
function packetOf(number: number): Buffer {
  const packet = Buffer.alloc(HEADER_BYTES + 4);
  packet[0] = 0x80;
  packet.writeUInt16BE(number & 0xffff, 2);
  packet.writeUInt32BE(0xcafe, 8);
  packet.writeUInt32BE(number, HEADER_BYTES);
  return packet;
}

const pair = () => [0, 1].map(() => new SrtpContext(MASTER_KEY, MASTER_SALT));

describe('secure RTP', () => {
  it('derives the keys of RFC 3711, appendix B.3', () => {
    const { encryption, salt, authentication } = deriveKeys(MASTER_KEY, MASTER_SALT);
    expect(encryption).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(authentication).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
  });

  it('has the key stream of RFC 3711, appendix B.2', () => {
    const key = hex('2B7E151628AED2A6ABF7158809CF4F3C');
    const stream = keyStream(key, hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'), 48);
    expect(stream).toEqual(
      hex(
        'E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0',
      ),
    );
  });

  it('gives back what was sent, through two new beginnings of sequence numbers, some lost, neighbours swapped', () => {
    const [sender, receiver] = pair();
    const all = Array.from({ length: 1400 }, (_, at) => 65_000 + 101 * at);
    const sent = all
      .filter((number) => number % 97 !== 5)
      .map((number) => ({ number, bytes: sender!.protect(packetOf(number), HEADER_BYTES) }));
    for (let at = 3; at + 1 < sent.length; at += 10) {
      [sent[at], sent[at + 1]] = [sent[at + 1]!, sent[at]!];
    }
    for (const { number, bytes } of sent) {
      expect(bytes.length).toBe(HEADER_BYTES + 4 + TAG_BYTES);
      if (!receiver!.unprotect(bytes, HEADER_BYTES)?.equals(packetOf(number))) {
        expect.fail(`packet ${number} came back as another, or not at all`);
      }
    }
  });

  it('goes on where it was when one comes late from before numbers began anew (§3.3.1)', () => {
    const [sender, receiver] = pair();
    const sent = new Map(
      [40_000, 65_535, 65_546, 73_536].map((number) => [
        number,
        sender!.protect(packetOf(number), HEADER_BYTES),
      ]),
    );
    for (const number of [65_535, 65_546, 40_000, 73_536]) {
      const packet = receiver!.unprotect(sent.get(number)!, HEADER_BYTES);
      expect(packet, `packet ${number}`).toEqual(packetOf(number));
    }
  });

  it('takes nothing that was changed on its way', () => {
    const flips = fc.tuple(
      fc.nat(HEADER_BYTES + 4 + TAG_BYTES - 1),
      fc.integer({ min: 1, max: 255 }),
    );
    fc.assert(
      fc.property(flips, ([at, flip]) => {
        const [sender, receiver] = pair();
        const bytes = sender!.protect(packetOf(7), HEADER_BYTES);
        bytes[at]! ^= flip;
        expect(receiver!.unprotect(bytes, HEADER_BYTES)).toBeUndefined();
      }),
    );
  });
});

describe('secure RTCP', () => {
  const plain = hex('81C8000BCAFEBABEABABABABABABABABABABABABABABABAB');
  const contexts = () => [0, 1].map(() => new SrtcpContext(MASTER_KEY, MASTER_SALT));

  it('is that of libsrtp, srtp_driver.c, srtp_validate', () => {
    expect(contexts()[0]!.protect(plain)).toEqual(
      hex('81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798'),
    );
  });

  it('gives back what was sent, once, and nothing that was changed', () => {
    const [sender, receiver] = contexts();
    const sent = [1, 2, 3].map(() => sender!.protect(plain));
    expect(receiver!.unprotect(sent[1]!)).toEqual(plain);
    // RFC 3711 §3.3.2: replays.
    expect(receiver!.unprotect(sent[1]!)).toBeUndefined();
    const changed = Buffer.from(sent[2]!);
    changed[20]! ^= 1;
    expect(receiver!.unprotect(changed)).toBeUndefined();
    expect(receiver!.unprotect(sent[2]!)).toEqual(plain);
  });
});
