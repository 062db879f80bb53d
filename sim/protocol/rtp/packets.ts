/** Packets of sound by `rtp.js`, and what a listener reads off them. Source: RFC 3550 §5.1 */
import { RtpPacket } from 'rtp.js/packets';

export const RTP_HEADER_BYTES = 12;
/** Numbers that formats are agreed on for each call. RFC 3551 §6 */
const PAYLOAD_TYPE = 111;
/** Of Opus, whatever the rate of its sound is. RFC 7587 §4.1 */
const CLOCK_PER_MS = 48;
const SEQUENCES = 0x1_0000;
const TIMESTAMPS = 0x1_0000_0000;

/** What one source of sound begins with, by chance. */
export interface Source {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/** @param packet number in its stream, from 0. @param atMs of its sound, from the stream's beginning. */
export function soundPacket(source: Source, packet: number, atMs: number, payload: Buffer): Buffer {
  const rtp = new RtpPacket();
  rtp.setPayloadType(PAYLOAD_TYPE);
  rtp.setSsrc(source.ssrc);
  rtp.setSequenceNumber((source.sequence + packet) % SEQUENCES);
  rtp.setTimestamp((source.timestamp + Math.round(atMs * CLOCK_PER_MS)) % TIMESTAMPS);
  // The first packet after silence. RFC 3551 §4.1
  rtp.setMarker(packet === 0);
  rtp.setPayload(new DataView(payload.buffer, payload.byteOffset, payload.length));
  const bytes = Buffer.alloc(rtp.getByteLength());
  rtp.serialize(bytes.buffer, bytes.byteOffset);
  return bytes;
}

/** When the sound of a packet was made, counted from the stream's first, ms. */
export function soundMs(bytes: Buffer, source: Source): number {
  const rtp = new RtpPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  const ticks = (rtp.getTimestamp() - source.timestamp + TIMESTAMPS) % TIMESTAMPS;
  return ticks / CLOCK_PER_MS;
}
