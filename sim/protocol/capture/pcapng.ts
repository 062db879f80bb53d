/** A capture file. Source: draft-ietf-opsawg-pcapng. */
import { hostBytes } from './bytes.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const NAMES = 4;
const PACKET = 6;
const SECRETS = 0x0a;
const BYTE_ORDER = 0x1a2b3c4d;
/** Packets begin with IP. Source: LINKTYPE_RAW. */
const LINK_RAW = 101;
/** Digits of a second that times have. */
const RESOLUTION = 9;
const TLS_KEYS = 0x544c534b;
const COMMENT = 1;
const NAME = 2;
const DESCRIPTION = 3;
const APPLICATION = 4;
const TIME_RESOLUTION = 9;
const IPV4 = 1;
const NS_PER_MS = 1e6;

export interface CapturedPacket {
  /** Since 1970, ms; with parts of it. */
  readonly atMs: number;
  /** Index of the interface. */
  readonly on: number;
  readonly bytes: Uint8Array;
  readonly comment?: string | undefined;
}

export interface Capture {
  readonly comment: string;
  readonly application: string;
  readonly interfaces: readonly { readonly name: string; readonly description: string }[];
  /** Name of each address. */
  readonly names: ReadonlyMap<string, string>;
  /** What a client of TLS wrote into its key log. */
  readonly keys: string;
  /** In the order of their times. */
  readonly packets: readonly CapturedPacket[];
}

/** Bytes of the file that a packet takes beside itself, at most: block, padding. */
export const PACKET_OVERHEAD_BYTES = 36;

const text = new TextEncoder();
const padded = (length: number): number => (length + 3) & ~3;

type Option = readonly [code: number, value: Uint8Array];

const textOption = (code: number, value: string): Option => [code, text.encode(value)];

/** @returns the options of a block, and their end; nothing when there are none. */
function optionBytes(options: readonly Option[]): Uint8Array {
  if (options.length === 0) return new Uint8Array(0);
  const length = options.reduce((sum, [, value]) => sum + 4 + padded(value.length), 4);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [code, value] of options) {
    view.setUint16(at, code, true);
    view.setUint16(at + 2, value.length, true);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  }
  return bytes;
}

/** @param head fields before the data, as words of 32 bits. */
function block(
  type: number,
  head: readonly number[],
  data: Uint8Array,
  options: readonly Option[] = [],
): Uint8Array {
  const tail = optionBytes(options);
  const length = 12 + 4 * head.length + padded(data.length) + tail.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  for (const [index, value] of head.entries()) view.setUint32(8 + 4 * index, value >>> 0, true);
  const at = 8 + 4 * head.length;
  bytes.set(data, at);
  bytes.set(tail, at + padded(data.length));
  view.setUint32(length - 4, length, true);
  return bytes;
}

const NONE = new Uint8Array(0);
/** A section whose length is not said. */
const UNKNOWN = 0xffffffff;

function nameRecords(names: ReadonlyMap<string, string>): Uint8Array {
  const records = [...names].map(([address, name]) => {
    const value = new Uint8Array([...hostBytes(address), ...text.encode(name), 0]);
    return [IPV4, value] as const;
  });
  return optionBytes(records.length === 0 ? [] : records);
}

function packetBlock({ atMs, on, bytes, comment }: CapturedPacket): Uint8Array {
  // Whole milliseconds and their parts apart: together they have more digits than a number.
  const wholeMs = Math.floor(atMs);
  const ns = BigInt(wholeMs) * BigInt(NS_PER_MS) + BigInt(Math.round((atMs - wholeMs) * NS_PER_MS));
  const high = Number(ns >> 32n);
  const low = Number(ns & 0xffffffffn);
  const options = comment === undefined ? [] : [textOption(COMMENT, comment)];
  return block(PACKET, [on, high, low, bytes.length, bytes.length], bytes, options);
}

export function pcapng(capture: Capture): Uint8Array {
  const { comment, application, interfaces, names, keys, packets } = capture;
  // Version 1.0.
  const blocks = [
    block(SECTION, [BYTE_ORDER, 1, UNKNOWN, UNKNOWN], NONE, [
      textOption(COMMENT, comment),
      textOption(APPLICATION, application),
    ]),
    ...interfaces.map(({ name, description }) =>
      block(INTERFACE, [LINK_RAW, 0], NONE, [
        textOption(NAME, name),
        textOption(DESCRIPTION, description),
        [TIME_RESOLUTION, Uint8Array.of(RESOLUTION)],
      ]),
    ),
    ...(names.size === 0 ? [] : [block(NAMES, [], nameRecords(names))]),
  ];
  if (keys !== '') {
    const data = text.encode(keys);
    blocks.push(block(SECRETS, [TLS_KEYS, data.length], data));
  }
  for (const packet of packets) blocks.push(packetBlock(packet));
  return joined(blocks);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
