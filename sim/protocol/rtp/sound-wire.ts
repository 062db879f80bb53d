/** The sound of calls as secure RTP over UDP, from the device that speaks to the one that listens. */
import { randomBytes } from 'node:crypto';
import type { SoundEar, SoundEnds, SoundWire } from '../../model/node/sound-wire.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { DatagramSocket, Datagrams, Parcel } from '../wire/datagrams.ts';
import { hostOf } from '../wire/network.ts';
import type { Address } from '../wire/socket.ts';
import { RTP_HEADER_BYTES, type Source, soundMs, soundPacket } from './packets.ts';
import { MASTER_KEY_BYTES, MASTER_SALT_BYTES, SrtpContext } from './srtp.ts';

/** Of a stream: both ends take one of their own. */
const FIRST_PORT = 16_384;
const PORTS = 32_768;

/** Ports of all streams of a run: even ones, as RFC 3550 §11 has it. */
export class RtpPorts {
  readonly #taken = new Set<number>();
  #next = 0;

  take(): number {
    do this.#next = (this.#next + 2) % PORTS;
    while (this.#taken.has(this.#next));
    this.#taken.add(this.#next);
    return FIRST_PORT + this.#next;
  }

  release(port: number): void {
    this.#taken.delete(port - FIRST_PORT);
  }
}

export interface RtpParts {
  readonly kernel: Kernel;
  readonly ear: SoundEar;
  readonly datagrams: Datagrams;
  readonly ports: RtpPorts;
}

interface Stream {
  readonly source: Source;
  readonly mouth: DatagramSocket;
  readonly ear: DatagramSocket;
  readonly listener: Address;
  readonly sender: SrtpContext;
}

export class RtpWire implements SoundWire {
  readonly #parts: RtpParts;
  readonly #streams: (Stream | undefined)[] = [];

  constructor(parts: RtpParts) {
    this.#parts = parts;
  }

  open(stream: number, ends: SoundEnds): void {
    const { ear: listening, ports } = this.#parts;
    const port = ports.take();
    const secrets = [randomBytes(MASTER_KEY_BYTES), randomBytes(MASTER_SALT_BYTES)] as const;
    const chance = randomBytes(10);
    const source = {
      ssrc: chance.readUInt32BE(0),
      sequence: chance.readUInt16BE(4),
      timestamp: chance.readUInt32BE(6),
    };
    const mouth = this.#socketOf(ends.from, port, (parcel) => this.#carry(stream, ends, parcel));
    const ear = this.#socketOf(ends.to, port, () => {});
    const context = new SrtpContext(...secrets);
    ear.on('message', (bytes: Buffer) => {
      const packet = context.unprotect(bytes, RTP_HEADER_BYTES);
      if (packet === undefined) throw new Error(`sound of stream ${stream} is not what was sent`);
      const number = Math.round(soundMs(packet, source) / listening.packetMs);
      listening.arrived(stream, number);
    });
    const sender = new SrtpContext(...secrets);
    this.#streams[stream] = { source, mouth, ear, listener: ear.at.address, sender };
  }

  send(stream: number, packet: number): void {
    const { source, mouth, listener, sender } = this.#streams[stream]!;
    const { packetMs, payloadBytes } = this.#parts.ear;
    // What is said is of no account.
    const rtp = soundPacket(source, packet, packet * packetMs, Buffer.alloc(payloadBytes));
    const secured = sender.protect(rtp, RTP_HEADER_BYTES);
    mouth.send(secured, 0, secured.length, listener.port, listener.address);
  }

  close(stream: number): void {
    const { mouth, ear, listener } = this.#streams[stream]!;
    mouth.close();
    ear.close();
    this.#parts.ports.release(listener.port);
    this.#streams[stream] = undefined;
  }

  #socketOf(person: number, port: number, carry: (parcel: Parcel) => void): DatagramSocket {
    const { datagrams, ear } = this.#parts;
    const end = ear.path.endOf(person);
    return datagrams.open({ end, address: { address: hostOf(end.node, end.device), port }, carry });
  }

  /** Up to the other one's place, and then its turn on the way down. */
  #carry(stream: number, { from, to, relay }: SoundEnds, { bytes, arrived, lost }: Parcel): void {
    const { kernel, ear } = this.#parts;
    const lose = () => {
      lost();
      ear.lost(stream);
    };
    const thereMs = ear.path.toBackboneMs(from, to, relay, bytes);
    if (thereMs === Number.POSITIVE_INFINITY) {
      lose();
      return;
    }
    kernel.after(thereMs, () => {
      const downMs = ear.path.toDeviceMs(from, to, relay, bytes);
      if (downMs === Number.POSITIVE_INFINITY) lose();
      else kernel.after(downMs, arrived);
    });
  }
}
