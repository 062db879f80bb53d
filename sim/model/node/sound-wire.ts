/** Who carries the sound of calls as real packets, in the place of the model's times. */

/** Both ends of a stream, people, and the node between them or -1. */
export interface SoundEnds {
  readonly from: number;
  readonly to: number;
  readonly relay: number;
}

/** The way of a packet, in two parts. Bytes are those of the whole packet, with headers. */
export interface SoundPath {
  /** Node and device of a person. */
  endOf(person: number): { readonly node: number; readonly device: number };
  /** @returns time to the other one's place, ms; Infinity: the packet is lost. */
  toBackboneMs(from: number, to: number, relay: number, bytes: number): number;
  /** @returns time from there to the device, ms, or Infinity. */
  toDeviceMs(from: number, to: number, relay: number, bytes: number): number;
}

/** What a codec's packets say of themselves. RFC 3550 §5.1 */
export interface SoundFormat {
  /** RFC 3551 §6; 96 to 127 are agreed on for each call. */
  readonly payloadType: number;
  /** Steps of its timestamps in a millisecond. */
  readonly clockPerMs: number;
}

/** Who listens to a wire, and what it needs to know of it. */
export interface SoundEar {
  readonly path: SoundPath;
  /** Of reports on the sound, whose chance is their own. */
  readonly reportPath: SoundPath;
  /** Sound in a packet, ms, and its bytes without headers. */
  readonly packetMs: number;
  readonly payloadBytes: number;
  readonly format: SoundFormat;
  arrived(stream: number, packet: number): void;
  lost(stream: number): void;
  /** Who listens to a stream has a report of who sends it, and knows the round trip now. RFC 3550 §6.4.1 */
  measured(stream: number, roundTripMs: number): void;
}

export interface SoundWire {
  /** @param partner the other direction of its call, if it has begun; else -1. */
  open(stream: number, ends: SoundEnds, partner: number): void;
  /** @param packet number in its stream, from 0, in turn. */
  send(stream: number, packet: number): void;
  /** Who sends a stream reports on it, and on what it hears of the other direction. */
  report(stream: number): void;
  close(stream: number): void;
}
