/** Keeps what passes over the wire, whole connections at a time, until there is too much of it. */

import { SEGMENT_BYTES } from '../wire/intake.ts';
import type { Datagram, Party, Segments, Tap } from '../wire/tap.ts';
import { PACKET_OVERHEAD_BYTES } from './pcapng.ts';

/** One connection from its first packet on. */
export interface Recorded {
  readonly number: number;
  readonly caller: Party;
  readonly callee: Party;
  readonly isSealed: boolean;
  readonly sent: Segments[];
}

export interface RecorderSettings {
  /** Of a capture file, at most. */
  readonly mostBytes: number;
  /** Whether what passes between two nodes is of interest. */
  wants(caller: Party, callee: Party): boolean;
}

/** IP, TCP and timestamps. */
const HEADER_BYTES = 52;

/** What it takes in a file, bytes. */
function sizeOf(payloadBytes: number): number {
  const packets = Math.max(1, Math.ceil(payloadBytes / SEGMENT_BYTES));
  return payloadBytes + packets * (HEADER_BYTES + PACKET_OVERHEAD_BYTES);
}

export class Recorder implements Tap {
  readonly #settings: RecorderSettings;
  readonly #connections = new Map<number, Recorded & { bytes: number }>();
  readonly datagrams: Datagram[] = [];
  #bytes = 0;
  #isFull = false;
  /** Connections that would have been of interest. */
  seen = 0;

  constructor(settings: RecorderSettings) {
    this.#settings = settings;
  }

  /** In the order of their first packets. */
  get connections(): readonly (Recorded & { readonly bytes: number })[] {
    return [...this.#connections.values()];
  }

  dialled(number: number, caller: Party, callee: Party, isSealed: boolean): void {
    if (!this.#settings.wants(caller, callee)) return;
    this.seen += 1;
    if (this.#isFull) return;
    this.#connections.set(number, { number, caller, callee, isSealed, sent: [], bytes: 0 });
  }

  segments(segments: Segments): void {
    const found = this.#connections.get(segments.connection);
    if (found === undefined) return;
    found.sent.push(segments);
    const bytes = sizeOf(segments.bytes.length);
    found.bytes += bytes;
    this.#bytes += bytes;
    if (this.#bytes > this.#settings.mostBytes) this.#shorten();
  }

  datagram(datagram: Datagram): void {
    if (!this.#settings.wants(datagram.from, datagram.to)) return;
    const bytes = sizeOf(datagram.bytes.length);
    if (this.#bytes + bytes > this.#settings.mostBytes) return;
    this.#bytes += bytes;
    this.datagrams.push(datagram);
  }

  /** Connections are kept from their beginning to their end, or not at all: the latest go. */
  #shorten(): void {
    this.#isFull = true;
    for (const { number, bytes } of this.connections.toReversed()) {
      if (this.#bytes <= this.#settings.mostBytes) return;
      this.#connections.delete(number);
      this.#bytes -= bytes;
    }
  }
}
