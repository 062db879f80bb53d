/** Keeps what passes over the wire, whole connections at a time, until there is too much of it. */

import type { KeyLog } from '../tls/security.ts';
import { SEGMENT_BYTES } from '../wire/intake.ts';
import type { Address } from '../wire/socket.ts';
import type { Datagram, Party, Segments, Tap } from '../wire/tap.ts';
import { PACKET_OVERHEAD_BYTES } from './pcapng.ts';

/** One connection from its first packet on. */
export interface Recorded {
  readonly number: number;
  readonly caller: Party;
  readonly callee: Party;
  readonly isSealed: boolean;
  readonly sent: Segments[];
  /** What its caller has written into a key log. */
  readonly keys: string;
}

/** One whose bytes are counted. */
interface Counted extends Recorded {
  bytes: number;
  keys: string;
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

const keyOf = ({ address, port }: Address): string => `${address}:${port}`;

export class Recorder implements Tap {
  readonly #settings: RecorderSettings;
  readonly #connections = new Map<number, Counted>();
  /** By where they were dialled from, those that are sealed. */
  readonly #sealed = new Map<string, Counted>();
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
    // Ports come round again.
    if (isSealed) this.#sealed.delete(keyOf(caller.address));
    if (!this.#settings.wants(caller, callee)) return;
    this.seen += 1;
    if (this.#isFull) return;
    const connection = { number, caller, callee, isSealed, sent: [], keys: '', bytes: 0 };
    this.#connections.set(number, connection);
    if (isSealed) this.#sealed.set(keyOf(caller.address), connection);
  }

  /** Keys count as what they open, and go with it. */
  readonly keyLog: KeyLog = (line, caller) => {
    const found = this.#sealed.get(keyOf(caller));
    if (found === undefined) return;
    found.keys += line;
    this.#count(found, line.length);
  };

  segments(segments: Segments): void {
    const found = this.#connections.get(segments.connection);
    if (found === undefined) return;
    found.sent.push(segments);
    this.#count(found, sizeOf(segments.bytes.length));
  }

  datagram(datagram: Datagram): void {
    if (!this.#settings.wants(datagram.from, datagram.to)) return;
    const bytes = sizeOf(datagram.bytes.length);
    if (this.#bytes + bytes > this.#settings.mostBytes) return;
    this.#bytes += bytes;
    this.datagrams.push(datagram);
  }

  #count(connection: Counted, bytes: number): void {
    connection.bytes += bytes;
    this.#bytes += bytes;
    if (this.#bytes > this.#settings.mostBytes) this.#shorten();
  }

  /** Connections are kept from their beginning to their end, or not at all: the latest go. */
  #shorten(): void {
    this.#isFull = true;
    for (const { number, bytes, caller } of this.connections.toReversed()) {
      if (this.#bytes <= this.#settings.mostBytes) return;
      this.#connections.delete(number);
      this.#sealed.delete(keyOf(caller.address));
      this.#bytes -= bytes;
    }
  }
}
