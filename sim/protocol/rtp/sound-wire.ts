/** The sound of calls as secure RTP over UDP, from the device that speaks to the one that listens. */
import { randomBytes } from 'node:crypto';
import type { SoundEar, SoundEnds, SoundWire } from '../../model/node/sound-wire.ts';
import type { Kernel } from '../virtual/kernel.ts';
import { type DatagramSocket, Datagrams } from '../wire/datagrams.ts';
import type { Address } from '../wire/socket.ts';
import type { WireHash } from '../wire/wire-hash.ts';
import { RTP_HEADER_BYTES, type Source, soundMs, soundPacket } from './packets.ts';
import { MASTER_KEY_BYTES, MASTER_SALT_BYTES, SrtpContext } from './srtp.ts';

/** Of a stream: both ends take one of their own. */
const FIRST_PORT = 16_384;
const PORTS = 32_768;
/** Keeps ways of packets apart from connections in the hash. */
const HASHED_FROM = 1 << 15;

interface Stream {
  readonly ends: SoundEnds;
  readonly source: Source;
  readonly mouth: DatagramSocket;
  readonly ear: DatagramSocket;
  readonly listener: Address;
  readonly sender: SrtpContext;
}

export class RtpWire implements SoundWire {
  readonly #kernel: Kernel;
  readonly #ear: SoundEar;
  readonly #datagrams: Datagrams;
  readonly #streams: (Stream | undefined)[] = [];
  /** Streams by the port of both ends. */
  readonly #byPort = new Map<number, number>();
  #nextPort = 0;

  constructor(kernel: Kernel, ear: SoundEar, hash: WireHash) {
    this.#kernel = kernel;
    this.#ear = ear;
    this.#datagrams = new Datagrams({
      way: ({ port }) => ({ carry: (bytes, arrived) => this.#carry(port, bytes, arrived) }),
      handed: (number, payload) => hash.add(HASHED_FROM + number, kernel.nowMs, payload),
    });
  }

  open(stream: number, ends: SoundEnds): void {
    const port = this.#port();
    const listener = { address: hostOf(ends.to), port };
    const secrets = [randomBytes(MASTER_KEY_BYTES), randomBytes(MASTER_SALT_BYTES)] as const;
    const chance = randomBytes(10);
    const source = {
      ssrc: chance.readUInt32BE(0),
      sequence: chance.readUInt16BE(4),
      timestamp: chance.readUInt32BE(6),
    };
    const mouth = this.#datagrams.bind({ address: hostOf(ends.from), port });
    const ear = this.#datagrams.bind(listener);
    const context = new SrtpContext(...secrets);
    ear.on('message', (bytes: Buffer) => {
      const packet = context.unprotect(bytes, RTP_HEADER_BYTES);
      if (packet === undefined) throw new Error(`sound of stream ${stream} is not what was sent`);
      const number = Math.round(soundMs(packet, source) / this.#ear.packetMs);
      this.#ear.arrived(stream, number);
    });
    const sender = new SrtpContext(...secrets);
    this.#streams[stream] = { ends, source, mouth, ear, listener, sender };
    this.#byPort.set(port, stream);
  }

  send(stream: number, packet: number): void {
    const { source, mouth, listener, sender } = this.#streams[stream]!;
    const { packetMs, payloadBytes } = this.#ear;
    // What is said is of no account.
    const rtp = soundPacket(source, packet, packet * packetMs, Buffer.alloc(payloadBytes));
    mouth.send(sender.protect(rtp, RTP_HEADER_BYTES), listener.port, listener.address);
  }

  close(stream: number): void {
    const { mouth, ear, listener } = this.#streams[stream]!;
    mouth.close();
    ear.close();
    this.#byPort.delete(listener.port);
    this.#streams[stream] = undefined;
  }

  /** Up to the other one's place, and then its turn on the way down. */
  #carry(port: number, bytes: number, arrived: () => void): void {
    const stream = this.#byPort.get(port)!;
    const { from, to, relay } = this.#streams[stream]!.ends;
    const { path } = this.#ear;
    const thereMs = path.toBackboneMs(from, to, relay, bytes);
    if (thereMs === Number.POSITIVE_INFINITY) {
      this.#ear.lost(stream);
      return;
    }
    this.#kernel.after(thereMs, () => {
      const downMs = path.toDeviceMs(from, to, relay, bytes);
      if (downMs === Number.POSITIVE_INFINITY) this.#ear.lost(stream);
      else this.#kernel.after(downMs, arrived);
    });
  }

  #port(): number {
    do this.#nextPort = (this.#nextPort + 1) % PORTS;
    while (this.#byPort.has(FIRST_PORT + this.#nextPort));
    return FIRST_PORT + this.#nextPort;
  }
}

/** Of a person's device: 10.128.0.0/9, beside the addresses of those who ask. RFC 1918 §3 */
function hostOf(person: number): string {
  return `10.${128 + ((person >> 16) & 127)}.${(person >> 8) & 255}.${person & 255}`;
}
