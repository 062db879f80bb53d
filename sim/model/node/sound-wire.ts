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

/** Who listens to a wire, and what it needs to know of it. */
export interface SoundEar {
  readonly path: SoundPath;
  /** Sound in a packet, ms, and its bytes without headers. */
  readonly packetMs: number;
  readonly payloadBytes: number;
  arrived(stream: number, packet: number): void;
  lost(stream: number): void;
}

export interface SoundWire {
  open(stream: number, ends: SoundEnds): void;
  /** @param packet number in its stream, from 0, in turn. */
  send(stream: number, packet: number): void;
  close(stream: number): void;
}
