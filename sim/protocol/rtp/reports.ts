/** Reports on sound by `rtp.js`: of who sends, with what it hears of the other one. Source: RFC 3550 §6.4, §6.5 */
import {
  CompoundPacket,
  ReceptionReport,
  SdesChunk,
  SdesPacket,
  SenderReportPacket,
} from 'rtp.js/packets';
import { EPOCH_MS } from '../virtual/clocks.ts';
import type { Block } from './reception.ts';

/** From 1900 to 1970, s. RFC 5905 §6 */
const NTP_AT_1970 = 2_208_988_800;
const FRACTIONS = 0x1_0000_0000;
/** The middle of an NTP time counts in these, as delays do. RFC 3550 §6.4.1 */
const SHORT_PER_MS = 65.536;
/** RFC 3550 §6.5.1 */
const CNAME = 1;

/** The middle 32 bits of an NTP time, and when it came. */
export interface Heard {
  readonly sent: number;
  readonly atMs: number;
}

export interface Report {
  readonly ssrc: number;
  readonly cname: string;
  /** Of the run, ms; and of the source, in its units. */
  readonly nowMs: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly payloadBytes: number;
  readonly other: number;
  readonly block: Block;
  /** The last report of the other one; undefined: none has come. */
  readonly heard: Heard | undefined;
}

function ntpOf(nowMs: number): readonly [seconds: number, fraction: number] {
  const ms = EPOCH_MS + nowMs;
  const seconds = Math.floor(ms / 1000);
  return [seconds + NTP_AT_1970, Math.floor(((ms - seconds * 1000) / 1000) * FRACTIONS)];
}

const middleOf = ([seconds, fraction]: readonly [number, number]): number =>
  (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;

export function reportBytes(report: Report): Buffer {
  const [seconds, fraction] = ntpOf(report.nowMs);
  const sender = new SenderReportPacket();
  sender.setSsrc(report.ssrc);
  sender.setNtpSeconds(seconds);
  sender.setNtpFraction(fraction);
  sender.setRtpTimestamp(report.timestamp);
  sender.setPacketCount(report.packets);
  sender.setOctetCount(report.payloadBytes);
  sender.addReport(blockOf(report));
  const chunk = new SdesChunk();
  chunk.setSsrc(report.ssrc);
  chunk.addItem(CNAME, report.cname);
  const name = new SdesPacket();
  name.addChunk(chunk);
  const compound = new CompoundPacket();
  compound.addPacket(sender);
  compound.addPacket(name);
  const bytes = Buffer.alloc(compound.getByteLength());
  compound.serialize(bytes.buffer, bytes.byteOffset);
  return bytes;
}

function blockOf({ other, block, heard, nowMs }: Report): ReceptionReport {
  const one = new ReceptionReport();
  one.setSsrc(other);
  one.setFractionLost(block.fractionLost);
  one.setTotalLost(block.totalLost);
  one.setHighestSeqNumber(block.highestSequence);
  one.setJitter(block.jitter);
  if (heard === undefined) return one;
  one.setLastSRTimestamp(heard.sent);
  one.setDelaySinceLastSR(Math.round((nowMs - heard.atMs) * SHORT_PER_MS));
  return one;
}

/** What a report says to who gets it. */
export interface Read {
  readonly heard: Heard;
  /** Undefined: its sender had no report to answer. */
  readonly roundTripMs: number | undefined;
}

/** @throws TypeError for what is no compound packet that begins with a sender's report. */
export function readReport(bytes: Buffer, nowMs: number): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [sender] = new CompoundPacket(view).getPackets();
  if (!(sender instanceof SenderReportPacket)) throw new TypeError('not a report of a sender');
  const sent = middleOf([sender.getNtpSeconds(), sender.getNtpFraction()]);
  const [block] = sender.getReports();
  const last = block?.getLastSRTimestamp() ?? 0;
  const heard = { sent, atMs: nowMs };
  if (last === 0) return { heard, roundTripMs: undefined };
  const trip = (middleOf(ntpOf(nowMs)) - last - block!.getDelaySinceLastSR()) | 0;
  return { heard, roundTripMs: trip / SHORT_PER_MS };
}
