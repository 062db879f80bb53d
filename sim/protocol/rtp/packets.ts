/** Packets of sound by `rtp.js`, and what a listener reads off them. Source: RFC 3550 §5.1 */
import { RtpPacket } from 'rtp.js/packets';
import type { SoundFormat } from '../../model/node/sound-wire.ts';

export const RTP_HEADER_BYTES = 12;
const SEQUENCES = 0x1_0000;
const TIMESTAMPS = 0x1_0000_0000;

/** What one source of sound begins with, by chance. */
export interface Source {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/**
 * Numbers begin in the lower half, as those of libSRTP and WebRTC: a listener who has missed the first ones guesses
 * right how often they have begun anew. RFC 3711 §3.3.1
 *
 * @param chance 10 bytes of it.
 */
export const sourceOf = (chance: Buffer): Source => ({
  ssrc: chance.readUInt32BE(0),
  sequence: chance.readUInt16BE(4) % (SEQUENCES / 2),
  timestamp: chance.readUInt32BE(6),
});

/** @param packet number in its stream, from 0. @param atMs of its sound, from the stream's beginning. */
export function soundPacket(
  source: Source,
  format: SoundFormat,
  packet: number,
  atMs: number,
  payload: Buffer,
): Buffer {
  const rtp = new RtpPacket();
  rtp.setPayloadType(format.payloadType);
  rtp.setSsrc(source.ssrc);
  rtp.setSequenceNumber((source.sequence + packet) % SEQUENCES);
  rtp.setTimestamp(timestampAt(source, format, atMs));
  // The first packet after silence. RFC 3551 §4.1
  rtp.setMarker(packet === 0);
  rtp.setPayload(new DataView(payload.buffer, payload.byteOffset, payload.length));
  const bytes = Buffer.alloc(rtp.getByteLength());
  rtp.serialize(bytes.buffer, bytes.byteOffset);
  return bytes;
}

/** What a listener reads off a packet. */
export interface SoundRead {
  readonly sequence: number;
  readonly timestamp: number;
  /** When its sound was made, counted from the stream's first, ms. */
  readonly soundMs: number;
}

export function readSound(bytes: Buffer, source: Source, { clockPerMs }: SoundFormat): SoundRead {
  const rtp = new RtpPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  const timestamp = rtp.getTimestamp();
  const ticks = (timestamp - source.timestamp + TIMESTAMPS) % TIMESTAMPS;
  return { sequence: rtp.getSequenceNumber(), timestamp, soundMs: ticks / clockPerMs };
}

/** What the source's clock shows so long after its beginning. */
export const timestampAt = (
  { timestamp }: Source,
  { clockPerMs }: SoundFormat,
  afterMs: number,
): number => (timestamp + Math.round(afterMs * clockPerMs)) % TIMESTAMPS;
